"""What debtors type: read kindly, and said plainly when it cannot be read."""

from datetime import date
from typing import Any

import phonenumbers
from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import (
    EXCLUDE,
    Schema,
    ValidationError,
    fields,
    post_load,
    pre_load,
    validates,
    validates_schema,
)
from marshmallow.validate import Email, Length, OneOf

from portal import clock
from portal.filters import day, money
from portal.i18n import LOCALES
from portal.money import Money
from portal.pay.desk import PromiseTerms
from portal.pay.wording import CALL_TIMES, CHANNELS, OBJECTIONS, STOPPABLE

LONGEST = 2000
_MISSING = _("Fill this in.")
_TOO_LONG = _("This is too long.")
_CHOOSE = _("Choose what fits best.")
_NO_EMAIL = _("Write an e-mail address, such as name@example.com.")


class AmountField(fields.Field[Money]):
    """An amount as people paste it, in one currency; needed unless it has a default."""

    def __init__(self, currency: str, **options: Any) -> None:
        needed = "load_default" not in options
        super().__init__(required=needed, error_messages={"required": _MISSING}, **options)
        self.currency = currency

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> Money:
        try:
            amount = Money.parse(str(value)[:40], self.currency)
        except ValueError:
            raise ValidationError(
                gettext("Write the amount with its cents, such as 25.00 or 25,00.")
            ) from None
        if amount.minor <= 0:
            raise ValidationError(gettext("Write an amount above zero."))
        return amount


class AmountOrNothing(AmountField):
    """An amount; nothing typed and zero are the same."""

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> Money:
        if not str(value).strip("0., "):
            return Money.zero(self.currency)
        return super()._deserialize(value, *args, **options)


class PlainForm(Schema):
    """Texts without control characters and blanks around them; what else is sent is ignored."""

    class Meta:
        """What the forms do not name does not matter."""

        unknown = EXCLUDE

    @pre_load
    def clean(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        return {name: _cleaned(value) for name, value in values.items() if _cleaned(value)}


def payment_form(currency: str, *, in_full: bool) -> Schema:
    """An amount, for which invoice, and where its receipt goes. Each of the page's two forms has
    names of its own."""
    name = "all" if in_full else "amount"
    email = fields.String(
        load_default="",
        data_key=f"{name}_email",
        validate=[Length(max=254, error=_TOO_LONG), Email(error=_NO_EMAIL)],
    )
    designated = fields.UUID(
        load_default=None, data_key="invoice", error_messages={"invalid_uuid": _CHOOSE}
    )
    amount = AmountField(currency, data_key=name)
    form = PlainForm.from_dict({"amount": amount, "designated": designated, "email": email})
    return form()


class ObjectionSchema(PlainForm):
    """Why somebody does not agree."""

    choice = fields.String(
        required=True,
        validate=OneOf(list(OBJECTIONS), error=_CHOOSE),
        error_messages={"required": _CHOOSE},
    )
    text = fields.String(load_default="", validate=Length(max=LONGEST, error=_TOO_LONG))

    @validates_schema
    def other_needs_words(self, values: dict[str, Any], **_options: Any) -> None:
        """“Something else” says nothing alone."""
        if values.get("choice") == "other" and not values.get("text"):
            raise ValidationError(gettext("Tell us in a few words what it is."), "text")


class CallSchema(PlainForm):
    """Where and when somebody likes to be called."""

    phone = fields.String(required=True, error_messages={"required": _MISSING})
    choice = fields.String(load_default="any", validate=OneOf(list(CALL_TIMES), error=_CHOOSE))
    text = fields.String(load_default="", validate=Length(max=LONGEST, error=_TOO_LONG))

    @validates("phone")
    def can_be_called(self, phone: str, **_options: Any) -> None:
        """Refuse what nobody can dial."""
        read_phone(phone)

    @post_load
    def written_for_abroad(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The same number, as it is dialled from anywhere."""
        return values | {"phone": read_phone(values["phone"])}


def promise_form(terms: PromiseTerms) -> Schema:
    """An amount and a day, within what may be promised."""

    def within(amount: Money) -> None:
        if amount > terms.most:
            raise ValidationError(gettext("This is more than you owe."))
        if amount < terms.least:
            raise ValidationError(
                gettext("Choose %(least)s or more, or let us call you.", least=money(terms.least))
            )

    def in_time(on: date) -> None:
        if on < clock.today():
            raise ValidationError(gettext("This day has passed. Choose a later one."))
        if on > terms.latest_on:
            raise ValidationError(
                gettext("Choose %(day)s or earlier, or let us call you.", day=day(terms.latest_on))
            )

    form = PlainForm.from_dict(
        {
            "amount": AmountField(terms.most.currency, validate=within),
            "due_on": fields.Date(
                required=True, validate=in_time, error_messages={"required": _MISSING}
            ),
        }
    )
    return form()


class NotMeSchema(PlainForm):
    """Somebody else is meant."""

    choice = fields.Constant("")
    text = fields.String(load_default="", validate=Length(max=LONGEST, error=_TOO_LONG))


class QuestionSchema(PlainForm):
    """What somebody wants to know. Files that the light check came between have to be chosen again."""

    form_key = fields.UUID(required=True)
    text = fields.String(
        required=True,
        validate=Length(max=LONGEST, error=_TOO_LONG),
        error_messages={"required": _MISSING},
    )
    left_files = fields.Boolean(load_default=False)

    @validates_schema
    def has_its_files(self, values: dict[str, Any], **_options: Any) -> None:
        """Nothing goes without the files that were meant to go along."""
        if values.get("left_files"):
            raise ValidationError(
                gettext("Choose your files once more, please: they were not kept meanwhile."),
                "files",
            )


class ContactSchema(PlainForm):
    """How somebody wants to be reached."""

    locale = fields.String(
        required=True,
        validate=OneOf([*LOCALES], error=_CHOOSE),
        error_messages={"required": _CHOOSE},
    )
    preferred = fields.String(load_default="", validate=OneOf(["", *CHANNELS], error=_CHOOSE))
    stopped = fields.List(fields.String(validate=OneOf(STOPPABLE)), load_default=list)

    @pre_load
    def one_is_a_list(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form with one box ticked sends it bare."""
        stopped = values.get("stopped", [])
        return {**values, "stopped": stopped if isinstance(stopped, list) else [stopped]}

    @validates_schema
    def likes_what_it_allows(self, values: dict[str, Any], **_options: Any) -> None:
        """Nobody likes best what they stopped."""
        if values.get("preferred") in values.get("stopped", []):
            raise ValidationError(gettext("You stopped this. Choose another one."), "preferred")


def read_phone(text: str) -> str:
    """A telephone number in international form, of the agency's country unless it says another."""
    try:
        number = phonenumbers.parse(text, g.agency.country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(gettext("Check this number: it cannot be called.")) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _cleaned(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n")
    return "".join(c for c in lines if c.isprintable() or c in "\n\t").strip()
