"""Values in several currencies on one list: each currency has a stretch of places of its own. Pure.

There is no exchange rate in the house, so amounts of two currencies are never compared: the
agency's own currency comes first, the others by their code, and within each what is worth most.
"""

from agency.worklist.worth import MOST_WORTH

_WIDTH = MOST_WORTH + 1


def start(currency: str, own: str) -> int:
    """The last place of a currency; what is worth more stands before it. The database says the same
    (`worklist_start`)."""
    if currency == own:
        return 0
    code = 0
    for letter in currency:
        code = code * 26 + ord(letter) - ord("A")
    return (code + 1) * _WIDTH


def stretch(currency: str, own: str) -> tuple[int, int]:
    """The places of a currency: behind the first, and before the second."""
    last = start(currency, own)
    return last - _WIDTH, last + 1
