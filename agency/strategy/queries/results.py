"""What strategies bring: a statement for each figure, over whole groups of cases."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import CTE, Integer, and_, case, cast, exists, func, literal, or_, select

from agency.cases.models import Case
from agency.contacts.kinds import Direction, PromiseState
from agency.contacts.models import Contact, Promise
from agency.ledger.models import Account, AccountKind, Entry, Posting
from agency.payments.models import Payment
from agency.payments.queries import given_back
from agency.strategy.kinds import ActionState, Level, Origin
from agency.strategy.models import (
    Action,
    CollectorProfile,
    Course,
    InForce,
    Strategy,
    StrategyVersion,
)
from agency.strategy.proportions import Share
from portal import clock, db
from portal.money import Money
from portal.tenancy import acting

FOLLOWED, DEPARTED = "followed", "departed"
_OWED = (AccountKind.OWED_PRINCIPAL, AccountKind.OWED_INTEREST, AccountKind.OWED_COSTS)
_JUDGED = (PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN)


@dataclass(slots=True)
class Results:
    """What came of a group of cases since each began."""

    currency: str
    cases: int = 0
    open_minor: int = 0
    recovered_minor: int = 0
    paying: int = 0
    kept: int = 0
    judged: int = 0
    contacts: int = 0
    median_days: int | None = None

    @property
    def at_start(self) -> Money:
        """What was owed by the books on the day on which each began."""
        return Money(self.open_minor, self.currency)

    @property
    def recovered(self) -> Money:
        """What was paid since, less what went back."""
        return Money(self.recovered_minor, self.currency)

    @property
    def payers(self) -> Share:
        """The cases in which anything was paid."""
        return Share(self.paying, self.cases)

    @property
    def promises(self) -> Share:
        """The promises that were kept, of those whose day has passed."""
        return Share(self.kept, self.judged)


@dataclass(slots=True)
class Compared:
    """The arms of a strategy in the same stretch of time."""

    since: date | None
    arms: dict[str, Results] = field(default_factory=dict)


def by_arm(strategy: Strategy) -> Compared:
    """What the versions in force bring, over the cases that began since the last of them did.

    Cases that were moved from one version to another are left out.
    """
    in_force = db.session.scalars(select(InForce).where(InForce.strategy_id == strategy.id)).all()
    if not in_force:
        return Compared(None)
    since = clock.day_of(max(each.since for each in in_force))
    fits = or_(
        *(and_(Course.version_id == each.version_id, Course.arm == each.arm) for each in in_force)
    )
    group = _cohort(Course.arm, and_(fits, Course.begun_on >= since))
    found = _figures(group, strategy.currency)
    return Compared(
        since, {each.arm: found.get((each.arm,), Results(strategy.currency)) for each in in_force}
    )


def by_departure(strategy: Strategy) -> dict[tuple[str, ...], Results]:
    """What cases bring in which somebody departed from the steps, and those in which nobody did.

    By the level of the collector who works each.
    """
    mine = select(StrategyVersion.id).where(
        StrategyVersion.agency_id == acting().agency_id, StrategyVersion.strategy_id == strategy.id
    )
    departed = exists().where(
        Action.agency_id == Course.agency_id,
        Action.case_id == Course.id,
        or_(
            Action.origin != Origin.PLAN,
            Action.state.in_([ActionState.SKIPPED, ActionState.PULLED]),
        ),
    )
    how = case((departed, literal(DEPARTED)), else_=literal(FOLLOWED))
    level = func.coalesce(
        select(CollectorProfile.level)
        .where(
            CollectorProfile.agency_id == Case.agency_id, CollectorProfile.id == Case.collector_id
        )
        .correlate(Case)
        .scalar_subquery(),
        literal(Level.NOVICE.value),
    )
    return _figures(_cohort(how, Course.version_id.in_(mine), second=level), strategy.currency)


def _cohort(first: Any, which: Any, *, second: Any = None) -> CTE:
    """The cases that are looked at, each with its group and the day on which it began."""
    columns = [first.label("first"), *([] if second is None else [second.label("second")])]
    return (
        select(Course.id, Course.begun_on, *columns)
        .join(Case, and_(Case.agency_id == Course.agency_id, Case.id == Course.id))
        .where(Course.agency_id == acting().agency_id, Course.changed_over_at.is_(None), which)
        .cte("cohort")
    )


def _figures(group: CTE, currency: str) -> dict[tuple[str, ...], Results]:
    found: dict[tuple[str, ...], Results] = {}
    names = [column for column in group.c if column.name in ("first", "second")]
    statements = (
        _begun(group, names),
        _owed_at_start(group, names),
        _received(group, names, currency),
        _first_payments(group, names),
        _promises(group, names),
        _contacts(group, names),
    )
    for statement in statements:
        for row in db.session.execute(statement).mappings():
            key = tuple(row[column.name] for column in names)
            one = found.setdefault(key, Results(currency))
            for name, value in row.items():
                if name not in ("first", "second"):
                    setattr(one, name, None if value is None else int(value))
    return found


def _begun(group: CTE, names: list[Any]) -> Any:
    return select(*names, func.count().label("cases")).group_by(*names)


def _owed_at_start(group: CTE, names: list[Any]) -> Any:
    return (
        select(*names, func.coalesce(func.sum(Posting.amount_minor), 0).label("open_minor"))
        .select_from(group)
        .join(Posting, and_(_mine(Posting), Posting.case_id == group.c.id))
        .join(Entry, and_(_mine(Entry), Entry.id == Posting.entry_id))
        .join(Account, and_(_mine(Account), Account.id == Posting.account_id))
        .where(Entry.booked_on <= group.c.begun_on, Account.kind.in_(_OWED))
        .group_by(*names)
    )


def _received(group: CTE, names: list[Any], currency: str) -> Any:
    gone = given_back()
    return (
        select(
            *names,
            func.sum(Payment.amount_minor - gone).label("recovered_minor"),
            func.count(group.c.id.distinct()).filter(Payment.amount_minor > gone).label("paying"),
        )
        .select_from(group)
        .join(Payment, and_(_mine(Payment), Payment.case_id == group.c.id))
        .where(
            Payment.paid_at.is_not(None),
            Payment.currency == currency,
            Payment.received_on >= group.c.begun_on,
        )
        .group_by(*names)
    )


def _first_payments(group: CTE, names: list[Any]) -> Any:
    first = (
        select(
            *names, cast(func.min(Payment.received_on) - group.c.begun_on, Integer).label("days")
        )
        .select_from(group)
        .join(Payment, and_(_mine(Payment), Payment.case_id == group.c.id))
        .where(Payment.paid_at.is_not(None), Payment.received_on >= group.c.begun_on)
        .group_by(*names, group.c.id, group.c.begun_on)
        .subquery()
    )
    keys = [first.c[column.name] for column in names]
    median = func.percentile_disc(0.5).within_group(first.c.days)
    return select(*keys, median.label("median_days")).group_by(*keys)


def _promises(group: CTE, names: list[Any]) -> Any:
    kept = Promise.state == PromiseState.KEPT
    return (
        select(*names, func.count().filter(kept).label("kept"), func.count().label("judged"))
        .select_from(group)
        .join(Promise, and_(_mine(Promise), Promise.case_id == group.c.id))
        .where(Promise.state.in_(_JUDGED), db.day_of(Promise.made_at) >= group.c.begun_on)
        .group_by(*names)
    )


def _contacts(group: CTE, names: list[Any]) -> Any:
    return (
        select(*names, func.count().label("contacts"))
        .select_from(group)
        .join(Contact, and_(_mine(Contact), Contact.case_id == group.c.id))
        .where(Contact.direction == Direction.OUT, db.day_of(Contact.at) >= group.c.begun_on)
        .group_by(*names)
    )


def _mine(model: Any) -> Any:
    return model.agency_id == acting().agency_id
