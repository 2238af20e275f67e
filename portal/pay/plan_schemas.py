"""What debtors type about a plan: how many instalments or of how much, the day, and their name."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Equal, Length, OneOf, Range

from portal.errors import Invalid
from portal.money import Money
from portal.pay.plans import PlanWish
from portal.pay.schemas import AmountField, PlainForm

MOST = 60
_MISSING = _("Fill this in.")


class _MaybeAmount(AmountField):
    """The amount of each instalment, where not their number is given."""

    def __init__(self, owed: Money) -> None:
        super().__init__(owed.currency, validate=_not_for_ever(owed))
        self.required, self.load_default = False, None


def _not_for_ever(owed: Money) -> Callable[[Money], None]:
    def check(amount: Money) -> None:
        if amount.minor * MOST < owed.minor:
            raise ValidationError(gettext("This would take too long. Choose a higher amount."))

    return check


class _Wish(PlainForm):
    count = fields.Integer(
        load_default=None,
        strict=False,
        validate=Range(2, MOST, error=_("Choose a number from 2 to 60.")),
        error_messages={"invalid": _("Choose a number from 2 to 60.")},
    )
    day = fields.Integer(
        load_default=1,
        strict=False,
        validate=Range(1, 31, error=_("Choose a day from 1 to 31.")),
        error_messages={"invalid": _("Choose a day from 1 to 31.")},
    )

    @validates_schema
    def must_say_one(self, values: dict[str, Any], **_options: Any) -> None:
        """A number or an amount."""
        if (values.get("count") is None) == (values.get("amount") is None):
            raise ValidationError(gettext("Fill in the number or the amount, not both."), "count")


class ConsentSchema(PlainForm):
    """Who agrees, by name, with the box ticked."""

    name = fields.String(
        required=True,
        validate=Length(min=2, max=200),
        error_messages={"required": _MISSING, "validator_failed": _MISSING},
    )
    agree = fields.String(
        required=True,
        validate=Equal("true"),
        error_messages={"required": _("Tick this box if you agree.")},
    )


class AutopaySchema(ConsentSchema):
    """The same, and whether the next instalment is paid at once."""

    when = fields.String(
        load_default="later",
        validate=OneOf(("later", "now"), error=_("Choose one of these.")),
    )


class _Plan(_Wish, ConsentSchema):
    pass


def plan_form(owed: Money) -> Schema:
    """A wish for what is owed, agreed to."""
    return _Plan.from_dict({"amount": _MaybeAmount(owed)})()


def wish_in(values: Mapping[str, Any]) -> PlanWish:
    """The wish that a form holds."""
    return PlanWish(day=values["day"], count=values["count"], amount=values["amount"])


def wish_sent(owed: Money) -> PlanWish | None:
    """The wish that the address or the form holds, if any.

    Invalid when it cannot be read; none when the page is shown again because of that.
    """
    sent = request.form if request.method == "POST" else request.args
    given = {name: sent[name] for name in ("count", "amount", "day") if sent.get(name)}
    is_refused = "form_state" in g and "_schema" in g.form_state.errors
    if is_refused or not given.keys() & {"count", "amount"}:
        return None
    form = _Wish.from_dict({"amount": _MaybeAmount(owed)})()
    try:
        return wish_in(form.load(given))
    except ValidationError as error:
        if "form_state" in g:
            return None
        messages: Any = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise Invalid(messages, given) from None
