"""Links for somebody who pays for a debtor: a relative, a friend, an employer."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.cases.models import Case
from portal import clock
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, references


class GuestLink(TenantScoped):
    """The address at which somebody else pays on a case, and learns nothing of it.

    For one amount, or for any part up to what is open where it has none.
    """

    __tablename__ = "guest_links"
    __table_args__ = (
        UniqueConstraint("agency_id", "code_hash"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_guest_links_case", "agency_id", "case_id", "id"),
    )
    creditors_see = "nothing"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    case_id: Mapped[uuid.UUID] = references("cases")
    code_hash: Mapped[bytes]
    code_sealed: Mapped[bytes]
    label: Mapped[str]
    """For whom it is paid, in the words that the debtor chose; all that the payer is told."""
    amount_minor: Mapped[int | None]
    currency: Mapped[str]
    locale: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    case: Mapped[Case] = belongs_to("GuestLink.case_id", "Case", viewonly=True)

    @property
    def amount(self) -> Money | None:
        """What is to be paid with it; None where the payer chooses."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def is_usable(self) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and self.expires_at > clock.now()
