"""What the debtor asked behind the payment link, and the answer to it."""

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases import requests, services
from agency.cases.models import Case, DebtorRequest, RequestKind
from agency.cases.moves import REQUESTS
from agency.cases.schemas import AnswerSchema
from agency.cases.views.blueprint import bp
from agency.cases.views.show import CALL_PAGE
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound, Refused
from portal.web import load, page, say


@bp.get("/<uuid:case>/requests/<uuid:debtor_request>")
@allow(Permission.WORK_CASES)
def show_request(case: Case, debtor_request: DebtorRequest) -> ResponseReturnValue:
    """One request, with the form to note how it was dealt with."""
    _must_be_of(case, debtor_request)
    return page(
        "agency/cases/request.html",
        case=case,
        asked=debtor_request,
        requests=REQUESTS,
        call=url_for(CALL_PAGE, case=case.id) if _is_for_a_call(debtor_request) else "",
    )


@bp.post("/<uuid:case>/requests/<uuid:debtor_request>")
@allow(Permission.WORK_CASES)
def create_answer(case: Case, debtor_request: DebtorRequest) -> ResponseReturnValue:
    """Note how it was dealt with."""
    _must_be_of(case, debtor_request)
    if _is_for_a_call(debtor_request):
        raise Refused(_("Log the call: that answers it."))
    form = load(AnswerSchema)
    requests.answer(debtor_request, form.answer, by=me())
    if form.lift_hold:
        services.lift_hold(case, by=me())
    say(_("Noted."))
    return redirect(url_for(".show", case=case.id))


def _is_for_a_call(asked: DebtorRequest) -> bool:
    """Whether only a call that is logged answers it."""
    is_waiting = asked.kind == RequestKind.CALL_ME and not asked.is_answered
    return is_waiting and CALL_PAGE in current_app.view_functions


def _must_be_of(case: Case, asked: DebtorRequest) -> None:
    if asked.case_id != case.id:
        raise NotFound
