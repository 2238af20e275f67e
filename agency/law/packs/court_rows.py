"""Courts as data: which route is open to a claim, what it asks, and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from agency.law.errors import PackError
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.packs.tariff_rows import ForDebtors, debtors_of
from agency.law.vocabulary import Claimant, Holds
from portal.money import Money


@dataclass(frozen=True, slots=True)
class FeeBand:
    """Claims up to an amount (None: any): a fixed fee by claimant, or a percent of the claim."""

    up_to: Money | None
    fees: Mapping[Claimant, Money]
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class BaseFee:
    """A fee that is so many times a base amount, rounded down to the whole unit."""

    amount: Money
    factor: Decimal

    def exact(self, base: Money) -> Decimal:
        """The fee over a base amount before it is rounded."""
        return base.decimal * self.factor

    def over(self, base: Money) -> Money:
        """The fee over a base amount."""
        return Money.of(self.exact(base).to_integral_value("ROUND_FLOOR"), base.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtFees(Row):
    """What a court charges claimants, by bands of the claim or over a base amount."""

    claimants: tuple[Claimant, ...]
    holds: Holds
    bands: tuple[FeeBand, ...]
    base: BaseFee | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Court(ForDebtors):
    """A route to a title: for which claims, by which form, and whether a lawyer must be there.

    `objection_days` is how long the debtor may object, `claim_days` how long the creditor then has
    to sue. `fee_part` is the part of the fee of a full claim that is paid, where it is one;
    `clause_percent` the most of the principal that clauses and interest may add on this route.
    """

    route: str
    name: str
    form: str
    lawyer_needed: bool
    over: Money | None
    up_to: Money | None
    cross_border: bool
    undisputed: bool
    objection_days: int | None
    claim_days: int | None
    fee_part: str
    clause_percent: Decimal | None
    fees: tuple[CourtFees, ...]


def courts(table: Table, currency: str) -> Mapping[str, Court]:
    """The routes of a country, by their names."""
    made = {name: _court(table.table(name), name, currency) for name in table.names()}
    return MappingProxyType(made)


def _court(row: Table, route: str, currency: str) -> Court:
    return row.dated(
        Court,
        route=route,
        name=row.text("name"),
        article=row.text("article"),
        debtors=debtors_of(row),
        form=row.text("form"),
        lawyer_needed=row.flag("lawyer_needed"),
        over=row.optional("over", lambda key: row.money(key, currency), None),
        up_to=row.optional("up_to", lambda key: row.money(key, currency), None),
        cross_border=row.optional("cross_border", row.flag, False),
        undisputed=row.optional("undisputed", row.flag, False),
        objection_days=row.optional("objection_days", row.whole, None),
        claim_days=row.optional("claim_days", row.whole, None),
        fee_part=row.optional("fee_part", row.text, ""),
        clause_percent=row.optional("clause_percent", row.number, None),
        fees=_fees_by_date(row, currency),
    )


def _fees_by_date(row: Table, currency: str) -> tuple[CourtFees, ...]:
    """The fees of a court; those of each kind of claimant are in order by date."""
    fees = tuple(_fees(part, currency) for part in row.rows("fees"))
    for claimant in Claimant:
        in_order([part for part in fees if claimant in part.claimants], f"{row.where}.fees")
    return fees


def _fees(row: Table, currency: str) -> CourtFees:
    base = None
    if "base" in row:
        base = BaseFee(row.money("base", currency), row.number("factor"))
    claimants = row.choices("claimants", Claimant) if "claimants" in row else tuple(Claimant)
    return row.dated(
        CourtFees,
        claimants=claimants,
        holds=row.choice("holds", Holds),
        bands=() if base else _bands(row, currency, claimants),
        base=base,
    )


def _bands(row: Table, currency: str, claimants: tuple[Claimant, ...]) -> tuple[FeeBand, ...]:
    bands = tuple(_band(band, currency, claimants) for band in row.tables("bands"))
    if not bands or bands[-1].up_to is not None:
        raise PackError(f"{row.where}: the last band must have no end.")
    for lower, upper in pairwise(bands):
        if lower.up_to is None or (upper.up_to is not None and upper.up_to <= lower.up_to):
            raise PackError(f"{row.where}: the bands do not rise after {lower.up_to}.")
    return bands


def _band(band: Table, currency: str, claimants: tuple[Claimant, ...]) -> FeeBand:
    """A percent for all, one fee for all, or a fee for each claimant by name."""
    up_to = band.money("up_to", currency) if "up_to" in band else None
    fees: dict[Claimant, Money] = {}
    percent = band.optional("percent", band.number, None)
    if percent is None:
        each = "fee" not in band
        one = None if each else band.money("fee", currency)
        fees = {claimant: one or band.money(claimant, currency) for claimant in claimants}
    band.close()
    return FeeBand(up_to, fees, percent)
