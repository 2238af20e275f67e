"""What was handed over, and the agency's answer to it."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models.kinds import ReviewOutcome
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references

if TYPE_CHECKING:
    from agency.cases.models.case import Case


class Placement(TenantScoped):
    """A hand-over: claims sent in together, with a fee quote that the creditor accepted."""

    __tablename__ = "placements"
    __table_args__ = (UniqueConstraint("agency_id", "number"), UniqueConstraint("agency_id", "key"))
    creditors_see = "creditor_id"

    number: Mapped[int]
    key: Mapped[str]
    """What makes handing over the same thing twice do nothing the second time."""
    creditor_id: Mapped[uuid.UUID] = references("creditors")
    agreement_id: Mapped[uuid.UUID] = references("agreements")
    placed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Claim(TenantScoped):
    """One overdue receivable of a creditor, normally one invoice."""

    __tablename__ = "claims"
    __table_args__ = (
        Index(
            "uq_claims_invoice",
            "agency_id",
            "creditor_id",
            "invoice_no",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index("ix_claims_case", "agency_id", "case_id"),
        Index("ix_claims_placement", "agency_id", "placement_id"),
        CheckConstraint("principal_minor > 0", name="principal"),
        CheckConstraint("due_on >= invoice_date", name="due_on"),
        CheckConstraint("fee_percent between 0 and 100", name="fee_percent"),
        CheckConstraint("interest_basis in ('law', 'agreed', 'none')", name="interest_basis"),
        CheckConstraint(
            "(interest_basis = 'agreed') = (agreed_percent is not null) "
            "and coalesce(agreed_percent, 0) between 0 and 100 "
            "and (agreed_from is null or agreed_percent is not null)",
            name="agreed_percent",
        ),
        CheckConstraint(
            "coalesce(agreed_costs_minor, 1) > 0 and coalesce(proven_costs_minor, 1) > 0 "
            "and coalesce(agreed_costs_percent, 1) > 0 "
            "and coalesce(agreed_costs_percent, 1) <= 100 "
            "and (agreed_costs_minor is null or agreed_costs_percent is null)",
            name="costs",
        ),
        CheckConstraint("jsonb_typeof(letters) = 'array'", name="letters"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    placement_id: Mapped[uuid.UUID] = references("placements")
    review_id: Mapped[uuid.UUID | None] = references("reviews")
    invoice_no: Mapped[str]
    invoice_date: Mapped[date]
    due_on: Mapped[date]
    principal_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="EUR")
    description: Mapped[str] = mapped_column(default="")
    reminded_on: Mapped[date | None]
    """When the letter was sent that the law asks for before costs, by creditor or agency."""
    reminded_channel: Mapped[str] = mapped_column(default="")
    interest_basis: Mapped[str] = mapped_column(default="law")
    """By what right interest runs: `law`, `agreed` or `none`."""
    agreed_percent: Mapped[Decimal | None]
    """The yearly rate that was agreed, where one was."""
    agreed_from: Mapped[date | None]
    """The first day of agreed interest, where it is later than the day after the due date."""
    costs_clause: Mapped[bool] = mapped_column(default=False)
    """Whether the contract lets the creditor charge collection costs, and its debtor likewise."""
    agreed_costs_minor: Mapped[int | None]
    """The costs that the contract names, as an amount; or as a percentage of the principal."""
    agreed_costs_percent: Mapped[Decimal | None]
    proven_costs_minor: Mapped[int | None]
    """Costs that were made and can be proven, where the law allows reasonable ones."""
    due_agreed: Mapped[bool] = mapped_column(default=False)
    """Whether the contract fixed the due date by the calendar."""
    disputed: Mapped[bool] = mapped_column(default=False)
    """Whether the debtor objected with reason."""
    letters: Mapped[list[Any]] = mapped_column(default=list)
    """Letters that count for costs, by `kind`, `sent_on` and `channel`, but for `reminded_on`."""
    spared_until: Mapped[date | None]
    """Through this day nothing but the invoice is asked: a reminder in the creditor's own name said
    so. Interest and costs count from the next day."""
    fee_percent: Mapped[Decimal]
    """The success fee that was quoted and accepted, in percent. It never changes."""
    fee_reasons: Mapped[list[Any]]
    withdrawn_at: Mapped[datetime | None]

    case: Mapped["Case"] = belongs_to("Claim.case_id", "Case", viewonly=True)
    review: Mapped["Review | None"] = belongs_to(
        "Claim.review_id", "Review", viewonly=True, lazy="selectin"
    )
    """Read with the claims, of many at once: nothing can be said of a claim without it."""
    principal = money_of("principal_minor")

    @property
    def is_accepted(self) -> bool:
        """Whether the agency works it."""
        return self.review is not None and self.review.outcome == ReviewOutcome.ACCEPTED

    @property
    def is_worked(self) -> bool:
        """Whether the agency collects it: accepted, and not withdrawn since."""
        return self.is_accepted and self.withdrawn_at is None

    @property
    def awaits_review(self) -> bool:
        """Whether the agency still has to accept it, or waits for an answer."""
        return self.withdrawn_at is None and (
            self.review is None or self.review.outcome == ReviewOutcome.ASKED
        )

    @property
    def is_our_turn(self) -> bool:
        """Whether it is new to the agency, or its question about it has been answered."""
        return self.awaits_review and (self.review is None or self.review.replied_at is not None)


class Review(TenantScoped):
    """The agency's answer to the new claims of a case, and what the creditor replied to a question."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_case", "agency_id", "case_id", "id"),
        CheckConstraint("outcome in ('accepted', 'asked', 'refused')", name="outcome"),
        CheckConstraint("outcome = 'accepted' or text <> ''", name="text"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    outcome: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    reply: Mapped[str] = mapped_column(default="")
    replied_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    replied_at: Mapped[datetime | None]

    case: Mapped["Case"] = belongs_to("Review.case_id", "Case", viewonly=True)
