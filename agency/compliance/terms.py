"""How long records must be kept: the claim file by the debtor's country, the books by the agency's."""

from bisect import bisect_left
from datetime import date, timedelta

from agency.law.retention import Retention, retention
from agency.law.vocabulary import RecordKind

_FURTHEST_BACK = 60 * 366
"""Days to look back; no term is as long as that."""


def last_day_past(country: str, kind: RecordKind, today: date) -> date:
    """The latest day of which a record need not be kept any more.

    Of two days the later one is never kept for a shorter time. LawMissing where the country has no
    term.
    """
    law = retention(country)
    law.rule(kind)
    days = bisect_left(range(_FURTHEST_BACK), 1, key=lambda back: _is_past(law, kind, today, back))
    return today - timedelta(days=days)


def kept_until(country: str, kind: RecordKind, last_on: date) -> tuple[date, str]:
    """The last day of keeping, and the article that asks for it. LawMissing where there is no term."""
    law = retention(country)
    return law.keep_until(kind, last_on), law.rule(kind).article


def _is_past(law: Retention, kind: RecordKind, today: date, back: int) -> bool:
    return law.keep_until(kind, today - timedelta(days=back)) < today
