"""Somebody who guarantees a payment plan: asked by a link of its own, signed, declined, or over."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from agency.guarantors.kinds import GuarantorState
from agency.law.vocabulary import DebtorKind
from agency.plans.models import Plan
from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, references


class Guarantor(TenantScoped):
    """A guarantee of a plan, up to an amount and through a day. What was shown is kept word for word."""

    __tablename__ = "guarantors"
    __table_args__ = (
        UniqueConstraint("agency_id", "code_hash"),
        CheckConstraint("state in ('asked', 'signed', 'declined', 'ended')", name="state"),
        CheckConstraint("most_minor > 0", name="most"),
        CheckConstraint("(state = 'signed') <= (agreed_at is not null)", name="agreed"),
        Index("ix_guarantors_case", "agency_id", "case_id", "id"),
        Index(
            "uq_guarantors_alive",
            "agency_id",
            "plan_id",
            unique=True,
            postgresql_where=text("state in ('asked', 'signed')"),
        ),
        Index(
            "ix_guarantors_asked",
            "agency_id",
            "open_until",
            postgresql_where=text("state = 'asked'"),
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    plan_id: Mapped[uuid.UUID] = references("plans")
    state: Mapped[str] = mapped_column(default=GuarantorState.ASKED)
    name: Mapped[str]
    kind: Mapped[str]
    email: Mapped[str]
    relation: Mapped[str] = mapped_column(default="")
    """What it is to the debtor, in the words of `portal.pay.wording.RELATIONS`, where that named it."""
    country: Mapped[str]
    locale: Mapped[str]
    is_condition: Mapped[bool]
    """Whether the plan begins only once this is signed."""
    most_minor: Mapped[int]
    currency: Mapped[str]
    holds_until: Mapped[date]
    """Through which day it can be called upon."""
    open_until: Mapped[date]
    """Through which day it can be signed."""
    law: Mapped[str]
    """By which rule a click is enough."""
    code_hash: Mapped[bytes]
    code_sealed: Mapped[bytes]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown_hash: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str] = mapped_column(default="")
    agreed_ip: Mapped[str] = mapped_column(default="")
    agreed_with: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    letter_key: Mapped[str] = mapped_column(default="")
    letter_hash: Mapped[str] = mapped_column(default="")
    guest_link_id: Mapped[uuid.UUID | None] = references("guest_links")
    """The link it pays with, once it is called upon."""
    paid_before_minor: Mapped[int] = mapped_column(default=0)
    """What it paid with earlier links, which ran out."""

    case: Mapped[Case] = belongs_to("Guarantor.case_id", "Case", viewonly=True)
    plan: Mapped[Plan] = belongs_to("Guarantor.plan_id", "Plan", viewonly=True)
    most = money_of("most_minor")
    paid_before = money_of("paid_before_minor")

    @property
    def debtor_kind(self) -> DebtorKind:
        """Whether it is a private person or a business, as the law asks."""
        return DebtorKind(self.kind)

    @property
    def is_named_by_debtor(self) -> bool:
        """Whether the debtor named it, and not the agency."""
        return bool(self.relation)

    @property
    def may_sign(self) -> bool:
        """Whether it is asked, its day has not passed, and the plan still stands."""
        in_time = clock.today() <= self.open_until
        return self.state == GuarantorState.ASKED and in_time and self.plan.is_alive

    @property
    def may_be_called(self) -> bool:
        """Whether it signed, its day has not passed, and the plan was broken."""
        is_broken = self.plan.state == "broken"
        return (
            self.state == GuarantorState.SIGNED and is_broken and clock.today() <= self.holds_until
        )
