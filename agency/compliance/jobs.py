"""What goes by itself: erasing at night, removing files, gathering exports and taking them away."""

from uuid import UUID

from agency.compliance import services
from agency.compliance.models import DataExport
from portal import outbox
from portal.jobs import every, job
from portal.web import get

DAY = 24 * 3600


@job("compliance.erase_due", queue="documents")
def erase_due() -> None:
    """Erase the next chunk, and go on until nothing is due."""
    if services.erase_due():
        outbox.later("compliance.erase_due")
    else:
        services.sweep()
        services.end_run()


@job("compliance.remove_files", queue="documents")
def remove_files() -> None:
    """Remove stored files that nothing needs any more."""
    services.remove_files()


@job("compliance.export", queue="documents")
def make_export(export_id: str) -> None:
    """Gather all data of a debtor."""
    services.make_export(get(DataExport, UUID(export_id)))


@job("compliance.remove_exports")
def remove_exports() -> None:
    """Take away exports whose time has run out."""
    services.remove_exports()


every(DAY, "compliance.erase_due")
every(DAY, "compliance.remove_exports")
