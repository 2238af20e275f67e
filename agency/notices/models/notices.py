"""Notices and their release by a lawyer. The database holds the rule between them."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from agency.clients.models import LawFirm, Lawyer
from agency.law.notices import runs_by_law
from agency.law.vocabulary import NoticeKind
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, has_many, references

if TYPE_CHECKING:
    from agency.notices.models.deliveries import Delivery


class NoticeState(StrEnum):
    """How far a notice is, in the order in which it gets there."""

    RENDERING = "rendering"
    FAULTY = "faulty"
    WAITS_RELEASE = "waits_release"
    REFUSED = "refused"
    READY = "ready"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Notice(TenantScoped):
    """A message to the debtor, rendered once, stored with its hash, dispatched once."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_case", "agency_id", "case_id", "id"),
        Index(
            "uq_notices_open_of_case",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null and dispatched_at is null"),
        ),
        UniqueConstraint("agency_id", "id", "law_firm_id"),
        UniqueConstraint("agency_id", "id", "needs_release"),
        UniqueConstraint("agency_id", "id", "sha256"),
        ForeignKeyConstraint(
            ["agency_id", "lawyer_id", "law_firm_id"],
            ["lawyers.agency_id", "lawyers.id", "lawyers.law_firm_id"],
            name="fk_notices_lawyer_of_firm",
        ),
        CheckConstraint("(law_firm_id is null) = (lawyer_id is null)", name="signed_by_firm"),
        CheckConstraint(
            "(kind = 'law_firm_notice') = (law_firm_id is not null)", name="letterhead_of_kind"
        ),
        CheckConstraint("channel in ('email', 'post', 'both', 'sms')", name="channel"),
        CheckConstraint("held_until is null or channel = 'sms'", name="held_text"),
        CheckConstraint("(held_until is null) = (held_by is null)", name="held_whole"),
        Index(
            "ix_notices_open",
            "agency_id",
            "law_firm_id",
            "id",
            postgresql_where=text("withdrawn_at is null and dispatched_at is null"),
        ),
        Index(
            "ix_notices_lent_name",
            "agency_id",
            "kind",
            "id",
            postgresql_where=text("kind in ('law_firm_notice', 'own_reminder')"),
        ),
        Index(
            "ix_notices_batch",
            "agency_id",
            "batch_id",
            "id",
            postgresql_where=text("batch_id is not null"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    batch_id: Mapped[uuid.UUID | None] = references("notice_batches")
    kind: Mapped[str]
    law_firm_id: Mapped[uuid.UUID | None] = references("law_firms")
    lawyer_id: Mapped[uuid.UUID | None]
    needs_release: Mapped[bool] = mapped_column(Computed("law_firm_id is not null", persisted=True))
    """Whether a lawyer must have released the file before it leaves the house."""
    locale: Mapped[str]
    channel: Mapped[str]
    """How it goes out: `email`, `post`, `both`, or `sms`."""
    subject: Mapped[str]
    written_on: Mapped[date]
    due_on: Mapped[date]
    currency: Mapped[str]
    total_minor: Mapped[int]
    facts: Mapped[dict[str, Any]]
    """The figures and texts it was written from, so that it can be told later what it said."""
    prepared_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now)
    file_key: Mapped[str] = mapped_column(default="")
    file_size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(default="")
    picture_key: Mapped[str] = mapped_column(default="")
    """The first page as a picture, for notices of a batch."""
    rendered_at: Mapped[datetime | None]
    render_error: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(default="")
    dispatched_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    """When a text message goes that was sent off at an hour at which it may not."""
    held_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who sent it off."""

    case: Mapped[Case] = belongs_to("Notice.case_id", "Case", viewonly=True)
    law_firm: Mapped[LawFirm | None] = belongs_to("Notice.law_firm_id", "LawFirm", viewonly=True)
    lawyer: Mapped[Lawyer | None] = belongs_to("Notice.lawyer_id", "Lawyer", viewonly=True)
    releases: Mapped[list["Release"]] = has_many(
        "Release.notice_id", "Notice", order_by="Release.at", viewonly=True
    )
    deliveries: Mapped[list["Delivery"]] = has_many(
        "Delivery.notice_id", "Notice", order_by="Delivery.at", viewonly=True
    )
    total = money_of("total_minor")

    @property
    def is_text(self) -> bool:
        """Whether it goes as a text message, which starts no term and counts as no letter."""
        return self.channel == "sms"

    @property
    def runs_by_law(self) -> bool:
        """Whether the law counts its term, from receipt or sending, so that it names no date."""
        debtor = self.case.debtor
        return not self.is_text and runs_by_law(
            debtor.country, NoticeKind(self.kind), debtor.debtor_kind
        )

    @property
    def is_due_by_law(self) -> bool:
        """Whether the office cannot choose the day to pay by: the law counts or fixes it."""
        contents = self.facts["contents"]
        return self.runs_by_law or bool(contents.get("contest_by") or contents.get("answer_by"))

    @property
    def release(self) -> "Release | None":
        """The lawyer's word on the very file as it is now, if there is one."""
        return next((r for r in reversed(self.releases) if r.sha256 == self.sha256), None)

    @property
    def is_released(self) -> bool:
        """Whether it may go out: under a firm's name only with that firm's release of this file."""
        if not self.sha256 or self.render_error:
            return False
        return self.law_firm_id is None or (
            self.release is not None and self.release.outcome == "released"
        )

    @property
    def voided_release(self) -> "Release | None":
        """The latest release of a file that has been changed since."""
        released = [r for r in self.releases if r.outcome == "released"]
        last = released[-1] if released else None
        return last if last and last.sha256 != self.sha256 else None

    @property
    def sender(self) -> str:
        """Whose letterhead it bears."""
        return str(self.facts["contents"]["head"]["name"])

    @property
    def lent_name(self) -> str:
        """The name it goes out under where that is not the agency's: the creditor's, or a firm's."""
        lent = self.kind in (NoticeKind.OWN_REMINDER, NoticeKind.LAW_FIRM_NOTICE)
        return self.sender if lent else ""

    @property
    def state(self) -> NoticeState:
        """How far it is. `queries.IN_STATE` says the same to the database."""
        if self.withdrawn_at:
            return NoticeState.WITHDRAWN
        if self.dispatched_at:
            return NoticeState.SENT
        if self.rendered_at is None:
            return NoticeState.RENDERING
        if self.render_error:
            return NoticeState.FAULTY
        if self.release and self.release.outcome == "refused":
            return NoticeState.REFUSED
        return NoticeState.READY if self.is_released else NoticeState.WAITS_RELEASE

    @property
    def is_open(self) -> bool:
        """Whether it still lies in the house and can be changed or withdrawn."""
        return self.withdrawn_at is None and self.dispatched_at is None

    @property
    def goes_by(self) -> tuple[str, ...]:
        """The ways it goes out, one by one."""
        return ("email", "post") if self.channel == "both" else (self.channel,)


class Release(TenantScoped):
    """A lawyer's word on a file: released, or refused with a reason. It holds for that hash only."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("agency_id", "notice_id", "sha256"),
        UniqueConstraint("agency_id", "id", "notice_id", "sha256", "outcome"),
        ForeignKeyConstraint(
            ["agency_id", "lawyer_id", "law_firm_id"],
            ["lawyers.agency_id", "lawyers.id", "lawyers.law_firm_id"],
            name="fk_releases_lawyer_of_firm",
        ),
        ForeignKeyConstraint(
            ["agency_id", "notice_id", "law_firm_id"],
            ["notices.agency_id", "notices.id", "notices.law_firm_id"],
            name="fk_releases_notice_of_firm",
        ),
        CheckConstraint("outcome in ('released', 'refused')", name="outcome"),
        CheckConstraint("outcome = 'released' or reason <> ''", name="reason"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    notice_id: Mapped[uuid.UUID] = references("notices")
    law_firm_id: Mapped[uuid.UUID]
    lawyer_id: Mapped[uuid.UUID]
    sha256: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    by_user: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    notice: Mapped[Notice] = belongs_to("Release.notice_id", "Notice", viewonly=True)
    lawyer: Mapped[Lawyer] = belongs_to("Release.lawyer_id", "Lawyer", viewonly=True)
