"""What is typed to make a link for somebody who pays, and by who pays with it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Email, Length, OneOf

from portal.filters import money
from portal.money import Money
from portal.pay.guests import DAYS
from portal.pay.schemas import AmountField, PlainForm

LONGEST_LABEL = 80
_MISSING = _("Fill this in.")
_TOO_LONG = _("This is too long.")


def helper_form(most: Money) -> Schema:
    """For whom it is paid, how much (any part where nothing is typed), and for how long."""

    def within(amount: Money | None) -> None:
        if amount and amount > most:
            raise ValidationError(
                gettext("Only %(owed)s is open. Choose that much or less.", owed=money(most))
            )

    form = PlainForm.from_dict(
        {
            "label": fields.String(
                required=True,
                validate=Length(max=LONGEST_LABEL, error=_TOO_LONG),
                error_messages={"required": _MISSING},
            ),
            "amount": AmountField(most.currency, load_default=None, validate=within),
            "days": fields.Integer(load_default=DAYS[1], validate=OneOf(DAYS)),
        }
    )
    return form()


def guest_form(currency: str) -> Schema:
    """An amount, and where its receipt goes."""
    form = PlainForm.from_dict(
        {
            "amount": AmountField(currency),
            "email": fields.String(
                load_default="",
                validate=[
                    Length(max=254, error=_TOO_LONG),
                    Email(error=_("Write an e-mail address, such as name@example.com.")),
                ],
            ),
        }
    )
    return form()
