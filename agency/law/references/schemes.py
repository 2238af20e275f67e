"""All kinds of structured reference under one roof: make one, check one, tell which it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agency.law.references.codes import (
    is_betalingskenmerk,
    is_ogm,
    is_rf,
    make_betalingskenmerk,
    make_ogm,
    make_rf,
)
from agency.law.references.giro import (
    is_kid10,
    is_kid11,
    is_qrr,
    is_viite,
    make_kid10,
    make_kid11,
    make_qrr,
    make_viite,
)


class ReferenceKind(StrEnum):
    """The kinds of structured reference."""

    RF = "rf"
    OGM = "ogm"
    BETALINGSKENMERK = "betalingskenmerk"
    KID10 = "kid10"
    KID11 = "kid11"
    QRR = "qrr"
    VIITE = "viite"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How references of a kind are made and checked."""

    make: Callable[[str], str]
    is_valid: Callable[[str], bool]


SCHEMES = {
    ReferenceKind.RF: Scheme(make_rf, is_rf),
    ReferenceKind.OGM: Scheme(make_ogm, is_ogm),
    ReferenceKind.BETALINGSKENMERK: Scheme(make_betalingskenmerk, is_betalingskenmerk),
    ReferenceKind.KID10: Scheme(make_kid10, is_kid10),
    ReferenceKind.KID11: Scheme(make_kid11, is_kid11),
    ReferenceKind.QRR: Scheme(make_qrr, is_qrr),
    ReferenceKind.VIITE: Scheme(make_viite, is_viite),
}

_TOLD_APART = (ReferenceKind.RF, ReferenceKind.OGM, ReferenceKind.BETALINGSKENMERK)
"""The kinds that a reference on a bank statement is recognised as; the others are known only by
the agreement of the account, since any row of digits may pass for one."""


def from_case_number(number: str, kind: ReferenceKind = ReferenceKind.RF) -> str:
    """The reference that a debtor quotes for a case; RF keeps letters, the others digits only.

    ValueError where the case number leaves nothing, or too much, for the kind.
    """
    kept = r"[^A-Za-z0-9]" if kind is ReferenceKind.RF else r"[^0-9]"
    return SCHEMES[kind].make(re.sub(kept, "", number))


def kind_of(reference: str) -> ReferenceKind | None:
    """Which kind of valid structured reference a text is; None when its check digits say no."""
    text = reference.strip().strip("+*").strip()
    return next((kind for kind in _TOLD_APART if SCHEMES[kind].is_valid(text)), None)
