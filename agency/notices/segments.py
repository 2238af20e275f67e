"""How many parts a text message is sent in, by the alphabet that it needs (3GPP TS 23.038). Pure."""

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")


class Alphabet(StrEnum):
    """The alphabets of text messages."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Counted:
    """The signs of a text, its parts, its alphabet, and what asks for the dearer one."""

    signs: int
    segments: int
    alphabet: Alphabet
    dear: str = ""
    """The signs that GSM-7 has not, each once."""


def counted(text: str) -> Counted:
    """How a text is sent: 160 signs alone or 153 in a part by GSM-7, else 70 or 67 by UCS-2."""
    dear = "".join(dict.fromkeys(sign for sign in text if sign not in _BASIC | _EXTENDED))
    if dear:
        units = [len(sign.encode("utf-16-be")) // 2 for sign in text]
        return Counted(len(text), _parts(units, 70, 67), Alphabet.UCS_2, dear)
    units = [2 if sign in _EXTENDED else 1 for sign in text]
    return Counted(len(text), _parts(units, 160, 153), Alphabet.GSM_7)


def _parts(units: list[int], alone: int, each: int) -> int:
    """A sign of two units is never cut in two."""
    if sum(units) <= alone:
        return 1
    parts, filled = 1, 0
    for unit in units:
        if filled + unit > each:
            parts, filled = parts + 1, 0
        filled += unit
    return parts
