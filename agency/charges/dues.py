"""What claims are due: still open by the books, and what the law adds that is not booked yet."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agency.cases.circumstances import known_of
from agency.charges.figures import Charge, ClaimFacts, Parties, charges
from agency.charges.running import InterestBasis, Running
from agency.law.costs import Circumstances, Costs
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.gates import Letter
from agency.law.interest import Reduction
from agency.law.vocabulary import Channel
from agency.ledger.models import AccountKind
from agency.ledger.owed import Owed
from agency.ledger.posting import Line, NewEntry
from portal import clock
from portal.keys import new_key
from portal.money import Money, total

CHARGED = "charged"
"""The kind of entries that charge interest and costs."""
CHARGED_BACK = "charged.reversed"
"""Of those that take such a charge back."""
ACCEPTED = "claims.accepted"
CREDITED = frozenset({"claim.credited", "claim.withdrawn"})
"""Of those by which the creditor asks less principal than it handed over."""

AWARDED = frozenset({"costs.awarded", "costs.awarded.reversed"})
"""Of those by which a court adds costs: no charge of ours, and none that we work out anew."""

WRITTEN_OFF = frozenset({"written_off", "written_off.reversed"})
"""Of those by which the creditor gives up what is left, for instance by a settlement."""

KINDS = {
    AccountKind.OWED_PRINCIPAL: "principal",
    AccountKind.OWED_INTEREST: "interest",
    AccountKind.OWED_COSTS: "costs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What one claim owes on a day: `owed` is still to pay, charges up to that day included.

    `principal` is what was handed over less what the creditor `credited` since. `awarded` are costs
    that a court added to those of the `charge`.
    """

    owed: Owed
    principal: Money
    credited: Money
    paid: Money
    written_off: Money
    awarded: Money
    charge: Charge
    unbooked_interest: Money
    unbooked_costs: Money

    @property
    def costs(self) -> Money:
        """The costs in all, paid or not: what the law gives and what a court awarded."""
        return self.charge.costs + self.awarded

    @property
    def unbooked(self) -> Money:
        """What is to be booked."""
        return self.unbooked_interest + self.unbooked_costs

    @property
    def is_lowered(self) -> bool:
        """Whether less is due than was charged, because a fact became known late."""
        return self.unbooked_interest.minor < 0 or self.unbooked_costs.minor < 0


class History:
    """What the books say of one claim: still open by kind, charged so far, and paid when."""

    def __init__(self, currency: str) -> None:
        self.zero = Money.zero(currency)
        self.open: dict[str, Money] = {}
        self.charged: dict[str, Money] = {}
        self.paid_on: dict[date, dict[str, Money]] = {}
        self.credited_on: dict[date, Money] = {}
        self.written_off = self.zero
        self.awarded = self.zero

    def add(self, account_kind: str, entry_kind: str, booked_on: date, minor: int) -> None:
        """Count in what entries of a kind and day did to an account."""
        kind, amount = KINDS[AccountKind(account_kind)], Money(int(minor), self.zero.currency)
        self.open[kind] = self.open.get(kind, self.zero) + amount
        if entry_kind in (CHARGED, CHARGED_BACK):
            self.charged[kind] = self.charged.get(kind, self.zero) + amount
        elif entry_kind in CREDITED:
            self.credited_on[booked_on] = self.credited_on.get(booked_on, self.zero) - amount
        elif entry_kind in AWARDED:
            self.awarded += amount
        elif entry_kind != ACCEPTED:
            day = self.paid_on.setdefault(booked_on, {})
            day[kind] = day.get(kind, self.zero) - amount
            if entry_kind in WRITTEN_OFF:
                self.written_off -= amount

    @property
    def paid(self) -> Money:
        """What was paid and not given back."""
        amounts = (amount for day in self.paid_on.values() for amount in day.values())
        return total(amounts, self.zero.currency) - self.written_off

    @property
    def credited(self) -> Money:
        """What the creditor asks less than it handed over."""
        return total(self.credited_on.values(), self.zero.currency)

    @property
    def last_reduced_on(self) -> date:
        """The last day on which something was paid or credited."""
        return max((*self.paid_on, *self.credited_on), default=date.min)

    @property
    def credits(self) -> list[Reduction]:
        """The same by day, as the law's rules want it."""
        return [Reduction(day, amount) for day, amount in self.credited_on.items()]

    def facts(self, claim: "Filed") -> ClaimFacts:
        """The claim as the law's rules want it, with what was paid and credited."""
        paid = [
            Reduction(day, it.get("principal", self.zero), it.get("interest", self.zero))
            for day, it in self.paid_on.items()
        ]
        return ClaimFacts(
            principal=claim.principal,
            due_on=claim.due_on,
            running=claim.running,
            accepted_on=claim.accepted_on,
            review_id=claim.review_id,
            reductions=tuple(sorted(paid + self.credits, key=lambda it: it.on)),
            letters=claim.letters,
            known=claim.known,
            spared_until=claim.spared_until,
        )


@dataclass(frozen=True, slots=True)
class Filed:
    """What the file says of a claim that the agency works."""

    principal: Money
    due_on: date
    running: Running
    letters: tuple[Letter, ...]
    accepted_on: date
    review_id: uuid.UUID
    known: Circumstances = NOTHING_KNOWN
    spared_until: date | None = None
    """Through this day the creditor asks for the invoice alone."""

    @classmethod
    def of(cls, row: Any, review_id: uuid.UUID, accepted_at: datetime) -> "Filed":
        """From a claim's record, or from a row with the same columns."""
        letters: tuple[Letter, ...] = ()
        if row.reminded_on:
            letters = (Letter(row.reminded_on, Channel(row.reminded_channel or "post")),)
        return cls(
            Money(row.principal_minor, row.currency),
            row.due_on,
            Running(
                InterestBasis(row.interest_basis),
                row.agreed_percent,
                row.agreed_from,
                row.due_agreed,
            ),
            letters,
            clock.day_of(accepted_at),
            review_id,
            known_of(row),
            row.spared_until,
        )


def dues(
    claims: Sequence[tuple[ClaimFacts, History]], parties: Parties, on: date
) -> tuple[list[Dues], Costs | None]:
    """What the claims of a case are due on a day, in their order; and the sum costs came from."""
    found = charges([facts for facts, _ in claims], parties, on)
    made = []
    for (facts, history), charge in zip(claims, found.claims, strict=True):
        interest = charge.interest - history.charged.get("interest", history.zero)
        costs = charge.costs - history.charged.get("costs", history.zero)
        made.append(
            Dues(
                owed=Owed(
                    history.open.get("principal", history.zero),
                    history.open.get("interest", history.zero) + interest,
                    history.open.get("costs", history.zero) + costs,
                ),
                principal=facts.principal - history.credited,
                credited=history.credited,
                paid=history.paid,
                written_off=history.written_off,
                awarded=history.awarded,
                charge=charge,
                unbooked_interest=interest,
                unbooked_costs=costs,
            )
        )
    return made, found.costs


def charging(
    claims: Iterable[tuple[uuid.UUID, Money, Money]],
    on: date,
    *,
    case_id: uuid.UUID,
    creditor_id: uuid.UUID,
    why: str = "",
) -> NewEntry | None:
    """The entry that charges claims interest and costs; None when that is nothing."""
    lines = [
        Line(kind, amount, creditor_id, case_id, claim_id)
        for claim_id, interest, costs in claims
        for kind, amount in (
            (AccountKind.OWED_INTEREST, interest),
            (AccountKind.OWED_COSTS, costs),
            (AccountKind.CLAIMS_HELD, -(interest + costs)),
        )
        if amount
    ]
    if not lines:
        return None
    entry_id = new_key()
    text = f"Interest and costs through {on}"
    return NewEntry(
        id=entry_id,
        key=f"charged:{entry_id}",
        kind=CHARGED,
        text=f"{text}, worked out anew: {why}" if why else text,
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
