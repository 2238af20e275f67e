"""Taking a promise to pay: within the limits, or with a manager's reason; one at a time."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.pending import Pending, arranged
from agency.cases.services import lock
from agency.charges.services import owed
from agency.contacts import signals
from agency.contacts.bounds import Bounds, bounds
from agency.contacts.kinds import PromiseState
from agency.contacts.models import Promise
from agency.contacts.queries import limits, promises_of, running_promise
from agency.contacts.services.next_moves import go_on
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.filters import day, money
from portal.keys import new_key
from portal.money import Money


def allowance(case: Case) -> Bounds:
    """How much may be promised on a case, and until when, without asking a manager."""
    found = limits()
    today = clock.today()
    return bounds(owed(case, today).total, days=found.days, percent=found.percent, on=today)


def is_arranged(case: Case) -> bool:
    """Whether the debtor pays as was arranged, so that there is nothing to promise beside it."""
    return is_arranged_by(arranged(case))


def is_arranged_by(waits: Iterable[Pending]) -> bool:
    """The same by what the case waits for."""
    return any(each.move in ("instalment", "settlement") for each in waits)


def promise(
    case: Case, amount: Money, due_on: date, *, channel: str, by: Actor, beyond_why: str = ""
) -> Promise:
    """Take a promise. `beyond_why` is a manager's reason to let it go beyond the limits."""
    lock(case).must_be_open()
    if running_promise(case):
        raise Refused(_("A promise is running on this case. Take that back first."))
    if is_arranged(case):
        raise Refused(_("A payment plan is running on this case. Its instalments are what counts."))
    _check(amount, due_on, allowance(case), is_free=bool(beyond_why))
    for earlier in promises_of(case):
        if earlier.due_on >= clock.today() and earlier.ended_at is None:
            earlier.ended_at, earlier.ended_why = clock.now(), "renewed"
    made = Promise(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        due_on=due_on,
        channel=channel,
        beyond_why=beyond_why,
        allowed_by=cast(User, by).id if beyond_why else None,
        made_by=by if isinstance(by, str) else str(by.name),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "promise.made", by=by, amount=amount, due_on=due_on)
    go_on(case)
    signals.promise_made.send(made)
    return made


def end(promised: Promise, *, why: str, by: User) -> None:
    """Take a promise back, because it was noted wrongly or no longer holds. Twice is once."""
    case = lock(promised.case)
    db.session.refresh(promised)
    if not promised.is_running:
        return
    promised.state, promised.ended_at = PromiseState.ENDED, clock.now()
    promised.ended_why, promised.judged_at = why, clock.now()
    db.session.flush()
    audit.record(promised, "promise.ended", by=by, amount=promised.amount)
    if case.move == "promise":
        go_on(case)


def give_way(case: Case, *, why: str) -> None:
    """Let the promise that runs on a locked case be over, since something else takes its place."""
    promised = running_promise(case)
    if promised is None:
        return
    promised.state, promised.ended_at = PromiseState.ENDED, clock.now()
    promised.ended_why, promised.judged_at = why, clock.now()
    db.session.flush()
    audit.record(promised, "promise.ended", by="system", amount=promised.amount)


def set_limits(days: int, percent: int, *, by: User) -> None:
    """Change how far collectors may go. Saying the same again changes nothing."""
    found = limits()
    before = f"{found.days} / {found.percent} %"
    after = f"{days} / {percent} %"
    if before == after:
        return
    found.days, found.percent = days, percent
    db.session.add(found)
    db.session.flush()
    audit.record(found, "promise.limits_changed", by=by, before=before, after=after)


def _check(amount: Money, due_on: date, allowed: Bounds, *, is_free: bool) -> None:
    if due_on < clock.today():
        raise Refused(_("This day has passed. Choose a later one."))
    if amount > allowed.most:
        raise Refused(_("Only %(owed)s is owed.", owed=money(allowed.most)))
    if not is_free and not allowed.hold(amount, due_on):
        raise Refused(
            _(
                "A promise may be for %(least)s or more, by %(latest)s at the latest. "
                "A manager can allow another one.",
                least=money(allowed.least),
                latest=day(allowed.latest_on),
            )
        )
