"""What stands in the way of acting on a case at this moment, said by every slice for its own part.

A bar is a condition on a case that the database answers, so that one question serves one case or a
million. Planning marks by it what is held; whoever acts asks again at that moment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Date, and_, case, cast, exists, literal, null, select

from agency.cases.models import Case, Claim, DebtorRequest, Hold, Review, ReviewOutcome
from agency.ledger.models import CaseBalance
from portal import db

_SLOT = "bars_on_cases"
NOTICE, CALL, VISIT = "notice", "call", "visit"
OWN_NAME = "own_name"
"""A notice in the creditor's own name: what bars a notice bars it too."""
APPROACHES = frozenset({NOTICE, CALL, VISIT, OWN_NAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A reason not to act.

    `holds` says of a case (`Case` or an alias) whether it stands in the way now, `until` through
    which day it does, where that is known; `of` which ways of approaching the debtor it bars.
    """

    code: str
    says: Any
    holds: Callable[[Any], ColumnElement[bool]]
    until: Callable[[Any], ColumnElement[date]] | None = None
    of: frozenset[str] = APPROACHES
    order: int = 50


@dataclass(frozen=True, slots=True)
class Held:
    """That something stands in the way: which, in words, and through which day where that is known."""

    code: str
    says: str
    until: date | None


def add_bar(app: Any, *new: Bar) -> None:
    """Let a slice say what bars acting. Called when the slice joins the desk."""
    found = _of(app)
    found.extend(new)
    found.sort(key=lambda bar: bar.order)


def bars() -> list[Bar]:
    """All bars, the most telling first."""
    return list(_of(current_app))


def held_by(of_case: Any, way: Any) -> ColumnElement[str]:
    """The code of the first bar on a case for a way (text or column) of approaching the debtor.

    Empty when nothing bars it.
    """
    return case(*((_applies(bar, of_case, way), bar.code) for bar in bars()), else_="")


def held_until(code: ColumnElement[str], of_case: Any) -> ColumnElement[date | None]:
    """Through which day a bar of a code holds a case; null where nobody knows."""
    known = [bar for bar in bars() if bar.until]
    if not known:
        return cast(null(), Date)
    return case(
        *((code == bar.code, bar.until(of_case)) for bar in known if bar.until),
        else_=cast(null(), Date),
    )


def why_held(of: Case, way: str) -> Held | None:
    """What bars a case now for a way of approaching the debtor, if anything does."""
    code = held_by(Case, way)
    row = db.session.execute(
        select(code, held_until(code, Case)).where(Case.id == of.id)
    ).one_or_none()
    return Held(row[0], said(row[0]), row[1]) if row and row[0] else None


def said(code: str) -> str:
    """What a bar says, in the reader's language; the code itself where no slice has it any more."""
    return next((str(bar.says) for bar in bars() if bar.code == code), code)


def _applies(bar: Bar, of_case: Any, way: Any) -> ColumnElement[bool]:
    if bar.of == APPROACHES:
        return bar.holds(of_case)
    asked = literal(way) if isinstance(way, str) else way
    of = {*bar.of, OWN_NAME} if NOTICE in bar.of else bar.of
    return and_(asked.in_(sorted(of)), bar.holds(of_case))


def _of(app: Any) -> list[Bar]:
    found: list[Bar] = app.extensions.setdefault(_SLOT, [])
    return found


def there_is(model: Any, of_case: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a case has a record of a kind that fits."""
    return exists().where(
        model.agency_id == of_case.agency_id, model.case_id == of_case.id, *conditions
    )


def own_bars() -> Iterable[Bar]:
    """What the file and the books themselves say."""
    yield Bar(
        code="closed",
        says=_("The case is closed."),
        holds=lambda c: c.closed_at.is_not(None),
        order=0,
    )
    yield Bar(
        code="paid",
        says=_("Nothing is owed."),
        holds=lambda c: (
            ~exists().where(
                CaseBalance.agency_id == c.agency_id,
                CaseBalance.id == c.id,
                CaseBalance.open_minor > 0,
            )
        ),
        order=20,
    )
    yield Bar(
        code="unaccepted",
        says=_("No claim has been accepted."),
        holds=_has_no_accepted_claim,
        order=10,
    )
    yield Bar(
        code="hold",
        says=_("The case is on hold."),
        holds=lambda c: there_is(Hold, c, Hold.lifted_at.is_(None)),
        order=30,
    )
    yield Bar(
        code="request",
        says=_("The debtor has asked something that is not answered."),
        holds=lambda c: there_is(DebtorRequest, c, DebtorRequest.answered_at.is_(None)),
        order=40,
    )


def _has_no_accepted_claim(of_case: Any) -> ColumnElement[bool]:
    accepted = (
        select(Review.id)
        .where(
            Review.agency_id == Claim.agency_id,
            Review.id == Claim.review_id,
            Review.outcome == ReviewOutcome.ACCEPTED,
        )
        .exists()
    )
    return ~there_is(Claim, of_case, Claim.withdrawn_at.is_(None), accepted)
