"""What debtors declared about contact, and what becomes of their data in the end."""

from agency.compliance.models.declarations import Declaration
from agency.compliance.models.exports import DataExport
from agency.compliance.models.retention import DoomedFile, ErasedDebtor, Erasure, LegalHold

__all__ = ["DataExport", "Declaration", "DoomedFile", "ErasedDebtor", "Erasure", "LegalHold"]
