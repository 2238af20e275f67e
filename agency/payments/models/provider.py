"""The agency's account with the card provider: what it told us, and what moved on it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agency.payments.models.payments import Payment
from portal import clock
from portal.db import Base
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references


class ProviderAccount(TenantScoped):
    """The agency's account with the card provider: opened by its own keys, sealed, or by the platform."""

    __tablename__ = "provider_accounts"
    __table_args__ = (
        UniqueConstraint("agency_id", "provider"),
        CheckConstraint("refund_limit_minor >= 0", name="refund_limit"),
        CheckConstraint(
            "num_nulls(secret_key_sealed, webhook_secret_sealed)"
            " = case when account_ref is null then 0 else 2 end",
            name="keys",
        ),
        CheckConstraint("disconnected_at is null or not charges_enabled", name="disconnected"),
    )
    creditors_see = "nothing"

    provider: Mapped[str] = mapped_column(default="stripe")
    secret_key_sealed: Mapped[bytes | None]
    secret_key_hint: Mapped[str]
    webhook_secret_sealed: Mapped[bytes | None]
    account_ref: Mapped[str | None]
    """The provider's name for the account where the platform's key opens it; None with own keys."""
    account_name: Mapped[str] = mapped_column(default="")
    charges_enabled: Mapped[bool] = mapped_column(default=True)
    wanted: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """What the provider still wants to know of the agency, in its own words."""
    disconnected_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    """When the agency last took an account back: what had begun there by then is out of reach."""
    methods: Mapped[list[str]] = mapped_column(JSONB, default=lambda: ["card"])
    """By what debtors may pay on the provider's page."""
    refund_limit_minor: Mapped[int | None]
    """Above so much given back of one payment, a second person approves; nobody where it is empty."""
    checked_at: Mapped[datetime | None]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_open(self) -> bool:
        """Whether we may act on it: an agency may take its account back from the platform."""
        return self.disconnected_at is None

    @property
    def is_connected(self) -> bool:
        """Whether the platform acts on it for the agency."""
        return self.account_ref is not None and self.is_open

    @property
    def is_test(self) -> bool:
        """Whether no real money moves with this key."""
        return "_test_" in self.secret_key_hint


class ConnectedAccount(Base):
    """Whose a connected account is, for good: by it the platform's messages find their agency."""

    __tablename__ = "connected_accounts"
    __table_args__ = (
        CheckConstraint("account_ref ~ '^acct_[A-Za-z0-9]+$'", name="account_ref"),
        Index("ix_connected_accounts_agency_id", "agency_id"),
    )

    account_ref: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"))
    connected_at: Mapped[datetime] = mapped_column(default=clock.now)


class ProviderEvent(TenantScoped):
    """A message of the card provider, kept as it came and handled once."""

    __tablename__ = "provider_events"
    __table_args__ = (
        UniqueConstraint("agency_id", "provider", "event_id"),
        Index(
            "ix_provider_events_waiting",
            "agency_id",
            "received_at",
            postgresql_where=text("handled_at is null"),
        ),
    )
    creditors_see = "nothing"

    provider: Mapped[str] = mapped_column(default="stripe")
    event_id: Mapped[str]
    kind: Mapped[str]
    created_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    handled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")


class Movement(TenantScoped):
    """A line of the provider's own statement: what came or went there, and its fee on it."""

    __tablename__ = "provider_movements"
    __table_args__ = (
        UniqueConstraint("agency_id", "reference"),
        Index("ix_provider_movements_happened_at", "agency_id", "happened_at", "id"),
        Index("ix_provider_movements_payment", "agency_id", "payment_id"),
    )
    creditors_see = "nothing"

    reference: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    """The provider's name for the charge, refund, dispute or payout behind it."""
    amount_minor: Mapped[int]
    fee_minor: Mapped[int]
    currency: Mapped[str]
    happened_at: Mapped[datetime]
    payment_id: Mapped[uuid.UUID | None] = references("payments")
    difference: Mapped[str] = mapped_column(default="")
    """In what the books differ from it, as a code; empty where they agree."""
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)

    payment: Mapped[Payment | None] = belongs_to("Movement.payment_id", "Payment", viewonly=True)
    amount = money_of("amount_minor")
    fee = money_of("fee_minor")


class Chargeback(TenantScoped):
    """A payer's bank takes a payment back, or asks about it; who answers in time may win it."""

    __tablename__ = "chargebacks"
    __table_args__ = (
        UniqueConstraint("agency_id", "reference"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("state in ('open', 'answered', 'won', 'lost')", name="state"),
        CheckConstraint("reason ~ '^[a-z_]*$'", name="reason"),
        Index("ix_chargebacks_case", "agency_id", "case_id", "id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    payment_id: Mapped[uuid.UUID] = references("payments")
    reference: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]

    payment: Mapped[Payment] = belongs_to("Chargeback.payment_id", "Payment", viewonly=True)
    amount = money_of("amount_minor")

    @property
    def is_open(self) -> bool:
        """Whether an answer may still be given."""
        return self.state == "open"
