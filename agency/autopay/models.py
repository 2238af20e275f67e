"""A card or account that instalments are taken from, with its consent, and each try to take one."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.autopay.kinds import ALIVE, MethodState
from agency.cases.models import Case
from agency.payments.models import Payment
from agency.plans.models import Plan
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references

_ALIVE = f"state in ({', '.join(repr(str(state)) for state in ALIVE)})"


class SavedMethod(TenantScoped):
    """What a debtor allowed for one plan, word for word, and the card or account that it chose.

    Over as soon as it is revoked; the next one is a row of its own.
    """

    __tablename__ = "saved_methods"
    __table_args__ = (
        Index("ix_saved_methods_case", "agency_id", "case_id", "id"),
        Index("ix_saved_methods_method", "agency_id", "method_ref"),
        *(
            Index(
                f"uq_saved_methods_{state}",
                "agency_id",
                "plan_id",
                unique=True,
                postgresql_where=text(f"state = '{state}'"),
            )
            for state in ("active", "asked")
        ),
        Index(
            "uq_saved_methods_payment",
            "agency_id",
            "payment_id",
            unique=True,
            postgresql_where=text("payment_id is not null"),
        ),
        CheckConstraint("state in ('asked', 'active', 'over')", name="state"),
        CheckConstraint("kind in ('', 'card', 'sepa_debit')", name="kind"),
        CheckConstraint(
            "state <> 'active' or (active_at is not null and method_ref is not null "
            "and customer_ref is not null and shown_hash <> '')",
            name="active",
        ),
        CheckConstraint("(state = 'over') = (over_at is not null)", name="over"),
        CheckConstraint("exp_month is null or exp_month between 1 and 12", name="expiry"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    plan_id: Mapped[uuid.UUID] = references("plans")
    state: Mapped[str] = mapped_column(default=MethodState.ASKED)
    kind: Mapped[str] = mapped_column(default="")
    payment_id: Mapped[uuid.UUID | None] = references("payments")
    """The instalment that is paid on the same page on which it is chosen."""
    customer_ref: Mapped[str | None]
    method_ref: Mapped[str | None]
    checkout_id: Mapped[str | None]
    checkout_url: Mapped[str] = mapped_column(default="")
    brand: Mapped[str] = mapped_column(default="")
    last4: Mapped[str] = mapped_column(default="")
    exp_month: Mapped[int | None]
    exp_year: Mapped[int | None]
    mandate_ref: Mapped[str | None]
    mandate_url: Mapped[str] = mapped_column(default="")
    shown: Mapped[dict[str, Any]]
    """What was shown before it was allowed, word for word; `shown_hash` is its SHA-256."""
    shown_hash: Mapped[str]
    agreed_by: Mapped[str]
    agreed_ip: Mapped[str] = mapped_column(default="")
    agreed_with: Mapped[str] = mapped_column(default="")
    """The browser."""
    locale: Mapped[str]
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)
    active_at: Mapped[datetime | None]
    announced_for: Mapped[date | None]
    """The day of the last instalment that was announced."""
    risk: Mapped[str] = mapped_column(default="")
    risk_for: Mapped[date | None]
    """The day of the instalment that is at risk."""
    over_at: Mapped[datetime | None]
    over_why: Mapped[str] = mapped_column(default="")

    plan: Mapped[Plan] = belongs_to("SavedMethod.plan_id", "Plan", viewonly=True)
    payment: Mapped[Payment | None] = belongs_to("SavedMethod.payment_id", "Payment", viewonly=True)
    case: Mapped[Case] = belongs_to("SavedMethod.case_id", "Case", viewonly=True)

    @property
    def is_active(self) -> bool:
        """Whether instalments may be taken from it."""
        return self.state == MethodState.ACTIVE

    @property
    def is_over(self) -> bool:
        """Whether nothing is taken from it any more."""
        return self.state == MethodState.OVER

    def expires_before(self, day: date) -> bool:
        """Whether the card cannot be charged on a day; an account never expires."""
        if self.exp_year is None or self.exp_month is None:
            return False
        return (self.exp_year, self.exp_month) < (day.year, day.month)


class ChargeAttempt(TenantScoped):
    """One try to take an instalment. Its id is what the provider knows it by, so that it counts once."""

    __tablename__ = "charge_attempts"
    __table_args__ = (
        UniqueConstraint("agency_id", "plan_id", "due_on", "number"),
        UniqueConstraint("agency_id", "payment_id"),
        Index("ix_charge_attempts_case", "agency_id", "case_id", "id"),
        Index(
            "uq_charge_attempts_alive",
            "agency_id",
            "plan_id",
            unique=True,
            postgresql_where=text(_ALIVE),
        ),
        CheckConstraint(
            "state in ('planned', 'sending', 'processing', 'paid', 'declined', 'held_back')",
            name="state",
        ),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "state in ('planned', 'held_back') or payment_id is not null", name="paid_for"
        ),
        CheckConstraint("retry_on is null or state = 'declined'", name="retry"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    plan_id: Mapped[uuid.UUID] = references("plans")
    saved_method_id: Mapped[uuid.UUID] = references("saved_methods")
    due_on: Mapped[date]
    """The day of the instalment, which tells it from the others of its plan."""
    number: Mapped[int]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    """Why it was declined, as the provider says, or what stood in the way."""
    payment_id: Mapped[uuid.UUID | None] = references("payments")
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    retry_on: Mapped[date | None]

    saved_method: Mapped[SavedMethod] = belongs_to(
        "ChargeAttempt.saved_method_id", "SavedMethod", viewonly=True
    )
    plan: Mapped[Plan] = belongs_to("ChargeAttempt.plan_id", "Plan", viewonly=True)
    case: Mapped[Case] = belongs_to("ChargeAttempt.case_id", "Case", viewonly=True)
    payment: Mapped[Payment | None] = belongs_to(
        "ChargeAttempt.payment_id", "Payment", viewonly=True
    )
    amount = money_of("amount_minor")
