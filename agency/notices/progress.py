"""How far the work on a batch is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from agency.notices import queries
from agency.notices.models import BatchRun, NoticeBatch, NoticeState, Verb
from agency.notices.queries.batches import Counts
from portal.progress import pace


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done to a batch and how far it is; `stopped` says that it rests."""

    what: str
    done: int
    total: int
    rate: str
    left: str
    stopped: bool
    can_stop: bool


def progress(batch: NoticeBatch, counts: Counts) -> Progress | None:
    """Where the work on a batch stands; None when nothing is being done.

    Preparing is over for the reader when the files are there, which other workers make meanwhile.
    """
    run = queries.open_run(batch)
    if run and run.verb != Verb.PREPARE:
        return _of_run(run)
    if run is None and not counts.by_state[NoticeState.RENDERING]:
        return None
    since, before = (run.paced_at, run.paced_from) if run else (batch.made_at, 0)
    found = pace(counts.made, batch.wishes, since=since, before=before)
    return Progress(
        _("Letters are being made"),
        counts.made,
        batch.wishes,
        _("%(rate)s letters a second", rate=round(found.rate, 1)) if found else "",
        found.left if found else "",
        run is not None and run.stopped_at is not None,
        run is not None,
    )


def _of_run(run: BatchRun) -> Progress:
    what = {
        Verb.PULL: _("Letters are being taken out"),
        Verb.RELEASE: _("Letters are being released"),
        Verb.DISPATCH: _("Letters are being sent"),
    }
    found = pace(run.done, run.total, since=run.paced_at, before=run.paced_from)
    return Progress(
        what[Verb(run.verb)],
        min(run.done, run.total),
        run.total,
        _("%(rate)s letters a second", rate=round(found.rate, 1)) if found else "",
        found.left if found else "",
        run.stopped_at is not None,
        True,
    )
