"""What the pages of plans take from forms."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range

from agency.plans.kinds import CHANNELS
from portal.errors import Invalid
from portal.pay.schemas import AmountField

LONGEST = 2000
SHORTEST = 2
MOST = 120
"""Instalments that a form takes in at all; the creditor's limits lie below."""


class MaybeAmount(AmountField):
    """The amount of each instalment, where not their number is given."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.required, self.load_default = False, None


class WishSchema(Schema):
    """How many instalments or of how much, on which day of the month, and the first day."""

    count = fields.Integer(load_default=None, strict=False, validate=Range(1, MOST))
    day = fields.Integer(required=True, strict=False, validate=Range(1, 31))
    first_on = fields.Date(load_default=None)

    @validates_schema
    def must_say_one(self, values: dict[str, Any], **_options: Any) -> None:
        """A number or an amount."""
        if (values.get("count") is None) == (values.get("amount") is None):
            raise ValidationError(
                _("Give the number of instalments, or the amount of each."), "count"
            )


class _HowSchema(Schema):
    how = fields.String(required=True, validate=OneOf(["offer", "agreed", "refer"]))
    channel = fields.String(load_default="", validate=OneOf(["", *CHANNELS]))
    name = fields.String(load_default="", validate=Length(max=200))
    beyond_why = fields.String(load_default="", validate=Length(max=LONGEST))

    @validates_schema
    def agreed_with_somebody(self, values: dict[str, Any], **_options: Any) -> None:
        """What was agreed was agreed by somebody, somehow; a creditor is asked with a reason."""
        if values.get("how") == "refer" and len(values.get("beyond_why", "")) < SHORTEST:
            raise ValidationError(_("Say why the creditor should agree."), "beyond_why")
        if values.get("how") != "agreed":
            return
        missing = [name for name in ("channel", "name") if not values.get(name)]
        if missing:
            raise ValidationError({name: [_("Fill this in.")] for name in missing})


class _PlanSchema(WishSchema, _HowSchema):
    pass


class _SettlementSchema(_HowSchema):
    pay_by = fields.Date(required=True)


def settlement_form(currency: str) -> Schema:
    """A settlement, to be offered or agreed already."""
    return _SettlementSchema.from_dict({"amount": AmountField(currency)})(unknown=EXCLUDE)


def plan_form(currency: str) -> Schema:
    """A plan, to be offered or agreed already."""
    return _PlanSchema.from_dict({"amount": MaybeAmount(currency)})(unknown=EXCLUDE)


def wish_in_address(currency: str) -> dict[str, Any] | None:
    """The plan that the address asks to see; None where it asks for none. Invalid when it is none."""
    given = {name: value.strip() for name, value in request.args.items() if value.strip()}
    if not given.keys() & {"count", "amount"}:
        return None
    form = WishSchema.from_dict({"amount": MaybeAmount(currency)})(unknown=EXCLUDE)
    try:
        found: dict[str, Any] = form.load(given)
    except ValidationError as error:
        messages: Any = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise Invalid(messages, given) from None
    return found


class SendingSchema(Schema):
    """How an offer goes out."""

    way = fields.String(required=True, validate=OneOf(["email", "sms", "post"]))
    form_key = fields.UUID(required=True)


class DatesSchema(Schema):
    """The day of the next instalment, and the day of the month of those after it."""

    first_on = fields.Date(required=True)
    day = fields.Integer(required=True, strict=False, validate=Range(1, 31))


class SeenSchema(Schema):
    """What stood next in the plan when the button was shown."""

    seen = fields.String(required=True, validate=Length(max=60))


class WhySchema(Schema):
    """Why something is allowed, turned down or ended."""

    why = fields.String(required=True, validate=Length(min=2, max=LONGEST))
