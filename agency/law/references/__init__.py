"""What a debtor's bank reads: structured references, and the QR code of a credit transfer."""

from agency.law.references.codes import (
    is_betalingskenmerk,
    is_ogm,
    is_rf,
    make_betalingskenmerk,
    make_ogm,
    make_rf,
    plain,
)
from agency.law.references.epc import ERROR_LEVEL, MAX_VERSION, epc_qr
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
from agency.law.references.schemes import SCHEMES, ReferenceKind, from_case_number, kind_of

__all__ = [
    "ERROR_LEVEL",
    "MAX_VERSION",
    "SCHEMES",
    "ReferenceKind",
    "epc_qr",
    "from_case_number",
    "is_betalingskenmerk",
    "is_kid10",
    "is_kid11",
    "is_ogm",
    "is_qrr",
    "is_rf",
    "is_viite",
    "kind_of",
    "make_betalingskenmerk",
    "make_kid10",
    "make_kid11",
    "make_ogm",
    "make_qrr",
    "make_rf",
    "make_viite",
    "plain",
]
