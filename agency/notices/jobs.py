"""What notices do in the background: making files."""

from uuid import UUID

from agency.cases.models import Case
from agency.notices import paid_letters, services
from agency.notices.models import Notice, PrintBatch
from agency.notices.services import batches
from portal.jobs import every, job
from portal.web import get


@job("notices.render", queue="documents")
def render(notice_id: str) -> None:
    """Make the file of a notice."""
    services.render(get(Notice, UUID(notice_id)))


@job("notices.send_held", queue="urgent")
def send_held(notice_id: str) -> None:
    """Send a text message whose hour has come."""
    services.send_held(get(Notice, UUID(notice_id)))


@job("notices.bind", queue="documents")
def bind(batch_id: str) -> None:
    """Make the file and the list of a print batch."""
    services.bind(get(PrintBatch, UUID(batch_id)))


@job("notices.run_batch", queue="documents")
def run_batch(run_id: str) -> None:
    """Do the next part of a way through a batch."""
    batches.go_on(UUID(run_id))


@job("notices.resume_batches")
def resume_batches() -> None:
    """Pick up the batches whose worker died."""
    batches.resume_idle()


@job("notices.tell_paid", queue="documents")
def tell_paid(case_id: str) -> None:
    """Write the letter that all is paid, and mail it."""
    paid_letters.tell(get(Case, UUID(case_id)))


every(300, "notices.resume_batches")
