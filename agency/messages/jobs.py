"""What messages do in the background."""

from uuid import UUID

from agency.law.vocabulary import Purpose
from agency.messages import services
from agency.messages.models import Message
from portal.jobs import every, job
from portal.web import get


@job("messages.fetch")
def fetch() -> None:
    """Pick up what came to the agency's own mailbox."""
    services.fetch()


every(120, "messages.fetch")


@job("messages.interrupt", queue="urgent")
def interrupt(message_id: str) -> None:
    """Let the case of a message wait for its answer."""
    services.interrupt_by(get(Message, UUID(message_id)))


@job("messages.send_text", queue="urgent")
def send_text(message_id: str, purpose: str = "") -> None:
    """Hand a text message to the gateway."""
    services.send_text(get(Message, UUID(message_id)), Purpose(purpose) if purpose else None)
