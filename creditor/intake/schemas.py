"""What the forms of a hand-over take in."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

from agency.clients.fields import Choice, Country, Day, Email, Text
from agency.law.vocabulary import Channel, DebtorKind
from portal import clock
from portal.errors import Invalid
from portal.i18n import LOCALES, said
from portal.money import MINOR_DIGITS, Money

KINDS = [
    (DebtorKind.BUSINESS, _l("Business"), _l("A company, a sole trader, a public body")),
    (DebtorKind.CONSUMER, _l("Consumer"), _l("A private person: the law asks for more")),
]
CHANNELS = [(Channel.POST, _l("By post")), (Channel.EMAIL, _l("By e-mail"))]
FACTS = (
    *("debtor_kind", "debtor_name", "debtor_org_no", "debtor_vat", "debtor_email", "debtor_phone"),
    *("street", "postcode", "city", "country", "language"),
    *("customer_no", "invoice_no", "description", "agreed_interest", "agreed_interest_from"),
    *("costs_clause", "agreed_costs", "due_agreed", "disputed"),
    *("reminded_on", "reminded_channel", "reminder_on", "own_demand_on"),
)
ANSWERS = [("yes", _l("Yes")), ("no", _l("No"))]


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


class ReminderSchema(Schema):
    """When and how the letter went that the law asks for before costs."""

    reminded_on = Day(load_default=None)
    reminded_channel = Choice((Channel.POST, Channel.EMAIL), load_default="")

    @validates_schema
    def check_reminder(self, data: dict[str, Any], **_options: Any) -> None:
        """The letter is in the past, and one knows how it went."""
        sent_on: date | None = data.get("reminded_on")
        if sent_on and sent_on > clock.today():
            raise ValidationError({"reminded_on": [_("This day lies in the future.")]})
        if sent_on and not data.get("reminded_channel"):
            raise ValidationError({"reminded_channel": [_("Say how the letter went.")]})
        if data.get("reminded_channel") and not sent_on:
            raise ValidationError({"reminded_on": [_("Say when the letter went.")]})


class RowSchema(ReminderSchema):
    """What a file did not say of a claim, or not rightly."""

    debtor_kind = Choice(tuple(DebtorKind), required=True)
    costs_clause = Choice(("yes", "no"), load_default="")
    agreed_costs = Text(load_default="", most=20)
    due_agreed = Choice(("yes", "no"), load_default="")
    disputed = Choice(("yes", "no"), load_default="")
    reminder_on = Day(load_default=None)
    own_demand_on = Day(load_default=None)


class ClaimSchema(RowSchema):
    """One claim, typed in."""

    debtor_name = Text(required=True)
    debtor_org_no = Text(load_default="", most=40)
    debtor_vat = Text(load_default="", most=30)
    debtor_email = Email(load_default="", most=254)
    debtor_phone = Text(load_default="", most=40)
    street = Text(load_default="")
    postcode = Text(load_default="", most=20)
    city = Text(load_default="", most=100)
    country = Country(load_default="")
    language = Choice(LOCALES, load_default="")
    customer_no = Text(load_default="", most=60)
    invoice_no = Text(required=True, most=60)
    invoice_date = Day(required=True)
    due_date = Day(required=True)
    principal = Text(required=True, most=40)
    currency = Choice(tuple(MINOR_DIGITS), load_default="EUR")
    description = Text(load_default="", most=1_000)
    agreed_interest = Text(load_default="", most=20)
    agreed_interest_from = Day(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def check_amount(self, data: dict[str, Any], **_options: Any) -> None:
        """An amount in any usual writing."""
        if data.get("principal"):
            _amount(data)

    @post_load
    def arrange(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """As `services.enter` takes it."""
        return {
            "given": {name: str(data[name]) for name in FACTS if data[name]},
            "invoice_date": data["invoice_date"],
            "due_date": data["due_date"],
            "principal": _amount(data),
        }


class AcceptanceSchema(Schema):
    """The figures that were on the page when somebody accepted."""

    shown = fields.String(required=True)


def posted_file(name: str) -> tuple[bytes, str]:
    """A file that was sent, and its name. Invalid when none was."""
    file = request.files.get(name)
    if file is None or not file.filename:
        raise Invalid({name: [_("Choose a file first.")]}, request.form)
    return file.read(), file.filename


def _amount(data: dict[str, Any]) -> Money:
    try:
        return Money.parse(data["principal"], data.get("currency", "EUR"))
    except ValueError as error:
        raise ValidationError({"principal": [said(error.args[0])]}) from None
