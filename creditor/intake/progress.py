"""How far the reading or placing of a large file is."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from creditor.intake.models import Batch
from portal.progress import pace


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, how much of it is done, how fast, and how long it will take."""

    what: str
    done: int
    total: int
    rate: str = ""
    left: str = ""


def progress(batch: Batch) -> Progress | None:
    """Where the work on a batch stands; None when nothing is being done."""
    if batch.discarded_at:
        return None
    if batch.read_at is None:
        return _since(_("Reading the file"), batch, batch.made_at)
    if batch.accepted_at and not batch.placed_at:
        return _since(_("Handing the claims over"), batch, batch.accepted_at)
    return None


def _since(what: str, batch: Batch, began_at: datetime) -> Progress:
    done, total = batch.rows_done, max(batch.rows_total, 1)
    found = pace(done, total, since=began_at)
    if found is None:
        return Progress(what, done, total)
    rate = _("%(rate)s rows a second", rate=round(found.rate))
    return Progress(what, done, total, rate, found.left)
