"""Selects for statements: what was paid out, and what is held and waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from agency.ledger.models import AccountKind
from agency.ledger.queries import account_balance
from agency.payments.models import Allocation
from agency.remittance.models import Remittance
from agency.remittance.queries import Waiting, waiting_by_creditor
from creditor.access import my_creditor
from portal import clock, db
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Held:
    """What is held for the creditor in one currency, and what of it waits for the next payout."""

    amount: Money
    waiting: Waiting | None

    @property
    def next_on(self) -> date | None:
        """About when it is paid out; None when nobody can say, as once the day has passed."""
        due_on = self.waiting.due_on if self.waiting else None
        return due_on if due_on and due_on >= clock.today() else None


def statements() -> Select[Any]:
    """The approved remittances of the acting creditor."""
    return select(Remittance).where(
        Remittance.creditor_id == my_creditor().id, Remittance.approved_at.is_not(None)
    )


def latest() -> Remittance | None:
    """The last one."""
    return db.session.scalars(statements().order_by(Remittance.number.desc()).limit(1)).first()


def held(currency: str) -> list[Held]:
    """What is held now, by currency; the agency's own currency always, even when it is nothing."""
    creditor = my_creditor()
    waiting = {each.currency: each for each in waiting_by_creditor(creditor.id)}
    return [
        Held(_held(code), waiting.get(code))
        for code in sorted({currency, *waiting}, key=lambda code: (code != currency, code))
    ]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """What came in and where it went, since the first payment: collected, fee, paid out, held."""

    collected: Money
    fees: Money
    held: Money

    @property
    def paid_out(self) -> Money:
        """What was transferred to the creditor."""
        return self.collected - self.fees - self.held


def money_line(currency: str) -> MoneyLine:
    """The creditor's money in one line."""
    received = Allocation.costs_minor + Allocation.interest_minor + Allocation.principal_minor
    collected, fees = db.session.execute(
        select(
            func.coalesce(func.sum(received), 0),
            func.coalesce(func.sum(Allocation.fee_minor + Allocation.fee_vat_minor), 0),
        ).where(Allocation.creditor_id == my_creditor().id, Allocation.currency == currency)
    ).one()
    return MoneyLine(
        Money(int(collected), currency),
        Money(int(fees), currency),
        _held(currency),
    )


def _held(currency: str) -> Money:
    """Client money held for the creditor by the ledger, after the agency's fees."""
    return -account_balance(AccountKind.CREDITOR_FUNDS, currency, my_creditor().id)
