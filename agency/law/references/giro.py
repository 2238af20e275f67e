"""Numeric references of single countries: Norway's KID, the Swiss QR reference, Finland's viite."""

import re

from stdnum import luhn
from stdnum.ch import esr

_KID_LONGEST = 25
_QRR_DIGITS = 26


def make_kid10(base: str, length: int | None = None) -> str:
    """The Norwegian KID of some digits by modulus 10 (Luhn): `make_kid10("001001") == "0010017"`.

    The agreement with the bank fixes modulus and length; with `length`, check digit included,
    noughts fill the front. 2 to 25 digits in all, else ValueError.
    """
    digits = _kid_base(base, length)
    return digits + str(luhn.calc_check_digit(digits))


def make_kid11(base: str, length: int | None = None) -> str:
    """The Norwegian KID by modulus 11: weights 2 to 7 from the right, and 10 is written “-”."""
    digits = _kid_base(base, length)
    return digits + _kid11_check_digit(digits)


def is_kid10(reference: str, length: int | None = None) -> bool:
    """Whether a text is a KID of modulus 10, of the agreed length where one is given."""
    return _is_kid(reference, length, r"[0-9]{2,25}") and bool(luhn.is_valid(reference))


def is_kid11(reference: str, length: int | None = None) -> bool:
    """Whether a text is a KID of modulus 11, of the agreed length where one is given."""
    return _is_kid(reference, length, r"[0-9]{1,24}[0-9-]") and (
        reference[-1] == _kid11_check_digit(reference[:-1])
    )


def make_qrr(base: str) -> str:
    """The Swiss QR reference of up to 26 digits, noughts in front and its check digit at the end."""
    digits = _compact(base)
    if not re.fullmatch(r"[0-9]{1,26}", digits) or not int(digits):
        raise ValueError("A QR reference is made of 1 to 26 digits, not all zero.")
    digits = digits.zfill(_QRR_DIGITS)
    return digits + str(esr.calc_check_digit(digits))


def is_qrr(reference: str) -> bool:
    """Whether a text is a QR reference of 27 digits with the right check digit, spaces allowed."""
    digits = _compact(reference)
    if not re.fullmatch(r"[0-9]{27}", digits) or not int(digits):
        return False
    return digits[-1] == str(esr.calc_check_digit(digits[:-1]))


def make_viite(base: str) -> str:
    """The Finnish viitenumero of 3 to 19 digits: weights 7, 3, 1 from the right."""
    digits = _compact(base)
    if not re.fullmatch(r"[0-9]{3,19}", digits) or not int(digits):
        raise ValueError("A viitenumero is made of 3 to 19 digits, not all zero.")
    return digits + _viite_check_digit(digits)


def is_viite(reference: str) -> bool:
    """Whether a text is a viitenumero of 4 to 20 digits with the right check digit."""
    digits = _compact(reference)
    if not re.fullmatch(r"[0-9]{4,20}", digits) or not int(digits):
        return False
    return digits[-1] == _viite_check_digit(digits[:-1])


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _kid_base(base: str, length: int | None) -> str:
    digits = _compact(base)
    if length is not None:
        digits = digits.zfill(length - 1)
    if not re.fullmatch(r"[0-9]{1,24}", digits) or (length or len(digits) + 1) != len(digits) + 1:
        raise ValueError(
            f"A KID has 2 to {_KID_LONGEST} digits, check digit and all, as the bank agreed."
        )
    return digits


def _is_kid(reference: str, length: int | None, form: str) -> bool:
    return bool(re.fullmatch(form, reference)) and length in {None, len(reference)}


def _kid11_check_digit(digits: str) -> str:
    weighted = sum(int(digit) * (2 + i % 6) for i, digit in enumerate(reversed(digits)))
    check = -weighted % 11
    return "-" if check == 10 else str(check)


def _viite_check_digit(digits: str) -> str:
    weighted = sum(int(digit) * (7, 3, 1)[i % 3] for i, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)
