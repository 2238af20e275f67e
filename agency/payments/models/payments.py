"""Payments, how they were allocated, and what was given back."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.cases.models import Case, Claim
from agency.payments.models.guests import GuestLink
from portal import clock
from portal.accounts.models import User
from portal.money import Money, money_of, total
from portal.tenancy import TenantScoped, belongs_to, has_many, references

MOVED = "moved"
"""How a payment was made of what was paid too much on another case, and why money left the latter."""
MOVED_BACK = "moved_back"


class PaidOff:
    """What a payment did for one claim."""

    def __init__(self, claim: Claim, currency: str) -> None:
        self.claim = claim
        self.costs = self.interest = self.principal = Money.zero(currency)


class Payment(TenantScoped):
    """Money from a debtor for one case: started, then paid, or expired or failed."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(paid_at is null) = (entry_id is null)", name="posted_when_paid"),
        CheckConstraint(
            "guest_link_id is null or designated_claim_id is null", name="guest_designates_nothing"
        ),
        UniqueConstraint("agency_id", "payment_intent"),
        Index("ix_payments_case", "agency_id", "case_id", "id"),
        # Of all rows: a part that is empty at first looks cheap to whoever plans for later.
        Index("ix_payments_received", "agency_id", "creditor_id", "paid_at"),
        Index(
            "ix_payments_guest_link",
            "agency_id",
            "guest_link_id",
            postgresql_where=text("guest_link_id is not null"),
        ),
        Index(
            "ix_payments_underway",
            "agency_id",
            "case_id",
            postgresql_where=text("paid_at is null and ended_at is null"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    pay_link_id: Mapped[uuid.UUID | None] = references("pay_links")
    guest_link_id: Mapped[uuid.UUID | None] = references("guest_links")
    """The link by which somebody else pays for the debtor."""
    designated_claim_id: Mapped[uuid.UUID | None] = references("claims")
    """The claim that the debtor pays for, where it said so; it never changes."""
    method: Mapped[str] = mapped_column(default="card")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="en")
    checkout_id: Mapped[str | None]
    checkout_url: Mapped[str] = mapped_column(default="")
    keeps_method: Mapped[bool] = mapped_column(default=False)
    """Whether its page also keeps what it is paid by, for later."""
    payment_intent: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    awaited_since: Mapped[datetime | None]
    """Since when the payer's bank has a debit to carry out; it may take days, and is not paid yet."""
    paid_at: Mapped[datetime | None]
    received_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    """When it became clear that no money will come: expired, failed or given up."""
    ended_why: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[uuid.UUID | None] = references("entries")

    case: Mapped[Case] = belongs_to("Payment.case_id", "Case", viewonly=True)
    guest_link: Mapped[GuestLink | None] = belongs_to(
        "Payment.guest_link_id", "GuestLink", viewonly=True
    )
    designated_claim: Mapped[Claim | None] = belongs_to(
        "Payment.designated_claim_id", "Claim", viewonly=True
    )
    allocations: Mapped[list["Allocation"]] = has_many(
        "Allocation.payment_id", "Payment", order_by="Allocation.id", viewonly=True
    )
    refunds: Mapped[list["Refund"]] = has_many(
        "Refund.payment_id", "Payment", order_by="Refund.id", viewonly=True
    )
    amount = money_of("amount_minor")

    @property
    def is_reserved(self) -> bool:
        """Whether it may still bring money: its page is open, or a bank is carrying out a debit."""
        if self.paid_at is not None or self.ended_at is not None:
            return False
        return self.awaited_since is not None or self.expires_at > clock.now()

    @property
    def designated(self) -> str:
        """The invoice that the debtor pays with it, by its own word; empty where it named none."""
        return self.designated_claim.invoice_no if self.designated_claim else ""

    @property
    def paid_off(self) -> "list[PaidOff]":
        """What it paid off of each claim as it is shared now, before anything went back."""
        found: dict[uuid.UUID, PaidOff] = {}
        for part in self.allocations:
            if part.refund_id is None:
                it = found.setdefault(part.claim_id, PaidOff(part.claim, self.currency))
                it.costs += part.costs
                it.interest += part.interest
                it.principal += part.principal
        return [it for it in found.values() if it.costs or it.interest or it.principal]

    @property
    def given_back(self) -> Money:
        """What of it went back and did not come in again."""
        return total((it.amount for it in self.refunds if it.undoing is None), self.currency)

    @property
    def used_elsewhere(self) -> Money:
        """What of it was used for another case, and did not come back from there."""
        moved = (it.amount for it in self.refunds if it.reason == MOVED and it.undoing is None)
        return total(moved, self.currency)

    @property
    def is_moved(self) -> bool:
        """Whether it was made of what was paid too much on another case."""
        return self.method == MOVED

    @property
    def fee_with_vat(self) -> Money:
        """The agency's fee on it and the VAT on that, less what went back."""
        return total((part.fee + part.fee_vat for part in self.allocations), self.currency)


class Refund(TenantScoped):
    """Part or all of a payment given back to the debtor; the books follow by a reverse entry."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("agency_id", "provider_ref"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("reason ~ '^[a-z_]*$'", name="reason"),
        Index("ix_refunds_payment", "agency_id", "payment_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    payment_id: Mapped[uuid.UUID] = references("payments")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    provider_ref: Mapped[str]
    refunded_at: Mapped[datetime] = mapped_column(default=clock.now)
    entry_id: Mapped[uuid.UUID] = references("entries")

    undoing: Mapped["RefundUndoing | None"] = has_many(
        "RefundUndoing.refund_id", "Refund", uselist=False, lazy="selectin", viewonly=True
    )
    amount = money_of("amount_minor")

    @property
    def is_move(self) -> bool:
        """Whether it went to another case or back from there, and not to the payer."""
        return self.reason in (MOVED, MOVED_BACK)


class RefundWish(TenantScoped):
    """A refund above the agency's limit, asked for by one person until another one decides."""

    __tablename__ = "refund_wishes"
    __table_args__ = (
        UniqueConstraint("agency_id", "key"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(decided_at is null) = (decided_by is null)", name="decided_whole"),
        CheckConstraint("decided_by <> asked_by or not is_approved", name="two_people"),
        Index(
            "uq_refund_wishes_waiting",
            "agency_id",
            "payment_id",
            unique=True,
            postgresql_where=text("decided_at is null"),
        ),
    )
    creditors_see = "nothing"

    payment_id: Mapped[uuid.UUID] = references("payments")
    key: Mapped[uuid.UUID]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    is_approved: Mapped[bool] = mapped_column(default=False)

    payment: Mapped[Payment] = belongs_to("RefundWish.payment_id", "Payment", viewonly=True)
    asker: Mapped[User] = relationship(User, foreign_keys=[asked_by], viewonly=True)
    amount = money_of("amount_minor")


class RefundUndoing(TenantScoped):
    """Money that went back came in again: a bank sent a refund back, or a chargeback was won."""

    __tablename__ = "refund_undoings"
    __table_args__ = (
        UniqueConstraint("agency_id", "refund_id"),
        CheckConstraint("reason ~ '^[a-z_]+$'", name="reason"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    refund_id: Mapped[uuid.UUID] = references("refunds")
    reason: Mapped[str]
    undone_at: Mapped[datetime] = mapped_column(default=clock.now)
    entry_id: Mapped[uuid.UUID] = references("entries")


class Allocation(TenantScoped):
    """What a payment did for one claim, and the fee on it. Negative where money went back."""

    __tablename__ = "allocations"
    __table_args__ = (
        Index("ix_allocations_payment", "agency_id", "payment_id"),
        Index("ix_allocations_creditor", "agency_id", "creditor_id", "booked_on", "id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    payment_id: Mapped[uuid.UUID] = references("payments")
    refund_id: Mapped[uuid.UUID | None] = references("refunds")
    claim_id: Mapped[uuid.UUID] = references("claims")
    entry_id: Mapped[uuid.UUID] = references("entries")
    booked_on: Mapped[date]
    currency: Mapped[str]
    costs_minor: Mapped[int]
    interest_minor: Mapped[int]
    principal_minor: Mapped[int]
    fee_percent: Mapped[Decimal]
    fee_minor: Mapped[int]
    fee_vat_percent: Mapped[Decimal]
    fee_vat_minor: Mapped[int]

    claim: Mapped[Claim] = belongs_to("Allocation.claim_id", "Claim", viewonly=True)
    payment: Mapped[Payment] = belongs_to("Allocation.payment_id", "Payment", viewonly=True)
    costs = money_of("costs_minor")
    interest = money_of("interest_minor")
    principal = money_of("principal_minor")
    fee = money_of("fee_minor")
    fee_vat = money_of("fee_vat_minor")

    @property
    def is_designated(self) -> bool:
        """Whether it came in for this claim because the debtor said so."""
        return self.received.minor > 0 and self.claim_id == self.payment.designated_claim_id

    @property
    def is_shared_anew(self) -> bool:
        """Whether it mends how the payment was shared, after a fact became known late."""
        return self.refund_id is None and self.entry_id != self.payment.entry_id

    @property
    def received(self) -> Money:
        """What came in for the claim."""
        return self.costs + self.interest + self.principal

    @property
    def net(self) -> Money:
        """What is left of it for the creditor."""
        return self.received - self.fee - self.fee_vat
