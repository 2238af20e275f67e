"""Creditors, the agreements they have with the agency, and the law firms it works with."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class Creditor(TenantScoped):
    """A client of the agency, which hands over overdue claims."""

    __tablename__ = "creditors"
    __table_args__ = (
        UniqueConstraint("agency_id", "number"),
        UniqueConstraint("agency_id", "name"),
    )
    creditors_see = "id"

    number: Mapped[int]
    name: Mapped[str]
    legal_name: Mapped[str]
    register_no: Mapped[str] = mapped_column(default="")
    vat_no: Mapped[str] = mapped_column(default="")
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    country: Mapped[str] = mapped_column(default="NL")
    locale: Mapped[str] = mapped_column(default="en")
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    payout_iban: Mapped[str] = mapped_column(default="")
    payout_bic: Mapped[str] = mapped_column(default="")
    deducts_vat: Mapped[bool] = mapped_column(default=True)
    """Whether it can deduct VAT itself; if not, and it says so, VAT goes on the debtor's costs."""
    signatory: Mapped[str] = mapped_column(default="")
    """Who signs a reminder in its own name, and as what; its letterhead beside the facts above."""
    signatory_title: Mapped[str] = mapped_column(default="")
    logo_key: Mapped[str] = mapped_column(default="")
    logo_media_type: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    agreements: Mapped[list["Agreement"]] = has_many(
        "Agreement.creditor_id", "Creditor", order_by="Agreement.valid_from", viewonly=True
    )
    engagements: Mapped[list["Engagement"]] = has_many(
        "Engagement.creditor_id", "Creditor", viewonly=True
    )


class Agreement(TenantScoped):
    """Terms with a creditor from a date on. A later one replaces it for new placements only."""

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("agency_id", "creditor_id", "valid_from"),
        CheckConstraint("vat_percent between 0 and 30", name="vat_percent"),
        CheckConstraint(
            "coalesce(agreed_costs_percent, 1) > 0 and coalesce(agreed_costs_percent, 1) <= 100",
            name="agreed_costs_percent",
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    valid_from: Mapped[date]
    tariff: Mapped[dict[str, Any]]
    """A success-fee tariff; see tariff.py for its form."""
    vat_percent: Mapped[Decimal]
    """VAT on the agency's fee for this creditor, in percent."""
    remit_days: Mapped[int] = mapped_column(default=14)
    costs_clause: Mapped[bool] = mapped_column(default=False)
    """Whether the creditor's contracts let it charge collection costs; for claims that say nothing
    else. So with the two that follow."""
    agreed_costs_percent: Mapped[Decimal | None]
    due_agreed: Mapped[bool] = mapped_column(default=False)
    own_reminders: Mapped[bool] = mapped_column(default=False)
    """Whether its debtors may be reminded in its own name first, for the invoice alone: what they
    pay in time is all that they pay."""
    agreed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)

    creditor: Mapped[Creditor] = belongs_to("Agreement.creditor_id", "Creditor", viewonly=True)
    agreer: Mapped[User | None] = relationship(foreign_keys=[agreed_by], viewonly=True)


class LawFirm(TenantScoped):
    """A partner law firm, whose letterhead a notice may bear once its lawyer has released it."""

    __tablename__ = "law_firms"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    name: Mapped[str]
    street: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    country: Mapped[str] = mapped_column(default="NL")
    email: Mapped[str]
    phone: Mapped[str]
    website: Mapped[str] = mapped_column(default="")
    register_lines: Mapped[str] = mapped_column(default="")
    """What its letterhead must say of registers and VAT, a line each."""
    logo_key: Mapped[str] = mapped_column(default="")
    logo_media_type: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    lawyers: Mapped[list["Lawyer"]] = has_many(
        "Lawyer.law_firm_id", "LawFirm", order_by="Lawyer.name", viewonly=True
    )


class Lawyer(TenantScoped):
    """A named lawyer of a firm; releases notices through the membership linked here."""

    __tablename__ = "lawyers"
    __table_args__ = (
        UniqueConstraint("agency_id", "id", "law_firm_id"),
        UniqueConstraint("agency_id", "membership_id"),
    )

    law_firm_id: Mapped[uuid.UUID] = references("law_firms")
    membership_id: Mapped[uuid.UUID | None] = references("memberships")
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="advocaat")
    bar_no: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    law_firm: Mapped[LawFirm] = belongs_to("Lawyer.law_firm_id", "LawFirm", viewonly=True)


class Engagement(TenantScoped):
    """A law firm acts for a creditor; without it no notice for it bears the firm's letterhead."""

    __tablename__ = "engagements"
    __table_args__ = (
        UniqueConstraint("agency_id", "creditor_id", "law_firm_id"),
        Index("ix_engagements_law_firm", "agency_id", "law_firm_id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    law_firm_id: Mapped[uuid.UUID] = references("law_firms")
    since: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class Counter(TenantScoped):
    """The next number of a series of an agency: cases, creditors, remittances."""

    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("agency_id", "series"),)
    creditors_see = "all"

    series: Mapped[str]
    last: Mapped[int] = mapped_column(default=0)
