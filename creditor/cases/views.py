"""A creditor's cases: the list, one of them, and the answer to the agency's question."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases import services
from agency.cases.models import Case, Mover
from agency.cases.moves import MOVERS, MOVES, TASKS
from agency.notices.labels import CHANNELS as NOTICE_CHANNELS
from agency.notices.labels import KINDS as NOTICE_KINDS
from agency.notices.models import Notice
from agency.notices.services import file_response
from creditor.access import may
from creditor.cases import queries
from creditor.cases.export import cases_csv
from creditor.cases.schemas import STATES, AnswerSchema, wanted
from creditor.cases.sheet import reasons_of, sheet
from creditor.intake.wording import EVIDENCE
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.keys import new_key
from portal.pay.wording import PAID_BY
from portal.web import keyset, load, page, say, stream

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("/")
@allow(Permission.SEE_OWN_CASES)
def index() -> ResponseReturnValue:
    """The creditor's cases, the newest first."""
    asked = wanted(request.args)
    return page(
        "creditor/cases/index.html",
        asked=asked,
        found=keyset(queries.cases(asked), Case.number, descending=True),
        states=STATES,
        movers=MOVERS,
        moves=MOVES,
        tasks=TASKS,
        creditor_moves=Mover.CREDITOR,
    )


@bp.get("/cases.csv")
@allow(Permission.SEE_OWN_CASES)
def table() -> ResponseReturnValue:
    """The same cases as a table."""
    return Response(
        stream(cases_csv(queries.cases(wanted(request.args)))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="cases.csv"'},
    )


@bp.get("/<uuid:case>")
@allow(Permission.SEE_OWN_CASES)
def show(case: Case) -> ResponseReturnValue:
    """One case: where it stands, whose move it is, what came in."""
    return page(
        "creditor/cases/show.html",
        sheet=sheet(case),
        evidence=EVIDENCE,
        reasons_of=reasons_of,
        notice_kinds=NOTICE_KINDS,
        notice_channels=NOTICE_CHANNELS,
        methods=PAID_BY,
        message_key=new_key(),
        may_hand_over=may(Permission.HAND_OVER_CLAIMS),
    )


@bp.post("/<uuid:case>/answer")
@allow(Permission.HAND_OVER_CLAIMS)
def create_answer(case: Case) -> ResponseReturnValue:
    """Answer the agency's question."""
    text = load(AnswerSchema, page=".show").reply
    question = queries.open_question(case)
    if question is None:
        raise Refused(_("This question has been answered already."))
    services.reply(question, text, by=me())
    say(_("Thank you. Your answer is with the agency."))
    return redirect(url_for(".show", case=case.id))


@bp.get("/<uuid:case>/notices/<uuid:notice>")
@allow(Permission.SEE_OWN_CASES)
def notice_file(case: Case, notice: Notice) -> ResponseReturnValue:
    """A notice as the debtor got it."""
    return file_response(queries.sent_notice(case, notice), download="download" in request.args)
