"""Reading and placing large files, in the background."""

from uuid import UUID

from creditor.intake import services
from creditor.intake.models import Batch
from portal.jobs import job
from portal.web import get


@job("intake.read")
def read(batch_id: str) -> None:
    """Read a file into rows."""
    services.read(get(Batch, UUID(batch_id)))


@job("intake.place")
def place(batch_id: str) -> None:
    """Turn accepted rows into claims."""
    services.place_rows(get(Batch, UUID(batch_id)))
