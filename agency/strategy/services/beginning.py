"""Cases begin to follow a strategy: the first by rank that fits them, in the version that is drawn."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, func, literal, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from agency.cases.models import Case, Debtor
from agency.strategy.kinds import Arm, Segment
from agency.strategy.models import Course, InForce, Strategy
from agency.strategy.queries.next_steps import due_since
from agency.strategy.services.sets import count
from portal.tenancy import acting


def begin(which: ColumnElement[bool], today: date) -> int:
    """Let cases without a course follow the first strategy that fits, if there is one."""
    strategy = _strategy_of_case().lateral("strategy")
    version = _version_of(strategy).lateral("version")
    found = (
        select(
            Case.agency_id,
            Case.id,
            version.c.version_id,
            version.c.arm,
            literal(Segment.C.value).label("segment"),
            literal(0).label("position"),
            literal(today, Date).label("begun_on"),
        )
        .join(Debtor, (Debtor.agency_id == Case.agency_id) & (Debtor.id == Case.debtor_id))
        .join(strategy, literal(value=True))
        .join(version, literal(value=True))
        .where(Case.agency_id == acting().agency_id, Case.closed_at.is_(None), which)
        .where(~_has_course(), due_since().is_not(None))
    )
    columns = ["agency_id", "id", "version_id", "arm", "segment", "position", "begun_on"]
    return count(
        insert(Course.__table__).from_select(columns, found).on_conflict_do_nothing()  # type: ignore[arg-type]
    )


def _strategy_of_case() -> Select[Any]:
    """The first strategy by rank that is for a case."""
    return (
        select(Strategy.id)
        .where(
            Strategy.agency_id == Case.agency_id,
            Strategy.archived_at.is_(None),
            Strategy.currency == Case.currency,
            or_(Strategy.creditor_id.is_(None), Strategy.creditor_id == Case.creditor_id),
            or_(
                func.cardinality(Strategy.countries) == 0,
                Debtor.country == Strategy.countries.any_(),
            ),
            Strategy.debtor_kind.in_(["", Debtor.kind]),
            select(InForce.id)
            .where(InForce.agency_id == Strategy.agency_id, InForce.strategy_id == Strategy.id)
            .exists(),
        )
        .order_by(Strategy.rank, Strategy.id)
        .limit(1)
        .correlate(Case, Debtor)
    )


def _version_of(strategy: Any) -> Any:
    """The version in force for a case: by a hash of both, so that it is the same whoever asks."""
    drawn: Any = literal_column(
        "('x' || substr(md5(cases.id::text || strategy.id::text), 1, 8))::bit(32)::bigint % 100"
    )
    return (
        select(InForce.version_id, InForce.arm)
        .where(
            InForce.agency_id == Case.agency_id,
            InForce.strategy_id == strategy.c.id,
            or_(InForce.arm == Arm.CHAMPION, drawn < InForce.percent),
        )
        .order_by((InForce.arm == Arm.CHALLENGER).desc())
        .limit(1)
        .correlate(Case, strategy)
    )


def _has_course() -> ColumnElement[bool]:
    """Asked of each case alone: courses are many more than the cases that may begin."""
    found = select(Course.id).where(Course.agency_id == Case.agency_id, Course.id == Case.id)
    return found.correlate(Case).scalar_subquery().is_not(None)
