"""Duties around notices: what a reminder may cost, when default begins, what must come before court."""

from dataclasses import dataclass
from datetime import date, timedelta

from agency.law.calendars import ONE_DAY
from agency.law.errors import LawMissing
from agency.law.packs.conduct import conduct
from agency.law.packs.conduct.days import counted_later
from agency.law.packs.conduct.duties import PreAction, Validation, rule_for
from agency.law.packs.rows import in_force
from agency.law.vocabulary import DebtorKind
from portal.money import Money


@dataclass(frozen=True, slots=True)
class ReminderCost:
    """The most that a reminder may cost; postage may come on top where the law says so."""

    most: Money
    plus_postage: bool
    article: str


@dataclass(frozen=True, slots=True)
class Default:
    """Since when a debtor is in default; None: not as things are."""

    from_on: date | None
    article: str


@dataclass(frozen=True, slots=True)
class ValidationPeriod:
    """When a notice counts as received, and the last day on which the consumer may contest."""

    assumed_received_on: date
    ends_on: date
    article: str


def reminder_cost(
    country: str, *, nth_in_year: int, regular: bool, on: date, debtor: DebtorKind
) -> ReminderCost:
    """What the n-th reminder of a year may cost, under a contract with regular deliveries or not.

    LawMissing where the country has no rule on it.
    """
    law = conduct(country)
    rule = rule_for(law.duties.reminder_fees, debtor, on)
    if rule is None:
        raise LawMissing(
            "There is no rule on what a reminder costs in %(name)s. Charge nothing.", name=law.name
        )
    if not regular or nth_in_year <= rule.free_each_year:
        return ReminderCost(Money.zero(rule.most.currency), False, rule.article)
    return ReminderCost(rule.most, rule.plus_postage, rule.article)


def default_from(
    country: str,
    *,
    debtor: DebtorKind,
    invoice_received_on: date,
    hinted: bool,
    reminded_on: date | None = None,
) -> Default:
    """Since when a debtor is in default: by a reminder, or so many days after the invoice.

    A consumer only where the invoice said so (DE 286(3) BGB). LawMissing without a rule.
    """
    law = conduct(country)
    rule = rule_for(law.duties.defaults, debtor, invoice_received_on)
    if rule is None:
        raise LawMissing("There is no rule on default in %(name)s yet.", name=law.name)
    days = [] if reminded_on is None else [reminded_on]
    if hinted or not rule.needs_hint:
        days.append(invoice_received_on + timedelta(days=rule.days) + ONE_DAY)
    return Default(min(days, default=None), rule.article)


def earliest_claim(country: str, *, debtor: DebtorKind, letter_dated_on: date) -> date:
    """The first day on which a claim may go to court after the letter that announces it."""
    return letter_dated_on + timedelta(days=_pre_action(country, debtor, letter_dated_on).days)


def last_posting(country: str, *, debtor: DebtorKind, letter_dated_on: date) -> date:
    """The last day on which the letter that announces a claim may be posted with its date."""
    rule = _pre_action(country, debtor, letter_dated_on)
    return letter_dated_on + timedelta(days=rule.post_within_days)


def validation_period(country: str, sent_on: date) -> ValidationPeriod:
    """The time that a validation notice opens: so many days from its assumed receipt."""
    rule = _validation(country, sent_on)
    received_on = counted_later(conduct(country).holidays, sent_on, rule.receipt)
    return ValidationPeriod(
        received_on, received_on + timedelta(days=rule.period_days), rule.article
    )


def validation_due(country: str, first_contact_on: date, *, in_first_contact: bool) -> date:
    """The last day to send the validation notice: at once, or within days of the first contact."""
    rule = _validation(country, first_contact_on)
    days = 0 if in_first_contact else rule.send_within_days
    return first_contact_on + timedelta(days=days)


def _pre_action(country: str, debtor: DebtorKind, on: date) -> PreAction:
    law = conduct(country)
    rule = rule_for(law.duties.pre_action, debtor, on)
    if rule is None:
        raise LawMissing("There is no rule on letters before court in %(name)s.", name=law.name)
    return rule


def _validation(country: str, on: date) -> Validation:
    law = conduct(country)
    rule = in_force(law.duties.validation, on)
    if rule is None:
        raise LawMissing("%(name)s knows no validation notice.", name=law.name)
    return rule
