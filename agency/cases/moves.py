"""Whose move a case waits for, and why cases rest or end, in words."""

from flask_babel import lazy_gettext as _

from agency.cases.models import Case, Closure, ClosureReason, HoldReason, Mover, RequestKind

MOVERS = {
    Mover.AGENCY: _("The agency"),
    Mover.CREDITOR: _("The creditor"),
    Mover.LAWYER: _("The lawyer"),
    Mover.DEBTOR: _("The debtor"),
    Mover.NOBODY: _("Nobody"),
}

MOVES = {
    "review": _("accepts the new claims or asks about them"),
    "answer": _("answers the agency's question"),
    "notice": _("prepares the next notice"),
    "call": _("calls the debtor"),
    "visit": _("visits the debtor"),
    "decide": _("decides what comes next"),
    "approve": _("approves the next step"),
    "release": _("releases or refuses the notice"),
    "dispatch": _("sends the released notice"),
    "rewrite": _("changes the notice that the lawyer refused"),
    "pay": _("pays or objects"),
    "request": _("answers what the debtor asked"),
    "message": _("answers the message"),
    "bounced": _("finds another way, since what we wrote came back"),
    "address": _("finds the debtor's address, since a letter came back"),
    "callback": _("calls the debtor, as was agreed"),
    "promise": _("pays what was promised"),
    "broken_promise": _("asks why a promise was not kept"),
    "instalment": _("pays the next instalment"),
    "plan_offer": _("agrees to the payment plan or asks for another"),
    "plan_asked": _("decides on the payment plan that the debtor asks for"),
    "plan_referred": _("answers whether it goes beyond its limits"),
    "plan_unanswered": _("asks the creditor again, or goes on without its answer"),
    "broken_plan": _("asks why the payment plan was not kept"),
    "plan_at_risk": _("sees to it that the next instalment comes in"),
    "chargeback": _("answers the chargeback"),
    "award": _("approves the costs that a court awarded, or does not add them"),
    "surplus": _("pays back what was paid too much, or uses it as the debtor says"),
    "settlement": _("pays what was settled upon"),
    "held": _("decides whether the hold goes on"),
    "closed": _("the case is closed"),
}
"""What is waited for; completes the sentence that a mover begins."""

TASKS = {
    "review": _("Accept the new claims, or ask about them"),
    "answer": _("Answer our question"),
    "notice": _("Prepare the next notice"),
    "call": _("Call the debtor"),
    "visit": _("Visit the debtor"),
    "decide": _("Decide what comes next"),
    "approve": _("Approve the next step, or have it done otherwise"),
    "release": _("Release or refuse the notice"),
    "dispatch": _("Send the released notice"),
    "rewrite": _("Change the notice that the lawyer refused"),
    "pay": _("Pay or object"),
    "request": _("Answer what the debtor asked"),
    "message": _("Answer the message"),
    "bounced": _("Find another way, since what we wrote came back"),
    "address": _("Find the debtor's address, since a letter came back"),
    "callback": _("Call the debtor, as was agreed"),
    "promise": _("Pay what was promised"),
    "broken_promise": _("Ask why the promise was not kept"),
    "instalment": _("Pay the next instalment"),
    "plan_offer": _("Agree to the payment plan, or ask for another"),
    "plan_asked": _("Decide on the payment plan that the debtor asks for"),
    "plan_referred": _("Answer whether you go beyond your limits"),
    "plan_unanswered": _("Ask the creditor again, or go on without its answer"),
    "broken_plan": _("Ask why the payment plan was not kept"),
    "plan_at_risk": _("See to it that the next instalment comes in"),
    "chargeback": _("Answer the chargeback"),
    "award": _("Approve the costs that a court awarded, or do not add them"),
    "surplus": _("Pay back what was paid too much, or use it as the debtor says"),
    "settlement": _("Pay what was settled upon"),
    "held": _("Decide whether the hold goes on"),
    "closed": _("Nothing is left to do"),
}
"""The same, said to whoever has to do it."""

HOLD_REASONS = {
    HoldReason.DISPUTE: _("The debtor objects"),
    HoldReason.NOT_DEBTOR: _("The debtor says it is somebody else"),
    HoldReason.CREDITOR_REQUEST: _("The creditor asked for it"),
    HoldReason.OTHER: _("Another reason"),
}

CLOSURE_REASONS = {
    ClosureReason.PAID: _("Paid"),
    ClosureReason.WITHDRAWN: _("Withdrawn"),
    ClosureReason.REFUSED: _("Refused"),
    ClosureReason.SETTLED: _("Settled"),
}

REQUESTS = {
    RequestKind.OBJECTION: _("Objects to the claim"),
    RequestKind.CALL_ME: _("Asks to be called"),
    RequestKind.NOT_ME: _("Says: this is not me"),
}
"""What a debtor asked for."""


def state_of(case: Case, closure: Closure | None) -> tuple[str, str]:
    """A case's state in a word, with its colour, for a badge."""
    if not case.is_open:
        reason = ClosureReason(closure.reason) if closure else ClosureReason.PAID
        kind = "ok" if reason is ClosureReason.PAID else "neutral"
        return kind, str(CLOSURE_REASONS[reason])
    if case.hold:
        return "warn", str(_("On hold"))
    if case.move == "answer":
        return "warn", str(_("Asked"))
    if case.move == "review":
        return "info", str(_("To be accepted"))
    return "info", str(_("Being collected"))
