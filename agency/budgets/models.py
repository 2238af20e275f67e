"""Income and outgo of a debtor's household, as it was stated with consent; and the agency's share."""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.budgets.bearable import is_stale
from agency.cases.models import Case
from portal import clock, crypto
from portal.money import Money, money_of
from portal.tenancy import TenantScoped, belongs_to, references


class Budget(TenantScoped):
    """One statement. Never changed; a new one takes its place, and revoking the consent empties it.

    Creditors never see it: they may be told what can be borne each month, where the debtor agreed.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        Index("ix_budgets_debtor", "agency_id", "debtor_id", "id"),
        CheckConstraint("adults between 1 and 20 and children between 0 and 30", name="household"),
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("bearable_minor >= 0", name="bearable"),
        CheckConstraint("(revoked_on is null) = (revoked_source = '')", name="revoked"),
        CheckConstraint("revoked_on is null or lines_sealed is null", name="emptied"),
    )
    creditors_see = "nothing"

    debtor_id: Mapped[uuid.UUID] = references("debtors")
    case_id: Mapped[uuid.UUID] = references("cases")
    country: Mapped[str]
    """Whose list was asked; empty for the general one."""
    currency: Mapped[str]
    adults: Mapped[int]
    children: Mapped[int]
    lines_sealed: Mapped[bytes | None]
    """Monthly amounts in minor units by category, as sealed JSON; none once the consent is revoked."""
    percent: Mapped[int]
    """The share that counted when it was worked out."""
    bearable_minor: Mapped[int]
    is_shared: Mapped[bool]
    """Whether the debtor lets its creditor be told what it can bear."""
    stated_by: Mapped[str]
    source: Mapped[str]
    """By what way it was heard."""
    stated_on: Mapped[date]
    consent: Mapped[str]
    """What was read out or shown before anything was asked, word for word."""
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_on: Mapped[date | None]
    revoked_source: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = belongs_to("Budget.case_id", "Case", viewonly=True)
    bearable = money_of("bearable_minor")

    @property
    def lines(self) -> Mapping[str, Money]:
        """Monthly amounts by category; none once the consent is revoked."""
        if not self.lines_sealed:
            return {}
        found: dict[str, int] = json.loads(crypto.unseal(self.lines_sealed))
        return {code: Money(minor, self.currency) for code, minor in found.items()}

    @property
    def is_stale(self) -> bool:
        """Whether it is to be asked for anew."""
        return is_stale(self.stated_on, clock.today())

    @property
    def holds(self) -> bool:
        """Whether one may go by it."""
        return self.revoked_on is None and not self.is_stale


class BearableShare(TenantScoped):
    """The share of what is left over that an agency lets go to debts; the latest holds."""

    __tablename__ = "bearable_shares"
    __table_args__ = (CheckConstraint("percent between 0 and 100", name="percent"),)
    creditors_see = "nothing"

    percent: Mapped[int]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
