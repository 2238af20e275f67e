"""Notices many at a time: the batches, a new one, how far one is, and sending it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.queries import creditors
from agency.notices import labels, queries
from agency.notices.models import NoticeBatch
from agency.notices.progress import progress
from agency.notices.schemas import ConfirmSchema, NewBatchSchema, chosen_in
from agency.notices.services import batches as many
from agency.notices.services.batches import choosing
from agency.notices.views.blueprint import bp, may, reader
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say


@bp.get("/batches")
@allow(Permission.SEE_CASES)
def batches() -> ResponseReturnValue:
    """The batches, latest first."""
    return page(
        "agency/notices/batches.html",
        found=keyset(queries.batches_for(reader()), NoticeBatch.number, descending=True),
        may_make=may(Permission.WORK_CASES),
    )


@bp.get("/batches/new")
@allow(Permission.WORK_CASES)
def new_batch() -> ResponseReturnValue:
    """Which cases of the worklist would be written to, and how."""
    return page(
        "agency/notices/new_batch.html",
        chosen=choosing.of(chosen_in(request.values)),
        creditors=creditors(),
        labels=labels,
    )


@bp.post("/batches/new")
@allow(Permission.WORK_CASES)
def create_batch() -> ResponseReturnValue:
    """Have the notices of these cases prepared."""
    form = load(NewBatchSchema)
    batch = choosing.make(chosen_in(request.form), by=me(), **vars(form))
    say(_("Batch %(number)s is being made.", number=batch.number))
    return redirect(url_for(".batch", notice_batch=batch.id))


@bp.get("/batches/<uuid:notice_batch>")
@allow(Permission.SEE_CASES)
def batch(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """How far it is, what fell out of it, and what comes next."""
    found = queries.seen_batch(notice_batch, reader())
    counts = queries.counts_of(found)
    return page(
        "agency/notices/batch.html",
        batch=found,
        counts=counts,
        working=progress(found, counts),
        refused=queries.refused_in(found),
        held=queries.held_in(found),
        pulled=queries.pulled_from(found),
        labels=labels,
        may_work=may(Permission.WORK_CASES),
        may_dispatch=may(Permission.DISPATCH_NOTICES),
    )


@bp.get("/batches/<uuid:notice_batch>/making")
@allow(Permission.SEE_CASES)
def batch_making(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """How far the work is; once it is done, the page asks for itself again."""
    found = queries.seen_batch(notice_batch, reader())
    working = progress(found, queries.counts_of(found))
    if working is None:
        return "", {"HX-Refresh": "true"}
    return page(
        "agency/notices/_working.html",
        batch=found,
        working=working,
        may_work=may(Permission.WORK_CASES),
    )


@bp.post("/batches/<uuid:notice_batch>/stop")
@allow(Permission.WORK_CASES)
def create_stop(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Let the work rest."""
    load(ConfirmSchema, page=".batch")
    many.stop(notice_batch, by=me())
    return redirect(url_for(".batch", notice_batch=notice_batch.id))


@bp.post("/batches/<uuid:notice_batch>/stop/end")
@allow(Permission.WORK_CASES)
def delete_stop(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Go on where it was."""
    load(ConfirmSchema, page=".batch")
    many.resume(notice_batch, by=me())
    return redirect(url_for(".batch", notice_batch=notice_batch.id))


@bp.post("/batches/<uuid:notice_batch>/dispatch")
@allow(Permission.DISPATCH_NOTICES)
def create_batch_dispatch(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Send what was let go."""
    load(ConfirmSchema, page=".batch")
    many.send(notice_batch, by=me())
    say(_("The letters are being sent, each looked at once more."))
    return redirect(url_for(".batch", notice_batch=notice_batch.id))
