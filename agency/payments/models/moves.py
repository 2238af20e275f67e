"""What was paid too much on one case and was used for another of the same debtor."""

import uuid
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.payments.models.payments import Payment, Refund
from portal import clock
from portal.money import Money
from portal.tenancy import TenantScoped, belongs_to, references


class SurplusMove(TenantScoped):
    """Joins the payment that was too much to the one that was made of it on another case.

    For the first it went out of the books as a refund does; what of it was taken back since makes a
    smaller refund, or none: then the move has ended.
    """

    __tablename__ = "surplus_moves"
    __table_args__ = (
        UniqueConstraint("agency_id", "to_id"),
        Index("ix_surplus_moves_from", "agency_id", "from_id", "id"),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    from_id: Mapped[uuid.UUID] = references("payments")
    to_id: Mapped[uuid.UUID] = references("payments")
    refund_id: Mapped[uuid.UUID] = references("refunds")
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    source: Mapped[Payment] = belongs_to("SurplusMove.from_id", "Payment", viewonly=True)
    target: Mapped[Payment] = belongs_to("SurplusMove.to_id", "Payment", viewonly=True)
    refund: Mapped[Refund] = belongs_to("SurplusMove.refund_id", "Refund", viewonly=True)

    @property
    def amount(self) -> Money:
        """What of it is still used there."""
        return Money.zero(self.refund.currency) if self.ended_at else self.refund.amount
