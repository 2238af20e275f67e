"""What remittances do in the background: making their files."""

from uuid import UUID

from agency.remittance.models import Remittance
from agency.remittance.writing import write as write_files
from portal.jobs import job
from portal.web import get


@job("remittance.write", queue="documents")
def write(remittance_id: str) -> None:
    """Make the statement and the bank file of a remittance, and tell the creditor."""
    write_files(get(Remittance, UUID(remittance_id)))
