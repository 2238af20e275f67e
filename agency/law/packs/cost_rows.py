"""Costs and taxes as data: tariffs by band, caps, fixed compensation, VAT."""

from dataclasses import dataclass
from decimal import Decimal

from agency.law.errors import PackError
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a principal over one amount and up to another (None: no end), and its percent."""

    over: Money
    up_to: Money | None
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(Row):
    """Collection costs by bands of the principal, between a least and a most."""

    article: str
    minimum: Money
    maximum: Money
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringCap(Row):
    """The most that small instalments of one contract may cost within so many months."""

    article: str
    instalment_below: Money
    maximum: Money
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation(Row):
    """The fixed sum that a business owes for paying late, without any reminder."""

    article: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRules:
    """Everything about collection costs in a country."""

    article: str
    aggregation_article: str
    vat_article: str
    gate_article: str
    tariffs: tuple[Tariff, ...]
    recurring_caps: tuple[RecurringCap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate(Row):
    """The standard rate of VAT, in percent, and the name it goes by on an invoice."""

    percent: Decimal
    label: str


def cost_rules(table: Table, currency: str) -> CostRules:
    """The rules on collection costs, from their table."""
    rules = CostRules(
        article=table.text("article"),
        aggregation_article=table.text("aggregation_article"),
        vat_article=table.text("vat_article"),
        gate_article=table.text("gate_article"),
        tariffs=in_order([_tariff(row, currency) for row in table.tables("tariffs")], table.where),
        recurring_caps=in_order(
            [
                row.dated(
                    RecurringCap,
                    article=row.text("article"),
                    instalment_below=row.money("instalment_below", currency),
                    maximum=row.money("maximum", currency),
                    months=row.whole("months"),
                )
                for row in table.tables("recurring_caps")
            ],
            table.where,
        ),
    )
    table.close()
    return rules


def compensations(table: Table, currency: str) -> tuple[Compensation, ...]:
    """The fixed sums for paying late, by date."""
    article = table.text("article")
    rows = [
        row.dated(Compensation, article=article, amount=row.money("amount", currency))
        for row in table.tables("rows")
    ]
    table.close()
    return in_order(rows, table.where)


def vat_rates(rows: list[Table]) -> tuple[VatRate, ...]:
    """The standard rates of VAT, by date."""
    made = [
        row.dated(VatRate, percent=row.number("percent"), label=row.text("label")) for row in rows
    ]
    return in_order(made, "vat")


def _tariff(row: Table, currency: str) -> Tariff:
    bands = [_band(band, currency) for band in row.tables("bands")]
    reached: Money | None = Money.zero(currency)
    for band in bands:
        if reached is None or band.over != reached:
            raise PackError(f"{row.where}: the bands leave a gap or overlap at {band.over}.")
        reached = band.up_to
        if reached is not None and reached <= band.over:
            raise PackError(f"{row.where}: the band over {band.over} holds nothing.")
    if reached is not None:
        raise PackError(f"{row.where}: the last band ends at {reached}; it must have no end.")
    return row.dated(
        Tariff,
        article=row.text("article"),
        minimum=row.money("minimum", currency),
        maximum=row.money("maximum", currency),
        bands=tuple(bands),
    )


def _band(band: Table, currency: str) -> Band:
    made = Band(
        over=band.money("over", currency),
        up_to=band.optional("up_to", lambda key: band.money(key, currency), None),
        percent=band.number("percent"),
    )
    band.close()
    return made
