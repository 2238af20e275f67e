"""The case: the agency's file on one debtor of one creditor; how it rests and how it ends."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from agency.cases.models.claims import Claim, Review
from agency.cases.models.debtors import Debtor, DebtorRequest
from agency.cases.models.kinds import Mover
from agency.clients.models import Creditor
from agency.ledger.models import CaseBalance
from portal import clock
from portal.accounts.models import Membership
from portal.errors import Refused
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class Case(TenantScoped):
    """The agency's file on one debtor of one creditor."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        Index(
            "uq_cases_open_debtor",
            "agency_id",
            "debtor_id",
            "currency",
            unique=True,
            postgresql_where=text("closed_at is null and reopened_at is null"),
        ),
        Index("ix_cases_creditor", "agency_id", "creditor_id", "number"),
        Index("ix_cases_standing", "agency_id", "creditor_id", "closed_at", "mover"),
        Index("ix_cases_debtor", "agency_id", "debtor_id"),
        Index(
            "ix_cases_worklist",
            "agency_id",
            "mover",
            "move_until",
            "id",
            postgresql_where=text("closed_at is null"),
        ),
        Index(
            "ix_cases_open",
            "agency_id",
            "move_until",
            "id",
            postgresql_where=text("closed_at is null"),
        ),
        Index(
            "ix_cases_closed",
            "agency_id",
            "closed_at",
            "id",
            postgresql_where=text("closed_at is not null"),
        ),
    )
    creditors_see = "creditor_id"

    number: Mapped[int]
    creditor_id: Mapped[uuid.UUID] = references("creditors")
    debtor_id: Mapped[uuid.UUID] = references("debtors")
    currency: Mapped[str] = mapped_column(default="EUR")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    """When it was opened again; new claims then go to a case of their own."""
    collector_id: Mapped[uuid.UUID | None] = references("memberships")
    mover: Mapped[str] = mapped_column(default=Mover.AGENCY)
    move: Mapped[str] = mapped_column(default="review")
    """What is waited for; the texts are in moves.py."""
    move_since: Mapped[datetime] = mapped_column(default=clock.now)
    move_until: Mapped[date]
    placed_minor: Mapped[int | None] = query_expression()
    """Principal handed over and not answered yet, where a query asks for it."""

    creditor: Mapped[Creditor] = belongs_to("Case.creditor_id", "Creditor", viewonly=True)
    debtor: Mapped[Debtor] = belongs_to("Case.debtor_id", "Debtor", viewonly=True)
    claims: Mapped[list["Claim"]] = has_many(
        "Claim.case_id", "Case", order_by="Claim.due_on, Claim.id", viewonly=True
    )
    holds: Mapped[list["Hold"]] = has_many(
        "Hold.case_id", "Case", order_by="Hold.held_at", viewonly=True
    )
    reviews: Mapped[list["Review"]] = has_many(
        "Review.case_id", "Case", order_by="Review.at", viewonly=True
    )
    requests: Mapped[list["DebtorRequest"]] = has_many(
        "DebtorRequest.case_id", "Case", order_by="DebtorRequest.at", viewonly=True
    )
    balance: Mapped[CaseBalance | None] = belongs_to("Case.id", "CaseBalance", viewonly=True)
    collector: Mapped[Membership | None] = belongs_to(
        "Case.collector_id", "Membership", viewonly=True
    )
    running_hold: Mapped["Hold | None"] = relationship(
        "Hold",
        primaryjoin="and_(Case.id == foreign(Hold.case_id), Case.agency_id == Hold.agency_id, "
        "Hold.lifted_at.is_(None))",
        uselist=False,
        viewonly=True,
    )
    """The same as `hold`, where a list loads it for many cases at once."""

    @property
    def is_open(self) -> bool:
        """Whether the case is still worked."""
        return self.closed_at is None

    @property
    def reckoned_on(self) -> date:
        """The day for which its figures stand: today, or the day on which it was closed."""
        return clock.day_of(self.closed_at) if self.closed_at else clock.today()

    @property
    def hold(self) -> "Hold | None":
        """The hold that rests the case now, if any."""
        return next((hold for hold in self.holds if hold.lifted_at is None), None)

    @property
    def open_amount(self) -> Money:
        """What the books say is still owed; interest since the last booking is not in it."""
        return self.balance.open if self.balance else Money.zero(self.currency)

    @property
    def placed(self) -> Money:
        """What was handed over and is not answered yet, where a query asked for it."""
        return Money(int(self.placed_minor or 0), self.currency)

    @property
    def reference(self) -> str:
        """The case number as people quote it."""
        return f"{self.number:07d}"

    def must_be_open(self) -> None:
        """Refuse work on a closed case."""
        if not self.is_open:
            raise Refused("This case is closed. Reopen it first.")

    def waits_for(self, mover: Mover, move: str, until: date) -> None:
        """Say whose move it is, what is waited for, and until when."""
        if (self.mover, self.move) != (mover, move):
            self.move_since = clock.now()
        self.mover, self.move, self.move_until = mover, move, until


class Hold(TenantScoped):
    """A case rests: nobody chases until it is lifted."""

    __tablename__ = "holds"
    __table_args__ = (
        Index(
            "uq_holds_running",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text("lifted_at is null"),
        ),
        Index("ix_holds_case", "agency_id", "case_id", "id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    reason: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    held_by: Mapped[str]
    held_at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]


class Closure(TenantScoped):
    """A case ended: why, by whom; and if it was opened again, when."""

    __tablename__ = "closures"
    __table_args__ = (Index("ix_closures_case", "agency_id", "case_id", "id"),)
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    reason: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[str]
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)
    reopened_at: Mapped[datetime | None]


class CaseTerm(TenantScoped):
    """A word by which a case is found, written without marks and capitals; see finding.py."""

    __tablename__ = "case_terms"
    __table_args__ = (Index("ix_case_terms_case", "agency_id", "case_id", "term"),)
    creditors_see = "creditor_id"

    id = None  # type: ignore[assignment]  # A row for each word; the word is its key.
    term: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True, sort_order=1)
    """In byte order, so that a beginning is a range that row-level security lets the index answer."""
    kind: Mapped[str] = mapped_column(primary_key=True, sort_order=2)
    case_id: Mapped[uuid.UUID] = references("cases", primary_key=True, sort_order=3)
    creditor_id: Mapped[uuid.UUID] = mapped_column(sort_order=4)
    """Of the case, which stands for it: a key of its own would be looked up for each word."""
