"""Looking through a batch: its letters as a grid of pages, pulled one by one or by rule, and let go."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.queries import creditors
from agency.notices import labels, queries
from agency.notices.models import Notice, NoticeBatch
from agency.notices.schemas import (
    PullSchema,
    SealSchema,
    WithdrawalSchema,
    rule_of,
    state_in,
)
from agency.notices.services import batches
from agency.notices.views.blueprint import bp, may, reader
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import keyset, load, page, say

PAGES = 24
"""Letters on one page of the grid: four rows at the desk."""


@bp.get("/batches/<uuid:notice_batch>/pages")
@allow(Permission.SEE_CASES)
def review(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """The first pages of the letters; at the end of them they can be let go."""
    batch = queries.seen_batch(notice_batch, reader())
    state = state_in(request.args.get("state", ""))
    lawyer = queries.lawyer_of(reader().id) if may(Permission.RELEASE_NOTICES) else None
    found = keyset(queries.in_review(batch, reader(), state), Notice.id, size=PAGES)
    return page(
        "agency/notices/review.html",
        batch=batch,
        found=found,
        let_go=queries.let_go_among(found.items),
        counts=queries.counts_of(batch),
        state=state,
        labels=labels,
        lawyer=lawyer,
        seal=batches.seal_of(batch, lawyer.law_firm_id if lawyer else None),
        may_pull=may(Permission.WORK_CASES),
        may_release=lawyer is not None or may(Permission.APPROVE_NOTICES),
    )


@bp.post("/<uuid:notice>/pull")
@allow(Permission.WORK_CASES)
def create_pull(notice: Notice) -> ResponseReturnValue:
    """Take one letter out of its batch, and go on looking."""
    reason = load(WithdrawalSchema, page=".new_withdrawal").reason
    batches.pull_one(notice, reason, by=me())
    say(_("Pulled: the letter to %(who)s.", who=notice.case.debtor.name))
    after = request.form.get("after") or None
    return redirect(url_for(".review", notice_batch=notice.batch_id, after=after))


@bp.get("/batches/<uuid:notice_batch>/pulls")
@allow(Permission.WORK_CASES)
def new_pull(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Which letters are taken out together, and why."""
    return page(
        "agency/notices/pulls.html",
        batch=notice_batch,
        counts=queries.counts_of(notice_batch),
        creditors=creditors(),
        labels=labels,
    )


@bp.post("/batches/<uuid:notice_batch>/pulls")
@allow(Permission.WORK_CASES)
def create_pulls(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Take them out in the background."""
    form = load(PullSchema)
    batches.pull(notice_batch, rule_of(form), form.reason, by=me())
    say(_("The letters are being taken out."))
    return redirect(url_for(".batch", notice_batch=notice_batch.id))


@bp.post("/batches/<uuid:notice_batch>/approval")
@allow(Permission.APPROVE_NOTICES)
def create_approval(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Let the agency's own letters go, as they were looked at."""
    number = batches.approve(notice_batch, load(SealSchema, page=".review").seal, by=me())
    say(_("Released: %(number)s letters. They can be sent now.", number=number))
    return redirect(url_for(".batch", notice_batch=notice_batch.id))


@bp.post("/batches/<uuid:notice_batch>/release")
@allow(Permission.RELEASE_NOTICES)
def create_batch_release(notice_batch: NoticeBatch) -> ResponseReturnValue:
    """Release the firm's letters, as they were looked at."""
    lawyer = queries.lawyer_of(reader().id)
    if lawyer is None:
        raise NotFound
    seal = load(SealSchema, page=".review").seal
    batches.release(queries.seen_batch(notice_batch, reader()), seal, lawyer=lawyer, by=me())
    say(_("The letters are being released, each by the hash of its file."))
    return redirect(url_for(".batch", notice_batch=notice_batch.id))
