"""The facts that costs depend on besides the principal; each country asks for some of them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from agency.law.vocabulary import DebtorKind, Effort, FeeLetterKind
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Instalment:
    """A periodic instalment, and the costs charged on its contract in the months of the cap."""

    amount: Money
    already_charged: Money


@dataclass(frozen=True, slots=True)
class FeeLetter:
    """A letter that a fee may be charged for."""

    kind: FeeLetterKind
    sent_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a claim; what is not known is taken so that the least is charged.

    `clause`: the contract lets the creditor charge costs, and the debtor likewise (BE). `agreed`:
    the amount that the contract names. `proven`: costs that were made, where the law allows
    reasonable ones. `effort` and `disputed`: DE; a reasonable objection ends all costs in NO.
    `letters` and `due_on`: fees for letters (NO); `paid_on`: when the principal was paid; `until`:
    through which day letters and work count, where that is not the day of the costs.
    """

    clause: bool = False
    agreed: Money | None = None
    proven: Money | None = None
    effort: Effort = Effort.SIMPLE
    disputed: bool = False
    due_on: date | None = None
    paid_on: date | None = None
    until: date | None = None
    letters: tuple[FeeLetter, ...] = ()


NOTHING_KNOWN = Circumstances()


class Claimed(NamedTuple):
    """What costs are computed over: the principal, who owes it, the day, and what else is known."""

    principal: Money
    debtor: DebtorKind
    on: date
    known: Circumstances
