"""What is erased when: the next run looked at beforehand, reports of the past ones, and legal holds."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.compliance import queries, retention_wording, services, wording
from agency.compliance.models import ErasedDebtor, Erasure
from agency.compliance.schemas import ConfirmSchema, HoldSchema
from agency.compliance.views.blueprint import bp
from portal import outbox
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say


@bp.get("/retention")
@allow(Permission.ERASE_DATA)
def retention() -> ResponseReturnValue:
    """What the next run will erase, what it may not, and what earlier ones did."""
    return page(
        "agency/compliance/retention.html",
        preview=services.preview(),
        holds=queries.legal_holds(),
        terms=retention_wording.terms(),
        found=keyset(queries.erasures(), Erasure.id, descending=True),
        titles=retention_wording.record_titles(),
    )


@bp.post("/retention")
@allow(Permission.ERASE_DATA)
def create_erasure() -> ResponseReturnValue:
    """Start the run now and not at night."""
    load(ConfirmSchema, page=".retention")
    outbox.later("compliance.erase_due")
    say(_("The erasing has begun. Its report appears here."))
    return redirect(url_for(".retention"))


@bp.get("/retention/<uuid:erasure>")
@allow(Permission.ERASE_DATA)
def show_erasure(erasure: Erasure) -> ResponseReturnValue:
    """The report of one run: whose data went, and what is kept until when and why."""
    return page(
        "agency/compliance/erasure.html",
        erasure=erasure,
        found=keyset(queries.erased_in(erasure), ErasedDebtor.id),
        titles=retention_wording.record_titles(),
        stages=retention_wording.STAGES,
    )


@bp.get("/cases/<uuid:case>/legal-hold")
@allow(Permission.ERASE_DATA)
def new_legal_hold(case: Case) -> ResponseReturnValue:
    """Why nothing of the debtor may be erased; or the hold that runs."""
    return page(
        "agency/compliance/legal_hold.html",
        case=case,
        hold=queries.legal_hold([case.debtor_id]),
        words=wording,
    )


@bp.post("/cases/<uuid:case>/legal-hold")
@allow(Permission.ERASE_DATA)
def create_legal_hold(case: Case) -> ResponseReturnValue:
    """Keep everything until it is lifted."""
    services.place_hold(case, load(HoldSchema).reason, by=me())
    say(_("Nothing of this debtor is erased until the legal hold is lifted."))
    return redirect(url_for(".new_legal_hold", case=case.id))


@bp.post("/cases/<uuid:case>/legal-hold/lift")
@allow(Permission.ERASE_DATA)
def delete_legal_hold(case: Case) -> ResponseReturnValue:
    """Let the terms run out again."""
    load(ConfirmSchema, page=".new_legal_hold")
    services.lift_hold(case, by=me())
    say(_("The legal hold is lifted."))
    return redirect(url_for(".new_legal_hold", case=case.id))
