"""What claims are due: still open by the books, and what the law adds that is not booked yet."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agency.charges.figures import Charge, ClaimFacts, charges
from agency.law.costs import Costs
from agency.law.gates import Letter
from agency.law.interest import Reduction
from agency.law.vocabulary import Channel, DebtorKind
from agency.ledger.models import AccountKind
from agency.ledger.owed import Owed
from agency.ledger.posting import Line, NewEntry
from portal.keys import new_key
from portal.money import Money, total

CHARGED = "charged"
"""The kind of entries that charge interest and costs."""

KINDS = {
    AccountKind.OWED_PRINCIPAL: "principal",
    AccountKind.OWED_INTEREST: "interest",
    AccountKind.OWED_COSTS: "costs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What the law wants to know of the case besides its claims."""

    debtor: DebtorKind
    country: str
    creditor_deducts_vat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What one claim owes on a day: `owed` is still to pay, charges up to that day included."""

    owed: Owed
    paid: Money
    charge: Charge
    unbooked_interest: Money
    unbooked_costs: Money

    @property
    def unbooked(self) -> Money:
        """What is to be booked."""
        return self.unbooked_interest + self.unbooked_costs


class History:
    """What the books say of one claim: still open by kind, charged so far, and paid when."""

    def __init__(self, currency: str) -> None:
        self.zero = Money.zero(currency)
        self.open: dict[str, Money] = {}
        self.charged: dict[str, Money] = {}
        self.paid_on: dict[date, dict[str, Money]] = {}

    def add(self, account_kind: str, entry_kind: str, booked_on: date, minor: int) -> None:
        """Count in what entries of a kind and day did to an account."""
        kind, amount = KINDS[AccountKind(account_kind)], Money(int(minor), self.zero.currency)
        self.open[kind] = self.open.get(kind, self.zero) + amount
        if entry_kind == CHARGED:
            self.charged[kind] = self.charged.get(kind, self.zero) + amount
        elif entry_kind != "claims.accepted":
            day = self.paid_on.setdefault(booked_on, {})
            day[kind] = day.get(kind, self.zero) - amount

    @property
    def paid(self) -> Money:
        """What was paid and not given back."""
        amounts = (amount for day in self.paid_on.values() for amount in day.values())
        return total(amounts, self.zero.currency)

    def facts(
        self, principal: Money, due_on: date, reminded_on: date | None, reminded_channel: str
    ) -> ClaimFacts:
        """The claim as the law's rules want it."""
        letters: tuple[Letter, ...] = ()
        if reminded_on:
            letters = (Letter(reminded_on, Channel(reminded_channel or "post")),)
        return ClaimFacts(
            principal=principal,
            due_on=due_on,
            reductions=tuple(
                Reduction(day, paid.get("principal", self.zero), paid.get("interest", self.zero))
                for day, paid in sorted(self.paid_on.items())
            ),
            letters=letters,
            interest_booked=self.charged.get("interest", self.zero),
            costs_booked=self.charged.get("costs", self.zero),
        )


def dues(
    claims: Sequence[tuple[ClaimFacts, History]], parties: Parties, on: date
) -> tuple[list[Dues], Costs | None]:
    """What the claims of a case are due on a day, in their order; and the sum costs came from."""
    found = charges(
        [facts for facts, _ in claims],
        debtor=parties.debtor,
        on=on,
        country=parties.country,
        creditor_deducts_vat=parties.creditor_deducts_vat,
    )
    made = []
    for (facts, history), charge in zip(claims, found.claims, strict=True):
        interest = charge.interest - facts.interest_booked
        costs = charge.costs - facts.costs_booked
        made.append(
            Dues(
                owed=Owed(
                    history.open.get("principal", history.zero),
                    history.open.get("interest", history.zero) + interest,
                    history.open.get("costs", history.zero) + costs,
                ),
                paid=history.paid,
                charge=charge,
                unbooked_interest=interest,
                unbooked_costs=costs,
            )
        )
    return made, found.costs


def charging(
    claims: Iterable[tuple[uuid.UUID, Dues]],
    on: date,
    *,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
) -> NewEntry | None:
    """The entry that books what is not booked yet of claims; None when that is nothing."""
    lines = [
        Line(kind, amount, creditor_id, case_id, claim_id)
        for claim_id, due in claims
        for kind, amount in (
            (AccountKind.OWED_INTEREST, due.unbooked_interest),
            (AccountKind.OWED_COSTS, due.unbooked_costs),
            (AccountKind.CLAIMS_HELD, -due.unbooked),
        )
        if amount
    ]
    if not lines:
        return None
    entry_id = new_key()
    return NewEntry(
        id=entry_id,
        key=f"charged:{entry_id}",
        kind=CHARGED,
        text=f"Interest and costs through {on}",
        booked_on=on,
        lines=lines,
        creditor_id=creditor_id,
        case_id=case_id,
    )


def charged_facts(dues: Iterable[Dues], on: date, currency: str) -> dict[str, Any]:
    """What the event says of such an entry."""
    found = list(dues)
    return {
        "through": on,
        "interest": total((due.unbooked_interest for due in found), currency),
        "costs": total((due.unbooked_costs for due in found), currency),
    }
