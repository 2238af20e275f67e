"""What the cases do in the background."""

from uuid import UUID

from agency.cases import mails
from agency.cases.models import Placement
from portal.jobs import job
from portal.web import get


@job("cases.acknowledge")
def acknowledge(placement_id: str) -> None:
    """Tell a creditor that its placement has arrived."""
    mails.acknowledge(get(Placement, UUID(placement_id)))
