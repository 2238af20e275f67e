"""What the forms take in that let a claim say something else."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf

from agency.cases.circumstances import kept_letters, read_agreed_costs
from agency.cases.models import Claim
from agency.charges.running import InterestBasis
from agency.clients.fields import Day, Percent
from agency.corrections.schemas import LONGEST, WhySchema
from agency.law.vocabulary import Circumstance, FeeLetterKind
from portal.i18n import said
from portal.money import Money

OWN_LETTERS = {
    "reminder_on": FeeLetterKind.REMINDER,
    "own_demand_on": FeeLetterKind.OWN_DEMAND,
}
"""The days of the creditor's own letters, by the kind of letter."""


class DescriptionSchema(WhySchema):
    """What a claim was for."""

    description = fields.String(required=True, validate=Length(min=1, max=LONGEST))


class InterestSchema(WhySchema):
    """Which interest runs on a claim."""

    interest_basis = fields.String(required=True, validate=OneOf(tuple(InterestBasis)))
    agreed_percent = Percent(most=50, load_default=None)
    agreed_from = Day(load_default=None)

    @validates_schema
    def must_name_a_rate(self, values: dict[str, Any], **_kwargs: Any) -> None:
        """An agreed rate is named, and nothing else has one."""
        if values["interest_basis"] == InterestBasis.AGREED and not values["agreed_percent"]:
            raise ValidationError(str(_("Say which rate was agreed.")), "agreed_percent")

    @post_load
    def arrange(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """By the names of a claim's columns, and why."""
        if values["interest_basis"] != InterestBasis.AGREED:
            values |= {"agreed_percent": None, "agreed_from": None}
        return values


class AgreedCosts(fields.Field[dict[str, Any]]):
    """An amount in one currency, or a percentage, by the names of a claim's columns."""

    def __init__(self, currency: str) -> None:
        super().__init__(load_default={"agreed_costs_minor": None, "agreed_costs_percent": None})
        self.currency = currency

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> dict[str, Any]:
        try:
            return read_agreed_costs(str(value), self.currency)
        except ValueError as error:
            raise ValidationError(said(error.args[0])) from None


class ProvenCosts(fields.Field[int]):
    """An amount in one currency, in its minor units."""

    def __init__(self, currency: str) -> None:
        super().__init__(load_default=None)
        self.currency = currency

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> int:
        try:
            amount = Money.parse(str(value), self.currency)
        except ValueError:
            raise ValidationError(
                _("Write the amount with its cents, such as 25.00 or 25,00.")
            ) from None
        if amount.minor <= 0:
            raise ValidationError(_("Write an amount above zero."))
        return amount.minor


def circumstances_form(claim: Claim, asked: Collection[Circumstance]) -> Schema:
    """What the law asks of a claim, as far as it asks."""
    form = {
        name: made for what in sorted(asked) for name, made in _fields(what, claim.currency).items()
    }
    return WhySchema.from_dict(form)(unknown=EXCLUDE)


def _fields(what: Circumstance, currency: str) -> dict[str, fields.Field[Any]]:
    match what:
        case Circumstance.AGREED_COSTS:
            return {"agreed_costs": AgreedCosts(currency)}
        case Circumstance.PROVEN_COSTS:
            return {"proven_costs": ProvenCosts(currency)}
        case Circumstance.LETTERS:
            return {name: Day(load_default=None) for name in OWN_LETTERS}
        case _:
            return {what.value: fields.Boolean(load_default=False)}


def columns_of(claim: Claim, given: Mapping[str, Any]) -> dict[str, Any]:
    """What such a form said, by the names of a claim's columns. Letters of the agency stay."""
    says = {name: value for name, value in given.items() if name in _FLAGS}
    says |= given.get("agreed_costs", {})
    if "proven_costs" in given:
        says["proven_costs_minor"] = given["proven_costs"]
    if OWN_LETTERS.keys() <= given.keys():
        kept = [letter for letter in claim.letters if letter["kind"] not in OWN_LETTERS.values()]
        own = [(kind, given[name], "") for name, kind in OWN_LETTERS.items() if given[name]]
        says["letters"] = kept_letters(own) + kept
    return says


def typed(claim: Claim) -> dict[str, Any]:
    """What a claim says, as such a form shows it."""
    sent = {letter["kind"]: date.fromisoformat(letter["sent_on"]) for letter in claim.letters}
    return {
        **{name: getattr(claim, name) for name in _FLAGS},
        "agreed_costs": _amount(claim.agreed_costs_minor, claim.agreed_costs_percent, claim),
        "proven_costs": _amount(claim.proven_costs_minor, None, claim),
        **{name: sent.get(kind) for name, kind in OWN_LETTERS.items()},
    }


_FLAGS = (Circumstance.COSTS_CLAUSE, Circumstance.DUE_AGREED, Circumstance.DISPUTED)


def _amount(minor: int | None, percent: Decimal | None, claim: Claim) -> str:
    if minor is not None:
        return str(Money(minor, claim.currency).decimal)
    return f"{percent.normalize():f}%" if percent is not None else ""
