"""The agency's own texts of notices, in versions; where it has none, the house's stand."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.clients.models import LawFirm
from agency.notices.media import Medium
from agency.notices.own_text import OwnText
from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, references


class TemplateState(StrEnum):
    """How far a version is."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    RETIRED = "retired"


class NoticeTemplate(TenantScoped):
    """One version of a text. It can be changed until it is put in force, and never again after."""

    __tablename__ = "notice_templates"
    __table_args__ = (
        UniqueConstraint(
            *("agency_id", "medium", "kind", "tone", "locale", "law_firm_id", "number"),
            name="uq_notice_templates_number",
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "uq_notice_templates_in_force",
            *("agency_id", "medium", "kind", "tone", "locale", "law_firm_id"),
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("in_force_at is not null and retired_at is null"),
        ),
        CheckConstraint("medium in ('letter', 'mail', 'text')", name="medium"),
        CheckConstraint("tone in ('friendly', 'neutral', 'firm')", name="tone"),
        CheckConstraint(
            "(kind = 'law_firm_notice') = (law_firm_id is not null)", name="letterhead_of_kind"
        ),
        CheckConstraint("(in_force_at is null) = (in_force_by is null)", name="in_force_whole"),
        CheckConstraint("retired_at is null or in_force_at is not null", name="retired_after"),
    )

    medium: Mapped[str] = mapped_column(default=Medium.LETTER)
    """Whether it is the letter's, that of the mail that carries it, or a text message."""
    kind: Mapped[str]
    tone: Mapped[str]
    locale: Mapped[str]
    law_firm_id: Mapped[uuid.UUID | None] = references("law_firms")
    """Under whose letterhead it stands; none for the agency's own."""
    number: Mapped[int]
    subject: Mapped[str]
    body: Mapped[str]
    countries: Mapped[list[Any]] = mapped_column(default=list)
    """Where it is in force: the countries whose law it holds to."""
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    in_force_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    in_force_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    law_firm: Mapped[LawFirm | None] = belongs_to(
        "NoticeTemplate.law_firm_id", "LawFirm", viewonly=True
    )
    maker: Mapped[User] = relationship(foreign_keys=[made_by], viewonly=True)

    @property
    def text(self) -> OwnText:
        """What it says."""
        return OwnText(self.subject, self.body)

    @property
    def state(self) -> TemplateState:
        """How far it is."""
        if self.in_force_at is None:
            return TemplateState.DRAFT
        return TemplateState.RETIRED if self.retired_at else TemplateState.IN_FORCE
