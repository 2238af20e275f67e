"""Selects of what courts awarded."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.awards.models import AwardLimit, CourtAward
from agency.cases.models import Case
from portal import db
from portal.money import Money


def awards_of(case: Case) -> Sequence[CourtAward]:
    """What was entered on a case, the latest first."""
    return db.session.scalars(
        select(CourtAward)
        .where(CourtAward.case_id == case.id)
        .order_by(CourtAward.id.desc())
        .options(
            joinedload(CourtAward.claim),
            joinedload(CourtAward.enterer),
            joinedload(CourtAward.judgment),
        )
    ).all()


def owed_awards(case: Case) -> list[CourtAward]:
    """What of it is owed, the oldest first."""
    return [it for it in reversed(awards_of(case)) if it.is_owed]


def waiting_awards(case: Case) -> list[CourtAward]:
    """What of it waits for a second person."""
    return [it for it in awards_of(case) if it.waits]


def limit(currency: str = "EUR") -> Money | None:
    """Above which amount a second person approves; None where nobody does."""
    found = db.session.scalars(select(AwardLimit)).one_or_none()
    minor = found.limit_minor if found else None
    return None if minor is None else Money(minor, currency)
