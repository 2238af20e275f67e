"""What is done about contact and about keeping: record, revoke, hold, erase, hand out."""

from agency.compliance.services.declaring import Declared, declare, revoke
from agency.compliance.services.erasing import doom, end_run, erase_due, sweep
from agency.compliance.services.exporting import (
    ask_export,
    fetch,
    make_export,
    own,
    remove_exports,
)
from agency.compliance.services.files import remove_files
from agency.compliance.services.holding import lift_hold, place_hold
from agency.compliance.services.previewing import Preview, preview

__all__ = [
    "Declared",
    "Preview",
    "ask_export",
    "declare",
    "doom",
    "end_run",
    "erase_due",
    "fetch",
    "lift_hold",
    "make_export",
    "own",
    "place_hold",
    "preview",
    "remove_exports",
    "remove_files",
    "revoke",
    "sweep",
]
