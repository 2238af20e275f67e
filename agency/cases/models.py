"""Debtors, claims, and the case in which all open claims of a creditor on a debtor are worked."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.clients.models import Creditor
from agency.law.vocabulary import DebtorKind
from agency.ledger.models import CaseBalance
from portal import clock
from portal.errors import Refused
from portal.money import Money, money_of
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class Mover(StrEnum):
    """Whose move a case waits for."""

    AGENCY = "agency"
    CREDITOR = "creditor"
    LAWYER = "lawyer"
    DEBTOR = "debtor"
    NOBODY = "nobody"


class HoldReason(StrEnum):
    """Why nobody may chase a case for now."""

    DISPUTE = "dispute"
    NOT_DEBTOR = "not_debtor"
    CREDITOR_REQUEST = "creditor_request"
    OTHER = "other"


class ClosureReason(StrEnum):
    """Why a case ended."""

    PAID = "paid"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class ReviewOutcome(StrEnum):
    """What the agency answered to claims handed over."""

    ACCEPTED = "accepted"
    ASKED = "asked"
    REFUSED = "refused"


class RequestKind(StrEnum):
    """What a debtor asked for on the page behind the payment link."""

    OBJECTION = "objection"
    CALL_ME = "call_me"
    NOT_ME = "not_me"


class Debtor(TenantScoped):
    """Who owes, as one creditor knows it. Never has an account."""

    __tablename__ = "debtors"
    __table_args__ = (
        Index("uq_debtors_match_key", "agency_id", "creditor_id", "match_key", unique=True),
        CheckConstraint("kind in ('consumer', 'business')", name="kind"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    kind: Mapped[str]
    name: Mapped[str]
    match_key: Mapped[str]
    """What tells two debtors of a creditor apart; see matching.py."""
    customer_no: Mapped[str] = mapped_column(default="")
    org_no: Mapped[str] = mapped_column(default="")
    vat_no: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="NL")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="nl")
    time_zone: Mapped[str] = mapped_column(default="Europe/Amsterdam")

    @property
    def debtor_kind(self) -> DebtorKind:
        """Consumer or business, as the law's rules want it."""
        return DebtorKind(self.kind)


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
        Index(
            "ix_cases_worklist",
            "agency_id",
            "mover",
            "move_until",
            "id",
            postgresql_where=text("closed_at is null"),
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

    @property
    def is_open(self) -> bool:
        """Whether the case is still worked."""
        return self.closed_at is None

    @property
    def hold(self) -> "Hold | None":
        """The hold that rests the case now, if any."""
        return next((hold for hold in self.holds if hold.lifted_at is None), None)

    @property
    def open_amount(self) -> Money:
        """What the books say is still owed; interest since the last booking is not in it."""
        return self.balance.open if self.balance else Money.zero(self.currency)

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
    fee_percent: Mapped[Decimal]
    """The success fee that was quoted and accepted, in percent. It never changes."""
    fee_reasons: Mapped[list[Any]]
    withdrawn_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("Claim.case_id", "Case", viewonly=True)
    review: Mapped["Review | None"] = belongs_to("Claim.review_id", "Review", viewonly=True)
    principal = money_of("principal_minor")

    @property
    def is_accepted(self) -> bool:
        """Whether the agency works it."""
        return self.review is not None and self.review.outcome == ReviewOutcome.ACCEPTED

    @property
    def awaits_review(self) -> bool:
        """Whether the agency still has to accept it, or waits for an answer."""
        return self.withdrawn_at is None and (
            self.review is None or self.review.outcome == ReviewOutcome.ASKED
        )


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

    case: Mapped[Case] = belongs_to("Review.case_id", "Case", viewonly=True)


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


class DebtorRequest(TenantScoped):
    """What a debtor said on the page behind the payment link, and how it was dealt with."""

    __tablename__ = "debtor_requests"
    __table_args__ = (Index("ix_debtor_requests_case", "agency_id", "case_id", "id"),)
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("DebtorRequest.case_id", "Case", viewonly=True)


class PayLink(TenantScoped):
    """The address at which a debtor sees and pays one case. Unguessable, expiring, revocable."""

    __tablename__ = "pay_links"
    __table_args__ = (
        UniqueConstraint("agency_id", "code_hash"),
        Index("ix_pay_links_case", "agency_id", "case_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    code_hash: Mapped[bytes]
    code_sealed: Mapped[bytes]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    wrong_answers: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("PayLink.case_id", "Case", viewonly=True)

    @property
    def is_usable(self) -> bool:
        """Whether it still opens the case."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def is_locked(self) -> bool:
        """Whether wrong answers keep it shut for now."""
        return self.locked_until is not None and self.locked_until > clock.now()
