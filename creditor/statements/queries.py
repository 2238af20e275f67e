"""What the acting creditor was paid, and what is held for it now."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from agency.clients.models import Creditor
from agency.remittance.models import Remittance
from agency.remittance.queries import unremitted
from creditor.access import my_creditor
from portal import clock, db
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Held:
    """Collected and not paid out yet: what came in, the fee and VAT on it, and what is left."""

    collected: Money
    fee: Money
    fee_vat: Money

    @property
    def net(self) -> Money:
        """What will be paid out."""
        return self.collected - self.fee - self.fee_vat


def my_statements() -> Select[Any]:
    """The remittances that were paid out to the acting creditor."""
    return select(Remittance).where(
        Remittance.creditor_id == my_creditor().id, Remittance.approved_at.is_not(None)
    )


def held(currency: str) -> Held:
    """What was collected for the acting creditor and is in no remittance. One query."""
    creditor: Creditor = my_creditor()
    waiting = unremitted(creditor.id, currency, clock.today()).order_by(None).subquery()
    received = waiting.c.costs_minor + waiting.c.interest_minor + waiting.c.principal_minor
    row = db.session.execute(
        select(
            func.coalesce(func.sum(received), 0),
            func.coalesce(func.sum(waiting.c.fee_minor), 0),
            func.coalesce(func.sum(waiting.c.fee_vat_minor), 0),
        )
    ).one()
    return Held(*(Money(int(amount), currency) for amount in row))
