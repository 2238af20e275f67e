"""What a sum of costs consists of, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from portal.errors import Words
from portal.money import Money


class CostStep(StrEnum):
    """What a line of the sum does."""

    BAND = "band"
    FIXED = "fixed"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    RECURRING_CAP = "recurring_cap"
    FEE = "fee"
    EXPENSES = "expenses"
    LETTER = "letter"
    WORK = "work"
    AGREED = "agreed"
    PROVEN = "proven"
    COMPENSATION = "compensation"
    VAT = "vat"


WORDS = {
    CostStep.BAND: Words("A percentage of this part of the claim"),
    CostStep.FIXED: Words("A fixed amount for a claim of this size"),
    CostStep.MINIMUM: Words("Up to the lowest amount in the law"),
    CostStep.MAXIMUM: Words("Down to the highest amount in the law"),
    CostStep.RECURRING_CAP: Words("Down to the most for this contract"),
    CostStep.FEE: Words("The collector's fee for a claim of this size"),
    CostStep.EXPENSES: Words("Postage and other expenses"),
    CostStep.LETTER: Words("The fee for a letter"),
    CostStep.WORK: Words("The collector's work"),
    CostStep.AGREED: Words("The costs that the contract names"),
    CostStep.PROVEN: Words("Costs that were made and proven"),
    CostStep.COMPENSATION: Words("Fixed amount for paying late"),
    CostStep.VAT: Words("VAT on the costs, which the creditor cannot get back"),
}
"""What each kind of line is to the person who pays it."""


class CostLine(NamedTuple):
    """One step of the sum; `base` and `percent` are None where the step is a fixed amount."""

    step: CostStep
    amount: Money
    article: str
    base: Money | None = None
    percent: Decimal | None = None

    @property
    def what(self) -> Words:
        """What the line is, in words."""
        return WORDS[self.step]

    @property
    def bears_vat(self) -> bool:
        """Whether VAT may come on the line; damages and fees for the creditor's letters bear none."""
        return self.step not in {CostStep.COMPENSATION, CostStep.LETTER, CostStep.PROVEN}


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs without VAT, the VAT on them, and the lines that add up to both."""

    amount: Money
    vat: Money
    lines: tuple[CostLine, ...]
    article: str

    @property
    def total(self) -> Money:
        """What the debtor owes in costs, VAT included."""
        return self.amount + self.vat


def sum_of(lines: Sequence[CostLine], currency: str) -> Money:
    """What lines in one currency add up to."""
    if len(lines) == 1:
        return lines[0].amount
    return Money(sum([line.amount.minor for line in lines]), currency)
