"""Telephone numbers as gateways write them: E.164, a plus and digits. Pure."""

import phonenumbers


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
