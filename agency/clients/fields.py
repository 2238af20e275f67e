"""Form fields: what is typed, checked where it is typed, with messages in plain words."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.nl import postcode as dutch_postcode

from agency.clients.bank_accounts import read_iban
from agency.clients.countries import is_country

REQUIRED = {"required": _l("Fill this in.")}
EU_PREFIX = {"GR": "EL"}
"""Countries whose VAT numbers begin with other letters than the country's own."""


class Text(fields.String):
    """A line or lines of text, without white space around it."""

    default_error_messages = REQUIRED

    def __init__(self, *, most: int = 200, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options)).strip()
        if self.required and not text:
            raise self.make_error("required")
        if len(text) > self.most:
            raise ValidationError(_("Use %(most)s characters at most.", most=self.most))
        return text.replace("\r\n", "\n")


class Email(Text):
    """An e-mail address."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return str(validate.Email()(text))
        except ValidationError:
            raise ValidationError(_("This is no e-mail address.")) from None


class Choice(fields.String):
    """One of a few words."""

    default_error_messages = REQUIRED

    def __init__(self, words: Mapping[str, Any] | tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        word = str(super()._deserialize(value, attr, data, **options))
        if word not in self.words:
            raise ValidationError(_("Choose one of the list."))
        return word


class Country(fields.String):
    """A country by its two letters."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        code = str(super()._deserialize(value, attr, data, **options)).upper()
        if not is_country(code):
            raise ValidationError(_("Choose a country of the list."))
        return code


class Iban(fields.String):
    """An IBAN, pasted in any grouping; kept without spaces."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        try:
            return read_iban(str(super()._deserialize(value, attr, data, **options)))
        except ValueError:
            raise ValidationError(
                _("This is no IBAN: its length or its check digits are wrong. Copy it anew.")
            ) from None


class Day(fields.Date):
    """A calendar day."""

    default_error_messages = {  # noqa: RUF012 - marshmallow reads it so
        **REQUIRED,
        "invalid": _l("There is no such day."),
    }


class Percent(fields.Field[Decimal]):
    """A percent with two decimals at most, with a point or a comma."""

    default_error_messages = REQUIRED

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Decimal:
        return read_percent(value, most=self.most)


class WholeNumber(fields.Integer):
    """A count within bounds."""

    default_error_messages = {  # noqa: RUF012 - marshmallow reads it so
        **REQUIRED,
        "invalid": _l("This is no whole number."),
    }

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def _validated(self, value: Any) -> Any:
        number = super()._validated(value)
        if number is not None and not self.least <= number <= self.most:
            raise ValidationError(
                _("It must be between %(least)s and %(most)s.", least=self.least, most=self.most)
            )
        return number


class Chosen(fields.List[Any]):
    """Any number of ticks; one tick alone arrives as a word."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        listed = value if isinstance(value, list) else [value]
        return super()._deserialize(listed, attr, data, **options)


def read_percent(text: Any, *, most: int) -> Decimal:
    """A percent as people type it; ValidationError says what is wrong with it."""
    try:
        percent = Decimal(str(text).strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("This is no percent.")) from None
    if not percent.is_finite() or not 0 <= percent <= most:
        raise ValidationError(_("It must be between 0 and %(most)s.", most=most))
    if percent != round(percent, 2):
        raise ValidationError(_("Two decimals are the most."))
    return percent


def read_postcode(country: str, text: str) -> str:
    """A postcode; a Dutch one as 1234 AB. ValueError when it cannot be one."""
    if country != "NL":
        return text
    try:
        return str(dutch_postcode.validate(text))
    except WrongNumber:
        raise ValueError(_("A Dutch postcode has four digits and two letters.")) from None


def read_vat_no(country: str, text: str) -> str:
    """A VAT number with its country's letters. ValueError when its check digits are wrong."""
    module = get_cc_module(country, "vat")
    if module is None:
        return text.upper()
    prefix = EU_PREFIX.get(country, country)
    try:
        return prefix + str(module.validate(text)).removeprefix(prefix)
    except WrongNumber:
        raise ValueError(_("This is no VAT number of that country. Check its digits.")) from None


def read_phone(country: str, text: str) -> str:
    """A telephone number in international form. ValueError when nobody can have it."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError(_("This is no telephone number.")) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
