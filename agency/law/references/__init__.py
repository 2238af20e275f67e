"""What a debtor's bank reads: structured references, and the QR code of a credit transfer."""

from agency.law.references.codes import (
    ReferenceKind,
    from_case_number,
    is_betalingskenmerk,
    is_rf,
    kind_of,
    make_betalingskenmerk,
    make_ogm,
    make_rf,
    plain,
)
from agency.law.references.epc import ERROR_LEVEL, MAX_VERSION, epc_qr

__all__ = [
    "ERROR_LEVEL",
    "MAX_VERSION",
    "ReferenceKind",
    "epc_qr",
    "from_case_number",
    "is_betalingskenmerk",
    "is_rf",
    "kind_of",
    "make_betalingskenmerk",
    "make_ogm",
    "make_rf",
    "plain",
]
