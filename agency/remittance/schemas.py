"""What the pages of remittances take from forms and addresses."""

from datetime import date

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from portal import clock
from portal.money import MINOR_DIGITS


class PreparationSchema(Schema):
    """What is to be paid out: a currency, and through which day."""

    currency = fields.String(required=True, validate=OneOf([*MINOR_DIGITS]))
    through = fields.Date(
        required=True, error_messages={"invalid": _("This is no day. Write it as 2026-11-30.")}
    )


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


def currency_in(text: str, *, otherwise: str) -> str:
    """The currency that an address asks for, if we handle it."""
    return text if text in MINOR_DIGITS else otherwise


def day_in(text: str) -> date:
    """The day that an address asks for; today, where it is none or still to come."""
    try:
        return min(date.fromisoformat(text), clock.today())
    except ValueError:
        return clock.today()
