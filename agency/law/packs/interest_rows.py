"""Interest as data: how each kind runs, and its rates: published, or a reference and a margin."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType

from agency.law.errors import LawMissing, PackError
from agency.law.packs.rate_rows import Rate, RateTable, rate_table
from agency.law.packs.reading import Table, in_order
from agency.law.packs.rows import Row
from agency.law.packs.tariff_rows import ForDebtors, debtors_of
from agency.law.vocabulary import (
    Compounding,
    DayCount,
    DebtorKind,
    InterestKind,
    RateFixing,
    SplitAt,
    Status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin(Row):
    """What the law adds to a reference rate, for obligations that arose from `valid_from` on."""

    percent: Decimal
    round_up_to: Decimal | None

    def over(self, reference: Decimal) -> Decimal:
        """The rate that follows from a reference rate, rounded up where the law says so."""
        percent = reference + self.percent
        if self.round_up_to is None:
            return percent
        steps = (percent / self.round_up_to).to_integral_value(ROUND_CEILING)
        return steps * self.round_up_to


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRule:
    """How one kind of interest runs, and its rates by the date that the obligation arose.

    There are no tables where the rate is agreed.
    """

    country: str
    kind: InterestKind
    article: str
    compounding: Compounding
    rate_fixing: RateFixing
    day_count: DayCount
    split_at: SplitAt
    margins: tuple[Margin, ...]
    tables: tuple[RateTable, ...]
    starts: tuple[date, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", tuple(margin.valid_from for margin in self.margins))

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The rates of obligations that arise today."""
        return self.tables[-1].rates if self.tables else ()

    def table_for(self, obligation_on: date) -> RateTable:
        """The rates for an obligation that arose on a day. LawMissing where there are none."""
        if not self.tables:
            raise LawMissing(
                "There is no published rate of %(kind)s interest in %(country)s.",
                kind=self.kind,
                country=self.country,
            )
        return self.tables[self._at(obligation_on)]

    def rate_on(self, day: date) -> tuple[Rate, date]:
        """The rate of a day for an obligation that arose on it, and when it may change."""
        return self.table_for(day).rate_on(day)

    def rate_over(self, reference: Decimal, obligation_on: date) -> Decimal:
        """The rate that a reference rate gives. LawMissing where the law publishes rates itself."""
        if not self.margins:
            raise LawMissing(
                "The %(kind)s interest of %(country)s does not follow a reference rate.",
                kind=self.kind,
                country=self.country,
            )
        return self.margins[self._at(obligation_on)].over(reference)

    def with_rates(self, entered: tuple[Rate, ...]) -> "InterestRule":
        """The rule with rates that were entered where its own tables have none."""
        return replace(self, tables=tuple(table.with_rates(entered) for table in self.tables))

    def _at(self, obligation_on: date) -> int:
        """Which margin an obligation has; published rates hold for all."""
        if not self.margins:
            return 0
        at = bisect_right(self.starts, obligation_on) - 1
        if at < 0:
            raise LawMissing(
                "The %(kind)s interest of %(country)s is not known for obligations from before "
                "%(on)s. Charge it by hand with a source, or charge none.",
                kind=self.kind,
                country=self.country,
                on=self.starts[0],
            )
        return at


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedCap(ForDebtors):
    """The most that a clause may ask: above the rate of `cap`, that of `fallback` holds."""

    cap: InterestKind
    fallback: InterestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterStart(ForDebtors):
    """Kinds of interest that start only with default, when costs may be charged.

    For a small creditor it may start on the day after the reminder was sent, and where the contract
    fixed the due date by the calendar on the day after that date.
    """

    kinds: tuple[InterestKind, ...]
    small_creditor_from_sending: bool
    unless_due_agreed: bool


def agreed_cap(row: Table) -> AgreedCap:
    """The cap on agreed rates, from its table."""
    return row.dated(
        AgreedCap,
        article=row.text("article"),
        debtors=debtors_of(row),
        cap=row.choice("cap", InterestKind),
        fallback=row.choice("fallback", InterestKind),
    )


def later_start(row: Table) -> LaterStart:
    """When interest starts that needs a reminder, from its table."""
    return row.dated(
        LaterStart,
        article=row.text("article"),
        debtors=debtors_of(row),
        kinds=row.choices("kinds", InterestKind),
        small_creditor_from_sending=row.flag("small_creditor_from_sending"),
        unless_due_agreed=row.flag("unless_due_agreed"),
    )


def reference_rates(table: Table, reviewed_through: date) -> Mapping[str, RateTable]:
    """The reference rates of a pack, by name."""
    made = {}
    for name in table.names():
        inner = table.table(name)
        made[name] = rate_table(inner, inner.text("name"), reviewed_through)
        inner.close()
    return made


def interest_rules(
    top: Table, country: str, references: Mapping[str, RateTable], reviewed_through: date
) -> Mapping[InterestKind, InterestRule]:
    """How each kind of interest runs, from a table by kind."""
    rules = {}
    for name, table in top.named("interest").items():
        if name not in set(InterestKind):
            raise PackError(f"{table.where} is no kind of interest.")
        kind, article = InterestKind(name), table.text("article")
        what = f"{country} {kind} interest rate ({article})"
        margins, tables = _rates(table, what, references, reviewed_through)
        rules[kind] = InterestRule(
            country=country,
            kind=kind,
            article=article,
            compounding=table.choice("compounding", Compounding),
            rate_fixing=table.choice("rate_fixing", RateFixing),
            day_count=table.choice("day_count", DayCount),
            split_at=table.choice("split_at", SplitAt),
            margins=margins,
            tables=tables,
        )
        table.close()
    return MappingProxyType(rules)


def interest_owed(table: Table) -> Mapping[DebtorKind, InterestKind]:
    """The kind of interest that each kind of debtor owes by law alone."""
    owed = {debtor: table.choice(debtor, InterestKind) for debtor in DebtorKind}
    table.close()
    return MappingProxyType(owed)


def _rates(
    table: Table, what: str, references: Mapping[str, RateTable], reviewed_through: date
) -> tuple[tuple[Margin, ...], tuple[RateTable, ...]]:
    """Rates that are published stand before the reference that the base of the pack may name."""
    reference = table.optional("reference", table.text, None)
    margins = in_order(
        [
            row.dated(
                Margin,
                percent=row.number("percent"),
                round_up_to=row.optional("round_up_to", row.number, None),
            )
            for row in table.rows("margins")
        ],
        f"{table.where}.margins",
    )
    if "rates" in table:
        return (), (rate_table(table, what, reviewed_through),)
    if reference is None:
        return (), ()
    if reference not in references or not margins:
        raise PackError(f"{table.where} needs a known reference rate and a margin over it.")
    followed = references[reference]
    return margins, tuple(_over(followed, margin, what) for margin in margins)


def _over(reference: RateTable, margin: Margin, what: str) -> RateTable:
    """The table that a reference rate and a margin give; what follows from a rule is derived."""
    rates = tuple(
        replace(
            rate,
            percent=margin.over(rate.percent),
            reference=rate.percent,
            status=Status.PROJECTED if rate.status is Status.PROJECTED else Status.DERIVED,
        )
        for rate in reference.rates
    )
    return replace(reference, what=what, rates=rates)
