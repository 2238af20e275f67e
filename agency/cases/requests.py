"""What a debtor asks behind the payment link: an objection, a call, or that it is somebody else."""

from datetime import timedelta

from flask_babel import gettext as _

from agency.cases import services, signals
from agency.cases.models import Case, DebtorRequest, HoldReason, Mover, RequestKind
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused

ANSWER_DAYS = 7

_RESTS = {
    RequestKind.OBJECTION: HoldReason.DISPUTE,
    RequestKind.NOT_ME: HoldReason.NOT_DEBTOR,
}
"""Requests upon which the case rests until somebody has looked at them."""


def make(case: Case, kind: RequestKind, *, text: str = "", phone: str = "") -> DebtorRequest:
    """Take a request in. The same one twice, still unanswered, counts once."""
    services.lock(case)
    db.session.expire(case, ["requests", "holds"])
    for waiting in case.requests:
        same = (waiting.kind, waiting.text, waiting.phone) == (kind, text, phone)
        if same and waiting.answered_at is None:
            return waiting
    request = DebtorRequest(
        case_id=case.id, creditor_id=case.creditor_id, kind=kind, text=text, phone=phone
    )
    db.session.add(request)
    db.session.flush()
    audit.record(request, f"debtor.{kind}", by="debtor", text=text, phone=phone)
    if kind in _RESTS and case.is_open:
        services.put_on_hold(case, _RESTS[kind], by="debtor", text=text)
    if case.is_open and case.move != "review":
        case.waits_for(Mover.AGENCY, "request", clock.today() + timedelta(days=ANSWER_DAYS))
    signals.debtor_asked.send(request)
    return request


def answer(request: DebtorRequest, text: str, *, by: User) -> None:
    """Note how a request was dealt with. Somebody else's answer stays."""
    case = services.lock(request.case)
    db.session.refresh(request)
    if request.answered_at:
        raise Refused(_("This request has been answered already."))
    request.answer, request.answered_by, request.answered_at = text, by.id, clock.now()
    db.session.flush()
    db.session.expire(case, ["requests"])
    audit.record(request, "debtor.answered", by=by, answer=text)
    if case.move == "request":
        services.carry_on(case, 1)
