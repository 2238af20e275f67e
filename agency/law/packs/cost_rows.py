"""Costs and taxes as data: which way of computing holds for whom, caps, VAT."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from agency.law.packs.letter_fee_rows import BaseAmount, LetterTariff, base_amount, letter_tariff
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row, in_force
from agency.law.packs.tariff_rows import (
    FeeRule,
    FeeTable,
    ForDebtors,
    Tariff,
    debtors_of,
    fee_rule,
    fee_table,
    tariff,
)
from agency.law.vocabulary import Allows, DebtorKind
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance(ForDebtors):
    """Where no tariff holds: what may be charged at all."""

    allows: Allows


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringCap(Row):
    """The most that small instalments of one contract may cost within so many months."""

    article: str
    instalment_below: Money
    maximum: Money
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRules:
    """Everything about collection costs in a country."""

    article: str
    aggregation_article: str
    vat_article: str
    tariffs: tuple[Tariff, ...]
    fee_rules: tuple[FeeRule, ...]
    fee_tables: tuple[FeeTable, ...]
    letter_tariffs: tuple[LetterTariff, ...]
    base_amounts: tuple[BaseAmount, ...]
    allowances: tuple[Allowance, ...]
    recurring_caps: tuple[RecurringCap, ...]
    by_debtor: Mapping[DebtorKind, tuple[Sequence[ForDebtors], ...]] = field(init=False)

    def __post_init__(self) -> None:
        ways: tuple[Sequence[ForDebtors], ...] = (
            self.tariffs,
            self.fee_rules,
            self.letter_tariffs,
            self.allowances,
        )
        by_debtor = {
            debtor: tuple(
                rows for way in ways if (rows := [row for row in way if debtor in row.debtors])
            )
            for debtor in DebtorKind
        }
        object.__setattr__(self, "by_debtor", MappingProxyType(by_debtor))

    def for_debtor(self, debtor: DebtorKind, on: date) -> ForDebtors | None:
        """The rule by which costs of a kind of debtor are computed on a day."""
        for rows in self.by_debtor[debtor]:
            found = in_force(rows, on)
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate(Row):
    """The standard rate of VAT, in percent, and the name it goes by on an invoice."""

    percent: Decimal
    label: str


Dated = TypeVar("Dated", bound=Row)
DatedForDebtors = TypeVar("DatedForDebtors", bound=ForDebtors)


def cost_rules(table: Table, currency: str) -> CostRules:
    """The rules on collection costs, from their table."""
    article = table.text("article")
    rules = CostRules(
        article=article,
        aggregation_article=table.optional("aggregation_article", table.text, article),
        vat_article=table.optional("vat_article", table.text, article),
        tariffs=_for_debtors(table, "tariffs", lambda row: tariff(row, currency)),
        fee_rules=_for_debtors(table, "fee_rules", lambda row: fee_rule(row, currency)),
        fee_tables=_rows(table, "fee_tables", lambda row: fee_table(row, currency)),
        letter_tariffs=_for_debtors(
            table, "letter_tariffs", lambda row: letter_tariff(row, currency)
        ),
        base_amounts=_rows(table, "base_amounts", lambda row: base_amount(row, currency)),
        allowances=_for_debtors(table, "allowances", _allowance),
        recurring_caps=_rows(table, "recurring_caps", lambda row: _cap(row, currency)),
    )
    table.close()
    return rules


def vat_rates(rows: list[Table]) -> tuple[VatRate, ...]:
    """The standard rates of VAT, by date."""
    made = [
        row.dated(VatRate, percent=row.number("percent"), label=row.text("label")) for row in rows
    ]
    return in_order(made, "vat")


def _rows(table: Table, key: str, read: Callable[[Table], Dated]) -> tuple[Dated, ...]:
    """The rows of one kind by date, which a pack may leave out."""
    rows = [read(row) for row in table.rows(key)]
    return in_order(rows, f"{table.where}.{key}")


def _for_debtors(
    table: Table, key: str, read: Callable[[Table], DatedForDebtors]
) -> tuple[DatedForDebtors, ...]:
    """The rows of one kind; those of each kind of debtor are in order by date."""
    rows = [read(row) for row in table.rows(key)]
    for debtor in DebtorKind:
        in_order([row for row in rows if debtor in row.debtors], f"{table.where}.{key}")
    return tuple(rows)


def _allowance(row: Table) -> Allowance:
    return row.dated(
        Allowance,
        article=row.text("article"),
        debtors=debtors_of(row),
        allows=row.choice("allows", Allows),
    )


def _cap(row: Table, currency: str) -> RecurringCap:
    return row.dated(
        RecurringCap,
        article=row.text("article"),
        instalment_below=row.money("instalment_below", currency),
        maximum=row.money("maximum", currency),
        months=row.whole("months"),
    )
