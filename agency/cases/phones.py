"""Telephone numbers as gateways write them: E.164, a plus and digits. Pure."""

import phonenumbers
from phonenumbers import PhoneNumberType

_TAKES_TEXTS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def e164(number: str, country: str) -> str:
    """A number in E.164, read as somebody in that country would dial it; empty when it is none."""
    try:
        found = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def digits(number: str) -> str:
    """Its digits alone, by which two ways of writing it are compared."""
    return "".join(sign for sign in number if sign in "0123456789")


def mobile(number: str, country: str) -> str:
    """A number that takes text messages, in E.164; empty for none, and for what is fixed or unknown."""
    written = e164(number, country)
    if not written:
        return ""
    kind = phonenumbers.number_type(phonenumbers.parse(written))
    return written if kind in _TAKES_TEXTS else ""
