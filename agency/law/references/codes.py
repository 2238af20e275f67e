"""References of ISO 11649, Belgium and the Netherlands: made from a base, and checked on arrival."""

import re

from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.iso7064 import mod_97_10

_KENMERK_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
_SEPARATORS = re.compile(r"[\s./-]+")


def make_rf(base: str) -> str:
    """The ISO 11649 creditor reference of a base: at most 21 letters and digits, spaces aside.

    ValueError on anything else. `make_rf("12345 12345") == "RF451234512345"`.
    """
    text = _SEPARATORS.sub("", base).upper()
    if not re.fullmatch(r"[A-Z0-9]{1,21}", text):
        raise ValueError("An RF reference holds 1 to 21 letters and digits.")
    return f"RF{mod_97_10.calc_check_digits(text + 'RF')}{text}"


def make_ogm(base: str) -> str:
    """The Belgian structured communication of at most ten digits: `+++090/9337/55493+++`."""
    digits = _SEPARATORS.sub("", base)
    if not re.fullmatch(r"[0-9]{1,10}", digits) or not int(digits):
        raise ValueError("A structured communication holds 1 to 10 digits, not all zero.")
    digits = digits.zfill(10)
    return f"+++{ogm_vcs.format(digits + ogm_vcs.calc_check_digits(digits))}+++"


def make_betalingskenmerk(base: str) -> str:
    """The Dutch betalingskenmerk of 1 to 12, or of 15, digits: with its check digit in front.

    Fifteen digits give the form of 16; fewer are filled to seven and give the form of 9 to 14,
    whose second digit says how many digits follow (betaalvereniging.nl). ValueError otherwise.
    """
    digits = _SEPARATORS.sub("", base)
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{15}", digits):
        raise ValueError("A betalingskenmerk is made of 1 to 12 digits, or of 15.")
    if len(digits) < 15:
        digits = digits.zfill(7)
        digits = str(len(digits) % 10) + digits
    return _kenmerk_check_digit(digits) + digits


def is_rf(reference: str) -> bool:
    """Whether a text is an ISO 11649 reference with right check digits, spaces allowed."""
    compact = _SEPARATORS.sub("", reference).upper()
    return bool(re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", compact)) and iso11649.is_valid(compact)


def is_ogm(reference: str) -> bool:
    """Whether a text is a Belgian structured communication, with its signs or without."""
    return bool(ogm_vcs.is_valid(reference.strip().strip("+*").strip()))


def is_betalingskenmerk(reference: str) -> bool:
    """Whether a text is a betalingskenmerk of 9 to 14 or 16 digits with right check digits."""
    digits = _SEPARATORS.sub("", reference)
    if not re.fullmatch(r"[0-9]{9,14}|[0-9]{16}", digits):
        return False
    if len(digits) < 16 and int(digits[1]) != (len(digits) - 2) % 10:
        return False
    return digits[0] == _kenmerk_check_digit(digits[1:])


def plain(reference: str) -> str:
    """A reference as banks carry it: no spaces, plus signs or strokes."""
    return _SEPARATORS.sub("", reference.strip().strip("+*")).upper()


def _kenmerk_check_digit(digits: str) -> str:
    """Weights from the right, eleven minus the rest; 10 is written 1, and 11 is written 0."""
    weighted = sum(
        int(digit) * _KENMERK_WEIGHTS[i % 10] for i, digit in enumerate(reversed(digits))
    )
    check = 11 - weighted % 11
    return {10: "1", 11: "0"}.get(check, str(check))
