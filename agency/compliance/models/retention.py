"""The end of a debtor's data: what holds it up, what was erased, and files that wait to be removed."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Debtor
from portal import clock
from portal.tenancy import TenantScoped, belongs_to, references


class LegalHold(TenantScoped):
    """Nothing of a debtor is erased while it runs: a lawsuit, an inquiry, a complaint."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        Index(
            "uq_legal_holds_running",
            "agency_id",
            "debtor_id",
            unique=True,
            postgresql_where=text("lifted_at is null"),
        ),
    )
    creditors_see = "nothing"

    debtor_id: Mapped[uuid.UUID] = references("debtors")
    case_id: Mapped[uuid.UUID] = references("cases")
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_by: Mapped[str] = mapped_column(default="")
    lifted_at: Mapped[datetime | None]

    debtor: Mapped[Debtor] = belongs_to("LegalHold.debtor_id", "Debtor", viewonly=True)


class Erasure(TenantScoped):
    """A run of the erasing: one for each day on which there was something to erase."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("agency_id", "day_key"),)
    creditors_see = "nothing"

    day_key: Mapped[str]
    """The day, so that a run that is started again goes on with the same report."""
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    started_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    debtors: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many records were erased, by kind."""


class ErasedDebtor(TenantScoped):
    """A debtor whose data of a stage is gone: by which run, and what is kept until when and why."""

    __tablename__ = "erased_debtors"
    __table_args__ = (
        UniqueConstraint("agency_id", "debtor_id", "stage"),
        Index("ix_erased_debtors_erasure", "agency_id", "erasure_id", "id"),
        CheckConstraint("stage in ('file', 'books')", name="stage"),
    )
    creditors_see = "nothing"

    debtor_id: Mapped[uuid.UUID] = references("debtors")
    erasure_id: Mapped[uuid.UUID] = references("erasures")
    stage: Mapped[str]
    cases: Mapped[list[Any]]
    """The numbers of the cases, by which the books still know them."""
    kept: Mapped[list[Any]]
    """What is kept: `{"what": "books", "until": day, "article": text}`."""
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def kept_books(self) -> list[tuple[date, str]]:
        """Until when the books about it are kept, and by which article."""
        return [(date.fromisoformat(it["until"]), it["article"]) for it in self.kept]

    @property
    def pseudonym(self) -> str:
        """What the debtor is called from now on."""
        return f"D-{str(self.debtor_id)[-8:].upper()}"


class DoomedFile(TenantScoped):
    """A stored file whose last record was erased; removed once that is safe."""

    __tablename__ = "doomed_files"
    __table_args__ = (UniqueConstraint("agency_id", "file_key"),)
    creditors_see = "nothing"

    file_key: Mapped[str]
    erasure_id: Mapped[uuid.UUID | None] = references("erasures")
    doomed_at: Mapped[datetime] = mapped_column(default=clock.now)
