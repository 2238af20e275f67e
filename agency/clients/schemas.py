"""What the forms of this slice take in."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema

from agency.clients.fields import (
    REQUIRED,
    Choice,
    Chosen,
    Country,
    Day,
    Email,
    Iban,
    Percent,
    Text,
    WholeNumber,
    read_phone,
    read_postcode,
    read_vat_no,
)
from portal.accounts.permissions import CREDITOR_ROLES
from portal.i18n import OFFICE_LOCALES

LOCAL: Mapping[str, Callable[[str, str], str]] = {
    "postcode": read_postcode,
    "vat_no": read_vat_no,
    "phone": read_phone,
}
"""Fields that are written differently from country to country."""


class LocalSchema(Schema):
    """A form with an address: numbers are checked, and written, as its country does."""

    @validates_schema(skip_on_field_errors=False)
    def check_local(self, data: Any, **_options: Any) -> None:
        """Put a message beside each number that the country does not know."""
        errors: dict[str, list[str]] = {}
        for name, read in self._local(data):
            try:
                read(self._country(data), data[name])
            except ValueError as error:
                errors[name] = [str(error)]
        if errors:
            raise ValidationError(errors)

    @post_load
    def write_local(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Write them the usual way."""
        return data | {
            name: read(self._country(data), data[name]) for name, read in self._local(data)
        }

    def _local(self, data: Mapping[str, Any]) -> list[tuple[str, Callable[[str, str], str]]]:
        return [(name, read) for name, read in LOCAL.items() if data.get(name)]

    def _country(self, data: Mapping[str, Any]) -> str:
        return str(data.get("country", ""))


class CreditorSchema(LocalSchema):
    """A creditor's facts."""

    name = Text(required=True, most=120)
    legal_name = Text(required=True)
    register_no = Text(load_default="", most=40)
    vat_no = Text(load_default="", most=40)
    street = Text(required=True)
    postcode = Text(required=True, most=20)
    city = Text(required=True)
    country = Country(required=True)
    locale = Choice(OFFICE_LOCALES, required=True)
    email = Email(required=True)
    phone = Text(load_default="", most=40)
    deducts_vat = fields.Boolean(load_default=False)


class NewCreditorSchema(CreditorSchema):
    """A new creditor, with the account it is paid to."""

    payout_iban = Iban(load_default="")


class OwnLetterheadSchema(Schema):
    """Who signs the reminders in a creditor's own name."""

    signatory = Text(required=True, most=120)
    signatory_title = Text(load_default="", most=60)


class PayoutAccountSchema(Schema):
    """Another account to pay a creditor to, and how somebody made sure that it is its own."""

    payout_iban = Iban(required=True)
    checked = Text(required=True, most=500)


class EngagementsSchema(Schema):
    """The law firms that act for a creditor."""

    law_firms = Chosen(fields.UUID(), load_default=list)


class AgreementSchema(Schema):
    """The terms beside the tariff."""

    valid_from = Day(required=True)
    vat_percent = Percent(most=30, required=True)
    remit_days = WholeNumber(least=1, most=60, required=True)
    costs_clause = fields.Boolean(load_default=False)
    agreed_costs_percent = Percent(most=100, load_default=None)
    due_agreed = fields.Boolean(load_default=False)
    own_reminders = fields.Boolean(load_default=False)


class InvitationSchema(Schema):
    """Somebody of a creditor who is to get a login."""

    email = Email(required=True)
    name = Text(required=True, most=120)
    role = Choice(tuple(sorted(CREDITOR_ROLES)), required=True)


class LawFirmSchema(LocalSchema):
    """What stands on a law firm's letterhead."""

    name = Text(required=True, most=120)
    street = Text(required=True)
    postcode = Text(required=True, most=20)
    city = Text(required=True)
    country = Country(required=True)
    email = Email(required=True)
    phone = Text(required=True, most=40)
    website = Text(load_default="", most=120)
    register_lines = Text(load_default="", most=400)

    @validates_schema(skip_on_field_errors=False)
    def check_lines(self, data: Any, **_options: Any) -> None:
        """A letterhead has little room."""
        if data.get("register_lines", "").count("\n") > 3:
            raise ValidationError(_("Four lines are the most."), "register_lines")


class LawyerSchema(Schema):
    """A named lawyer of a firm."""

    name = Text(required=True, most=120)
    title = Text(required=True, most=60)
    bar_no = Text(load_default="", most=40)
    membership_id = fields.UUID(load_default=None, error_messages=REQUIRED)


class HouseSchema(LocalSchema):
    """The agency's own settings; its country is fixed."""

    legal_name = Text(required=True)
    street = Text(required=True)
    postcode = Text(required=True, most=20)
    city = Text(required=True)
    email = Email(required=True)
    phone = Text(required=True, most=40)
    register_no = Text(load_default="", most=40)
    vat_no = Text(load_default="", most=40)
    client_account_name = Text(load_default="", most=70)
    client_account_iban = Iban(load_default="")
    accent = Text(load_default="", most=7)
    second_factor_required = fields.Boolean(load_default=False)

    def __init__(self, country: str) -> None:
        super().__init__(unknown=EXCLUDE)
        self.country = country

    def _country(self, data: Mapping[str, Any]) -> str:
        return self.country
