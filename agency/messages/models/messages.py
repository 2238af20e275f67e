"""A message between the agency and a debtor, a creditor, or somebody whom nobody knows yet."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case, Party
from agency.contacts.kinds import Direction
from agency.messages.kinds import By, Delivery, Nature, Settled
from agency.messages.reading.quoting import Parts, split
from agency.notices.models import Notice
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, has_many, references

if TYPE_CHECKING:
    from agency.messages.models.files import MessageFile


def _one_of(column: str, kinds: type, *more: str) -> CheckConstraint:
    values = [str(kind) for kind in kinds] + list(more)  # type: ignore[attr-defined]
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


class Message(TenantScoped):
    """Something written, in or out. It never changes; only what became of it is added.

    One that no case could be found for waits for staff. Creditors see those between them and the
    agency alone: the others have no creditor.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("agency_id", "source_id", "case_id", postgresql_nulls_not_distinct=True),
        Index("ix_messages_case", "agency_id", "case_id", "id"),
        Index(
            "ix_messages_waiting",
            "agency_id",
            "answer_by",
            "id",
            postgresql_where=text("answer_by is not null and settled_at is null"),
        ),
        Index(
            "uq_messages_notice",
            "agency_id",
            "notice_id",
            unique=True,
            postgresql_where=text("notice_id is not null"),
        ),
        Index(
            "uq_messages_gateway_ref",
            "agency_id",
            "gateway_ref",
            unique=True,
            postgresql_where=text("gateway_ref <> ''"),
        ),
        Index(
            "ix_messages_texted",
            "agency_id",
            "recipient",
            "id",
            postgresql_where=text("way = 'sms' and direction = 'out'"),
        ),
        _one_of("party", Party),
        _one_of("direction", Direction),
        _one_of("way", By),
        _one_of("nature", Nature),
        _one_of("settled_how", Settled, ""),
        _one_of("delivery", Delivery, ""),
        CheckConstraint("(settled_at is null) = (settled_how = '')", name="settled"),
        CheckConstraint(
            "settled_how not in ('no_answer', 'dropped') or settled_why <> ''", name="why"
        ),
        CheckConstraint("settled_how <> 'logged' or contact_id is not null", name="logged"),
        CheckConstraint("answer_by is null or direction = 'in'", name="answer_in"),
        CheckConstraint("creditor_id is null or party = 'creditor'", name="creditor"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    """The creditor that it is between; none where it is with a debtor."""
    case_id: Mapped[uuid.UUID | None] = references("cases")
    notice_id: Mapped[uuid.UUID | None] = references("notices")
    """The notice that it is, where a step of the procedure or somebody sent one as a text."""
    party: Mapped[str]
    direction: Mapped[str]
    way: Mapped[str]
    nature: Mapped[str] = mapped_column(default=Nature.MESSAGE)
    source_id: Mapped[str]
    """Its Message-ID, the gateway's number or the form's key, so that it is one message however
    often it comes."""
    thread_ids: Mapped[str] = mapped_column(default="")
    """The Message-IDs of the conversation through this one, parted by blanks, for an answer to name."""
    sender: Mapped[str] = mapped_column(default="")
    sender_name: Mapped[str] = mapped_column(default="")
    recipient: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    raw_key: Mapped[str] = mapped_column(default="")
    """The e-mail as it came or went, byte for byte."""
    failed_address: Mapped[str] = mapped_column(default="")
    gateway_ref: Mapped[str] = mapped_column(default="")
    """The gateway's id of a text message that we sent."""
    delivery: Mapped[str] = mapped_column(default="")
    """How far a text message of ours has come; empty for anything else."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answers_id: Mapped[uuid.UUID | None] = references("messages")
    answer_by: Mapped[date | None]
    """By when somebody has to deal with it; none where nobody has to."""
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    settled_how: Mapped[str] = mapped_column(default="")
    settled_why: Mapped[str] = mapped_column(default="")
    contact_id: Mapped[uuid.UUID | None] = references("contacts")
    """The contact in which it was dealt with."""
    interrupted_mover: Mapped[str] = mapped_column(default="")
    interrupted_move: Mapped[str] = mapped_column(default="")
    interrupted_until: Mapped[date | None]
    """What its case waited for when it came in, to go on with once it is dealt with."""

    case: Mapped[Case | None] = belongs_to("Message.case_id", "Case", viewonly=True)
    notice: Mapped[Notice | None] = belongs_to("Message.notice_id", "Notice", viewonly=True)
    files: Mapped[list["MessageFile"]] = has_many(
        "MessageFile.message_id", "Message", order_by="MessageFile.id", viewonly=True
    )
    writer: Mapped[User | None] = relationship(
        User, primaryjoin="foreign(Message.written_by) == User.id", viewonly=True
    )
    settler: Mapped[User | None] = relationship(
        User, primaryjoin="foreign(Message.settled_by) == User.id", viewonly=True
    )

    @property
    def waits(self) -> bool:
        """Whether somebody still has to deal with it."""
        return self.answer_by is not None and self.settled_at is None

    @property
    def is_in(self) -> bool:
        """Whether it came to the agency."""
        return self.direction == Direction.IN

    @property
    def is_bounce(self) -> bool:
        """Whether it tells that our own e-mail came back."""
        return self.nature == Nature.BOUNCE

    @property
    def parts(self) -> Parts:
        """Its own words, and what it quotes."""
        return split(self.text) if self.way == By.EMAIL and self.is_in else Parts(self.text, "")
