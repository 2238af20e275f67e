"""Notices that go as text messages: carried as every other text, and known as the notice that they are."""

from sqlalchemy import select

from agency.cases.models import Party
from agency.contacts.kinds import Direction
from agency.messages.kinds import By, Delivery
from agency.messages.models import Message
from agency.messages.services.text_gateways import text_gateway
from agency.notices.models import Notice
from portal import db, outbox
from portal.accounts.models import User
from portal.keys import new_key


class NoticeCarrier:
    """Carries the texts of notices through the agency's provider."""

    def is_set_up(self) -> bool:
        """Whether the agency has a provider of text messages."""
        return text_gateway() is not None

    def carry(self, notice: Notice, number: str, words: str, *, by: User) -> None:
        """Have the words of a notice sent to a number, once; the database allows no second."""
        message = Message(
            id=new_key(),
            case_id=notice.case_id,
            notice_id=notice.id,
            party=Party.DEBTOR,
            direction=Direction.OUT,
            way=By.SMS,
            source_id=f"notice {notice.id}",
            sender_name=by.name,
            recipient=number,
            text=words,
            delivery=Delivery.WAITING,
            written_by=by.id,
        )
        db.session.add(message)
        db.session.flush()
        outbox.later("messages.send_text", message_id=message.id)

    def became_of(self, notice: Notice) -> str:
        """How far the text of a notice has come; empty before it is sent."""
        query = select(Message.delivery).where(Message.notice_id == notice.id)
        return db.session.scalar(query) or ""
