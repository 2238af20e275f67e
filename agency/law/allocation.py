"""How the law shares a payment: within a debt by its portions, across debts by an order of its own."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, Protocol

from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.allocation_rows import AllocationRule
from agency.law.vocabulary import Across, Portion
from portal.money import Money, total

CUSTOMARY = (Portion.COSTS, Portion.INTEREST, Portion.PRINCIPAL)
"""The order where no pack rules: a payment that came in must be shared all the same."""


class Owing(Protocol):
    """Whatever has the portions of a debt."""

    @property
    def costs(self) -> Money:
        """Costs still owed."""

    @property
    def interest(self) -> Money:
        """Interest still owed."""

    @property
    def principal(self) -> Money:
        """Principal still owed."""


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed on one claim. `percent` is its interest rate: a higher one is more onerous."""

    key: Hashable
    costs: Money
    interest: Money
    principal: Money
    due_on: date
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Share:
    """What of a payment goes to the portions of a debt."""

    costs: Money
    interest: Money
    principal: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.costs + self.interest + self.principal


def allocation_rule(country: str) -> AllocationRule:
    """The order of a country. LawMissing where its pack has none."""
    law = pack(country)
    if law.allocation is None:
        raise LawMissing("There is no order of allocation for %(name)s yet.", name=law.name)
    return law.allocation


def order_in(country: str) -> tuple[Portion, ...]:
    """The order within a debt by the law of a country, or the customary one."""
    try:
        return allocation_rule(country).order
    except LawMissing:
        return CUSTOMARY


def may_designate(country: str) -> bool:
    """Whether who pays may say for which debt it is (NL 6:43 lid 1 BW); not where no pack says so."""
    try:
        return Across.DESIGNATED in allocation_rule(country).across
    except LawMissing:
        return False


def fill(amount: Money, owing: Owing, order: Sequence[Portion]) -> tuple[Share, Money]:
    """Pay the portions of one debt in order; returns what each got, and what is left over."""
    left, paid = amount, {}
    for portion in order:
        due = getattr(owing, portion)
        paid[portion] = min(left, max(due, Money.zero(amount.currency)))
        left -= paid[portion]
    share = Share(paid[Portion.COSTS], paid[Portion.INTEREST], paid[Portion.PRINCIPAL])
    return share, left


def allocate(
    amount: Money,
    debts: Sequence[Debt],
    *,
    country: str,
    on: date,
    designated: Hashable = None,
) -> tuple[dict[Hashable, Share], Money]:
    """Share a payment of a day over debts; returns the shares by key, and what is left over.

    Within a debt costs, interest and principal as the country orders them (NL 6:44 BW); across
    debts what the debtor designated, then what is due, most onerous, oldest, and debts that are
    alike pro rata (NL 6:43 BW).
    """
    rule = allocation_rule(country)
    rank = partial(_rank, rule=rule, on=on, designated=designated)
    shares: dict[Hashable, Share] = {}
    left = amount
    for _, alike in groupby(sorted(debts, key=rank), key=rank):
        group = list(alike)
        owed = [debt.costs + debt.interest + debt.principal for debt in group]
        whole = total(owed, amount.currency)
        paid = min(left, whole)
        parts = paid.split([debt.minor for debt in owed]) if whole else []
        for debt, part in zip(group, parts, strict=False):
            shares[debt.key], _ = fill(part, debt, rule.order)
        left -= paid
    return shares, left


def _rank(debt: Debt, *, rule: AllocationRule, on: date, designated: Hashable) -> tuple[Any, ...]:
    """What goes first sorts first; equal ranks share pro rata."""
    ranks = {
        Across.DESIGNATED: designated is None or debt.key != designated,
        Across.DUE: debt.due_on >= on,
        Across.MOST_ONEROUS: -debt.percent,
        Across.OLDEST: debt.due_on,
    }
    return tuple(ranks[by] for by in rule.across)
