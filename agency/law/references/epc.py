"""The QR code of a SEPA credit transfer (EPC069-12): what a banking app reads off a letter."""

import re
import unicodedata

from stdnum import iban as iban_number

from agency.law.references.codes import is_rf, plain
from portal.money import Money

ERROR_LEVEL = "M"
"""The error correction level that the guideline asks for."""

MAX_VERSION = 13
"""The largest QR version that the guideline allows."""

_MOST_BYTES = 331
_UTF_8 = "1"
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_PURPOSE = re.compile(r"[A-Z0-9]{1,4}")


def epc_qr(
    *,
    name: str,
    iban: str,
    amount: Money,
    reference: str = "",
    text: str = "",
    bic: str = "",
    purpose: str = "",
    information: str = "",
    version: str = "002",
) -> str:
    """The payload of the code: lines joined by a line feed, empty ones at the end left out.

    `reference` is an RF reference (ISO 11649) and excludes `text`, any message of up to 140
    characters. ValueError says which field the guideline refuses: name 1 to 70 characters, a valid
    IBAN, 0.01 to 999,999,999.99 EUR, BIC needed in version 001, information up to 70 characters,
    331 bytes in all.
    """
    account = plain(iban)
    if not iban_number.is_valid(account, check_country=False):
        raise ValueError("The IBAN of the payee is not valid.")
    if amount.currency != "EUR" or not 1 <= amount.minor <= 99_999_999_999:
        raise ValueError("A credit transfer by code is for 0.01 to 999,999,999.99 EUR.")
    if version not in {"001", "002"}:
        raise ValueError("The version of the code is 001 or 002.")
    if (version == "001" or bic) and not _BIC.fullmatch(bic):
        raise ValueError("The BIC is not valid; version 001 needs one.")
    if purpose and not _PURPOSE.fullmatch(purpose):
        raise ValueError("The purpose is a code of at most 4 letters and digits.")
    lines = [
        *("BCD", version, _UTF_8, "SCT", bic),
        _line("name of the payee", name, 70, needed=True),
        account,
        f"EUR{amount.decimal}",
        purpose,
        _reference(reference, text),
        _line("message", text, 140),
        _line("information", information, 70),
    ]
    payload = "\n".join(lines).rstrip("\n")
    if len(payload.encode()) > _MOST_BYTES:
        raise ValueError(f"The code would hold more than {_MOST_BYTES} bytes.")
    return payload


def _reference(reference: str, text: str) -> str:
    if not reference:
        return ""
    if text:
        raise ValueError("A code carries either a reference or a message, not both.")
    if not is_rf(reference):
        raise ValueError("The reference of a code is an RF reference with right check digits.")
    return plain(reference)


def _line(what: str, value: str, longest: int, *, needed: bool = False) -> str:
    """A field without anything that could start another line."""
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in value):
        raise ValueError(f"The {what} holds a control character.")
    stripped = value.strip()
    if len(stripped) > longest or (needed and not stripped):
        raise ValueError(f"The {what} has {1 if needed else 0} to {longest} characters.")
    return stripped
