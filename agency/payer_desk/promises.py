"""What a debtor may promise on its own page, and what it promised."""

from datetime import date

from agency.cases.models import Case
from agency.contacts.queries import running_promise
from agency.contacts.services import allowance, is_arranged, promise
from portal.money import Money
from portal.pay.desk import Promised, PromiseTerms


def terms_of(case: Case, owed: Money | None = None) -> PromiseTerms:
    """How much and how late; and the promise that runs, if any. See `allowance` for `owed`."""
    allowed, running = allowance(case, owed), running_promise(case)
    return PromiseTerms(
        least=allowed.least,
        most=allowed.most,
        latest_on=allowed.latest_on,
        may_promise=(
            case.is_open and running is None and allowed.most.minor > 0 and not is_arranged(case)
        ),
        promised=Promised(running.amount, running.left, running.due_on) if running else None,
    )


def take(case: Case, amount: Money, due_on: date) -> None:
    """Take the debtor's own promise; the same one twice is one."""
    running = running_promise(case)
    if running and (running.amount, running.due_on) == (amount, due_on):
        return
    promise(case, amount, due_on, channel="portal", by="debtor")
