"""How far the reading or placing of a large file is."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from creditor.intake.models import Batch
from portal import clock

LEAST_SECONDS = 3
"""Before that, nobody can say how long it will take."""


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
    seconds = (clock.now() - began_at).total_seconds()
    if not done or seconds < LEAST_SECONDS:
        return Progress(what, done, total)
    rate = done / seconds
    rest = round((total - done) / rate)
    return Progress(
        what,
        done,
        total,
        _("%(rate)s rows a second", rate=round(rate)),
        ngettext("%(num)d second", "%(num)d seconds", rest)
        if rest < 90
        else ngettext("%(num)d minute", "%(num)d minutes", round(rest / 60)),
    )
