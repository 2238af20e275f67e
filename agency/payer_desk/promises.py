"""What a debtor may promise on its own page, and what it promised."""

from datetime import date

from agency.cases.models import Case
from agency.contacts.models import Promise
from agency.contacts.queries import running_promise
from agency.contacts.services import allowance, is_arranged, promise
from portal.money import Money
from portal.pay.desk import Promised, PromiseGlance, PromiseTerms


def terms_of(case: Case) -> PromiseTerms:
    """How much and how late; and the promise that runs, if any."""
    allowed, running = allowance(case), running_promise(case)
    glance = glance_of(case, allowed.most, running, is_arranged=is_arranged(case))
    return PromiseTerms(
        least=allowed.least,
        most=allowed.most,
        latest_on=allowed.latest_on,
        may_promise=glance.may_promise,
        promised=glance.promised,
    )


def glance_of(
    case: Case, left: Money, running: Promise | None, *, is_arranged: bool
) -> PromiseGlance:
    """Whether something may be promised of what is left, and the promise that runs, if any."""
    return PromiseGlance(
        may_promise=case.is_open and running is None and left.minor > 0 and not is_arranged,
        promised=Promised(running.amount, running.left, running.due_on) if running else None,
    )


def take(case: Case, amount: Money, due_on: date) -> None:
    """Take the debtor's own promise; the same one twice is one."""
    running = running_promise(case)
    if running and (running.amount, running.due_on) == (amount, due_on):
        return
    promise(case, amount, due_on, channel="portal", by="debtor")
