"""What notices do in the background: making files."""

from uuid import UUID

from agency.notices import services
from agency.notices.models import Notice, PrintBatch
from portal.jobs import job
from portal.web import get


@job("notices.render", queue="documents")
def render(notice_id: str) -> None:
    """Make the file of a notice."""
    services.render(get(Notice, UUID(notice_id)))


@job("notices.bind", queue="documents")
def bind(batch_id: str) -> None:
    """Make the file and the list of a print batch."""
    services.bind(get(PrintBatch, UUID(batch_id)))
