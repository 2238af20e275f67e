"""Whether a debtor may be approached at a moment, why not, and from when: what every contact asks.

Blocks go first (an opt-out is never crossed), then limits on frequency, then hours and days in the
debtor's own time. Post has no hours, and a debtor whom no rule protects has none either.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from agency.law.contact.bars import Bar
from agency.law.contact.blocks import block_bars
from agency.law.contact.facts import Approach, Block, Hours, Verdict
from agency.law.contact.frequency import frequency_bars
from agency.law.contact.hours import hours_bar
from agency.law.packs.conduct import conduct

__all__ = ["Approach", "Block", "Hours", "Verdict", "may_contact", "open_until"]

_MOST_STEPS = 1000
"""After so many moves from one bar's end to the next there is no lawful moment worth waiting for."""


def may_contact(approach: Approach) -> Verdict:
    """The verdict on one intended contact. LawMissing where the country has no rules."""
    bars = _bars(approach)
    at = approach.at.astimezone(UTC)
    shut = next((bar for bar in bars if bar.opens(at) != at), None)
    if shut is None:
        return Verdict(True, "", bars[-1].article, approach.at.astimezone(approach.zone))
    opens = _first_open(bars, at)
    return Verdict(
        allowed=False,
        reason=shut.reason(at),
        article=shut.article,
        next_at=None if opens is None else opens.astimezone(approach.zone),
    )


def open_until(approach: Approach) -> datetime | None:
    """Until when a contact that is lawful stays so by the hours of that day; None where none end it."""
    at = approach.at.astimezone(UTC)
    ends = [end for bar in _bars(approach) if (end := bar.shuts(at)) is not None]
    return min(ends).astimezone(approach.zone) if ends else None


def _bars(approach: Approach) -> list[Bar]:
    law = conduct(approach.country)
    return [
        *block_bars(law, approach),
        *frequency_bars(law, approach),
        *(hours_bar(law, approach, zone) for zone in (approach.zone, *approach.other_zones)),
    ]


def _first_open(bars: Sequence[Bar], at: datetime) -> datetime | None:
    """The first moment that no bar shuts: each moves it to its own end until none does."""
    for _ in range(_MOST_STEPS):
        before = at
        for bar in bars:
            opens = bar.opens(at)
            if opens is None:
                return None
            at = opens
        if at == before:
            return at
    return None
