"""What is likely to come in for a case: what is open, times how likely it is to be paid. Pure.

The percentages are the house's starting values, not law and not measured; docs/worklist.md names
them. They order cases among each other and are never shown as a forecast.
"""

from dataclasses import dataclass

from agency.law.vocabulary import DebtorKind

AGES = ((30, 70), (90, 55), (180, 40), (365, 25), (730, 12))
"""Through so many days after the oldest due date, the likelihood in percent."""
OLDER = 5
MOST = 95
MOST_WORTH = (1 << 47) - 1
"""Minor units that a case counts as at most, so that the currencies keep apart on the list."""
SEGMENTS = {"A": 110, "B": 100, "C": 90}
KINDS = {DebtorKind.BUSINESS: 105, DebtorKind.CONSUMER: 100}
REACHED, NEVER_REACHED = 125, 75
ENOUGH_TRIES = 3
"""After so many calls that reached nobody, a debtor counts as hard to reach."""
PROMISE_KEPT, PROMISE_BROKEN = 130, 70


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case; amounts in minor units of its currency, age in days."""

    open_minor: int
    age: int
    segment: str
    debtor_kind: DebtorKind
    tries: int = 0
    """Calls to its debtor that we made."""
    reached: int = 0
    """Those in which somebody was spoken to who may speak of the debt."""
    kept: int = 0
    broken: int = 0
    """Promises of this case; one kept in part is broken."""


def likelihood(facts: Facts) -> int:
    """How likely it is to be paid, in percent, from 1 to 95."""
    found = next((percent for days, percent in AGES if facts.age <= days), OLDER)
    for factor in (
        SEGMENTS[facts.segment],
        KINDS[facts.debtor_kind],
        _of_contact(facts),
        _of_promises(facts),
    ):
        found = found * factor // 100
    return max(1, min(found, MOST))


def worth(facts: Facts) -> int:
    """The expected value in minor units, rounded down; nothing where nothing is open."""
    return min(max(facts.open_minor, 0) * likelihood(facts) // 100, MOST_WORTH)


def _of_contact(facts: Facts) -> int:
    if facts.reached:
        return REACHED
    return NEVER_REACHED if facts.tries >= ENOUGH_TRIES else 100


def _of_promises(facts: Facts) -> int:
    """More than half kept helps, less hurts; half and half says nothing."""
    if facts.kept == facts.broken:
        return 100
    return PROMISE_KEPT if facts.kept > facts.broken else PROMISE_BROKEN
