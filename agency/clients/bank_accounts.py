"""Bank accounts as they are written: checked, compact, in groups of four, and their BIC."""

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException


def read_iban(text: str) -> str:
    """The IBAN without spaces, in capitals. ValueError when its length or checksum is wrong."""
    try:
        return str(IBAN(text))
    except SchwiftyException as error:
        raise ValueError(str(error)) from None


def bic_of(iban: str) -> str:
    """The bank's BIC, where the IBAN tells it; empty otherwise."""
    if not iban:
        return ""
    return str(IBAN(iban).bic or "")


def grouped(iban: str | None) -> str:
    """An IBAN as people read it: `NL91 ABNA 0417 1643 00`. Nothing stays nothing."""
    if not iban:
        return ""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
