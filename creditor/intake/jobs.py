"""Reading and placing large files, in the background."""

from uuid import UUID

from creditor.intake import services
from portal.jobs import job


@job("intake.read")
def read(batch_id: str) -> None:
    """Read a file into rows."""
    services.read_in_parts(UUID(batch_id))


@job("intake.place")
def place(batch_id: str) -> None:
    """Turn accepted rows into claims."""
    services.place_in_parts(UUID(batch_id))
