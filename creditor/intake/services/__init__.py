"""Handing claims over: by form or file, checked and quoted, accepted once, placed in sets."""

from creditor.intake.services.accepting import accept, amend, discard, note_evidence
from creditor.intake.services.entering import enter, upload
from creditor.intake.services.placing import place_in_parts, place_rows
from creditor.intake.services.reading import read, read_in_parts

__all__ = [
    "accept",
    "amend",
    "discard",
    "enter",
    "note_evidence",
    "place_in_parts",
    "place_rows",
    "read",
    "read_in_parts",
    "upload",
]
