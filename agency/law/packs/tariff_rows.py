"""Tariffs as data: costs by bands of the principal, and fees by a table of its value."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row
from agency.law.vocabulary import BandCount, DebtorKind, Effort
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ForDebtors(Row):
    """A row about costs of some kinds of debtors."""

    article: str
    debtors: tuple[DebtorKind, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a principal over one amount and up to another (None: no end): what it costs."""

    over: Money
    up_to: Money | None
    percent: Decimal
    fixed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(ForDebtors):
    """Costs by bands of the principal, between a least and a most.

    Either each band adds what its part costs, or the band that the principal ends in costs its
    fixed amount and a percent of its own part. Some tariffs need a clause in the contract.
    """

    counts: BandCount
    minimum: Money
    maximum: Money
    needs_clause: bool
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class FeeStep:
    """Up to a value (None: no end), each started `each` over the step before adds so much."""

    up_to: Money | None
    each: Money
    adds: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTable(Row):
    """A full fee by the value of a claim: a first amount, and steps from there."""

    article: str
    first_up_to: Money
    first_fee: Money
    steps: tuple[FeeStep, ...]

    def fee_for(self, value: Money) -> Money:
        """The full fee of a value."""
        fee, reached = self.first_fee.minor, self.first_up_to.minor
        for step in self.steps:
            if value.minor <= reached:
                break
            top = value.minor if step.up_to is None else min(value.minor, step.up_to.minor)
            fee += step.adds.minor * -(-(top - reached) // step.each.minor)
            reached = top
        return Money(fee, self.first_fee.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule(ForDebtors):
    """How much of a full fee may be charged, by effort, and what comes on top for expenses.

    Claims up to `small_up_to` have a full fee of their own. Work is simple up to `simple_letters`
    letters of the agency, and normal from the next.
    """

    simple_letters: int
    factors: dict[Effort, Decimal]
    disputed_factor: Decimal
    small_up_to: Money
    small_fee: Money
    minimum: Money
    expenses_percent: Decimal
    expenses_maximum: Money


def debtors_of(row: Table) -> tuple[DebtorKind, ...]:
    """The kinds of debtors of a row; all of them where it names none."""
    return row.choices("debtors", DebtorKind) if "debtors" in row else tuple(DebtorKind)


def tariff(row: Table, currency: str) -> Tariff:
    """A tariff by bands. PackError where they miss or share a cent, or end."""
    return row.dated(
        Tariff,
        article=row.text("article"),
        debtors=debtors_of(row),
        counts=row.choice("counts", BandCount),
        minimum=row.money("minimum", currency),
        maximum=row.money("maximum", currency),
        needs_clause=row.optional("needs_clause", row.flag, False),
        bands=_bands(row, currency),
    )


def fee_table(row: Table, currency: str) -> FeeTable:
    """A table of full fees. PackError where its steps do not rise."""
    made = row.dated(
        FeeTable,
        article=row.text("article"),
        first_up_to=row.money("first_up_to", currency),
        first_fee=row.money("first_fee", currency),
        steps=tuple(_step(step, currency) for step in row.tables("steps")),
    )
    ends = [made.first_up_to, *(step.up_to for step in made.steps)]
    for lower, upper in pairwise(ends):
        if lower is None or (upper is not None and upper <= lower):
            raise PackError(f"{row.where}: the steps do not rise after {lower}.")
    if ends[-1] is not None:
        raise PackError(f"{row.where}: the last step ends at {ends[-1]}; it must have no end.")
    return made


def fee_rule(row: Table, currency: str) -> FeeRule:
    """What may be charged of a full fee."""
    factors = row.table("factors")
    by_effort = {effort: factors.number(effort) for effort in Effort}
    disputed = factors.number("disputed")
    factors.close()
    return row.dated(
        FeeRule,
        article=row.text("article"),
        debtors=debtors_of(row),
        simple_letters=row.whole("simple_letters"),
        factors=by_effort,
        disputed_factor=disputed,
        small_up_to=row.money("small_up_to", currency),
        small_fee=row.money("small_fee", currency),
        minimum=row.money("minimum", currency),
        expenses_percent=row.number("expenses_percent"),
        expenses_maximum=row.money("expenses_maximum", currency),
    )


def _bands(row: Table, currency: str) -> tuple[Band, ...]:
    bands = tuple(_band(band, currency) for band in row.tables("bands"))
    reached: Money | None = Money.zero(currency)
    for band in bands:
        if reached is None or band.over != reached:
            raise PackError(f"{row.where}: the bands leave a gap or overlap at {band.over}.")
        reached = band.up_to
        if reached is not None and reached <= band.over:
            raise PackError(f"{row.where}: the band over {band.over} holds nothing.")
    if reached is not None:
        raise PackError(f"{row.where}: the last band ends at {reached}; it must have no end.")
    return bands


def _band(band: Table, currency: str) -> Band:
    def amount(key: str) -> Money:
        return band.money(key, currency)

    made = Band(
        over=amount("over"),
        up_to=band.optional("up_to", amount, None),
        percent=band.number("percent"),
        fixed=band.optional("fixed", amount, Money.zero(currency)),
    )
    band.close()
    return made


def _step(step: Table, currency: str) -> FeeStep:
    made = FeeStep(
        up_to=step.optional("up_to", lambda key: step.money(key, currency), None),
        each=step.money("each", currency),
        adds=step.money("adds", currency),
    )
    step.close()
    return made
