"""What comes before costs, before a claim in court, and after a first contact, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from agency.law.errors import PackError
from agency.law.packs.conduct.letters import Counting, counting
from agency.law.packs.reading import Table
from agency.law.packs.rows import Row, in_force
from agency.law.vocabulary import DebtorKind, GateKind
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow(Row):
    """A duty towards one kind of debtor."""

    article: str
    debtor: DebtorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(DutyRow):
    """What opens the way to collection costs, and after how many days without any demand."""

    kind: GateKind
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFee(DutyRow):
    """What a reminder may cost once those of the year that are free have gone out.

    `free_each_year` is for contracts with regular deliveries; under any other, all are free.
    """

    free_each_year: int
    most: Money
    plus_postage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRule(DutyRow):
    """After how many days a debtor is in default without reminder, and whether a hint is needed."""

    days: int
    needs_hint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAction(DutyRow):
    """How many days a debtor has to answer before a claim is brought to court, and how soon after its
    date the letter must be posted."""

    days: int
    post_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation(Row):
    """A consumer's time to contest a debt: when the notice is due, received, and its period over."""

    article: str
    send_within_days: int
    receipt: Counting
    period_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The duties of a country around notices; those that it does not have are empty."""

    gates: tuple[Gate, ...]
    reminder_fees: tuple[ReminderFee, ...]
    defaults: tuple[DefaultRule, ...]
    pre_action: tuple[PreAction, ...]
    validation: tuple[Validation, ...]


Made = TypeVar("Made", bound=Row)
Owed = TypeVar("Owed", bound=DutyRow)


def rule_for(rows: Sequence[Owed], debtor: DebtorKind, on: date) -> Owed | None:
    """The row in force on a day for a kind of debtor."""
    return in_force([row for row in rows if row.debtor is debtor], on)


def duties(top: Table) -> Duties:
    """The duties, from the tables of a pack."""
    return Duties(
        gates=_rows(top, "gates", _gate),
        reminder_fees=_rows(top, "reminder_fees", _reminder_fee),
        defaults=_rows(top, "defaults", _default),
        pre_action=_rows(top, "pre_action", _pre_action),
        validation=_rows(top, "validation", _validation),
    )


def _rows(top: Table, key: str, read: Callable[[Table], Made]) -> tuple[Made, ...]:
    return tuple(read(row) for row in top.tables(key)) if key in top else ()


def _gate(row: Table) -> Gate:
    gate = row.dated(
        Gate,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        kind=row.choice("opens", GateKind),
        days=row.optional("days", row.whole, 0),
    )
    if gate.days and gate.kind is not GateKind.AFTER_DEMAND:
        raise PackError(f"{row.where}: only what opens after a demand opens after days as well.")
    return gate


def _reminder_fee(row: Table) -> ReminderFee:
    return row.dated(
        ReminderFee,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        free_each_year=row.whole("free_each_year"),
        most=row.money("most", row.text("currency")),
        plus_postage=row.flag("plus_postage"),
    )


def _default(row: Table) -> DefaultRule:
    return row.dated(
        DefaultRule,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        days=row.whole("days"),
        needs_hint=row.flag("needs_hint"),
    )


def _pre_action(row: Table) -> PreAction:
    return row.dated(
        PreAction,
        article=row.text("article"),
        debtor=row.choice("debtor", DebtorKind),
        days=row.whole("days"),
        post_within_days=row.whole("post_within_days"),
    )


def _validation(row: Table) -> Validation:
    return row.dated(
        Validation,
        article=row.text("article"),
        send_within_days=row.whole("send_within_days"),
        receipt=counting(row),
        period_days=row.whole("period_days"),
    )
