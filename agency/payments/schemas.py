"""What the forms of this slice take in."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from agency.payments.wording import REASONS
from portal.money import Money
from portal.pay.schemas import AmountField

_REQUIRED = {"required": _("Fill this in.")}


class KeysSchema(Schema):
    """The keys of an account with Stripe, as they are copied from its dashboard."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    secret_key = fields.String(
        required=True,
        error_messages=_REQUIRED,
        validate=validate.Regexp(
            r"(sk|rk)_(test|live)_[A-Za-z0-9_]{8,250}$",
            error=_("A secret key begins with sk_live_, rk_live_, sk_test_ or rk_test_."),
        ),
    )
    webhook_secret = fields.String(
        required=True,
        error_messages=_REQUIRED,
        validate=validate.Regexp(
            r"whsec_[A-Za-z0-9+/=_-]{8,250}$", error=_("A signing secret begins with whsec_.")
        ),
    )

    @pre_load
    def strip(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Copied keys bring blanks along."""
        return {key: str(value).strip() for key, value in values.items()}


class MethodsSchema(Schema):
    """By what debtors may pay."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    methods = fields.List(fields.String(), load_default=list)

    @pre_load
    def listed(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form sends one choice as a plain text."""
        chosen = values.get("methods", [])
        return {**values, "methods": [chosen] if isinstance(chosen, str) else chosen}


class LimitSchema(Schema):
    """Above which amount a refund needs two people; empty where none does."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    limit = AmountField("EUR", load_default=None)


class AnswerSchema(Schema):
    """What we say to a bank that takes a payment back."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    statement = fields.String(
        required=True,
        error_messages=_REQUIRED,
        validate=validate.Length(
            min=20, max=5000, error=_("Say in a few sentences why the payment was right.")
        ),
    )


def amount_in(text: str, *, most: Money) -> Money:
    """The amount that a text says, if it is above zero and not more than `most`; otherwise that."""
    try:
        amount = Money.parse(text, most.currency)
    except ValueError:
        return most
    return amount if Money.zero(most.currency) < amount <= most else most


def refund_form(currency: str) -> Schema:
    """How much goes back, why, and which click this is."""
    form = Schema.from_dict(
        {
            "amount": AmountField(currency),
            "reason": fields.String(
                required=True,
                validate=validate.OneOf(list(REASONS)),
                error_messages={"required": _("Choose why.")},
            ),
            "note": fields.String(load_default="", validate=validate.Length(max=500)),
            "key": fields.UUID(required=True),
        }
    )
    return form(unknown=EXCLUDE)
