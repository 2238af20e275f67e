"""What payments should have done for the claims of a case, by all that is known of it today. Pure.

Walks the days on which money came in, went back or was credited, works out the charges of each day
from what had happened by then, and shares the money as it would have been shared.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from agency.charges.figures import Charge, ClaimFacts, Parties, charges
from agency.law.interest import Reduction
from agency.ledger.owed import Owed
from agency.payments.allocation import Part, allocate, take_back
from portal.money import Money, total


class What(IntEnum):
    """What happened; on one day in this order."""

    AWARDED = 0
    CREDITED = 1
    RECEIVED = 2
    RETURNED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A credit on the claim that it is `of` or costs that a court added to it (less than nothing where
    they were taken back), or a payment of that key received or partly given back.
    `entry_id` tells when it was recorded, `designated` for which claim the debtor paid."""

    what: What
    on: date
    entry_id: uuid.UUID
    amount: Money
    of: uuid.UUID
    designated: uuid.UUID | None = None

    @property
    def order(self) -> tuple[date, What, uuid.UUID]:
        """Its place among all that happened."""
        return self.on, self.what, self.entry_id


Place = tuple[uuid.UUID, date, uuid.UUID]
"""A payment, the day on which it did something, and the claim it did that for."""


@dataclass(slots=True, kw_only=True)
class Replay:
    """The claims of a case, oldest first, and what payments did for them as the days go by."""

    claims: Mapping[uuid.UUID, ClaimFacts]
    parties: Parties
    currency: str
    parts: dict[Place, Part] = field(default_factory=dict)
    cash: dict[uuid.UUID, Money] = field(default_factory=dict)
    designated: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)
    credits: dict[uuid.UUID, list[Reduction]] = field(default_factory=dict)
    awards: dict[uuid.UUID, Money] = field(default_factory=dict)

    def through(self, happened: Iterable[Happened]) -> dict[Place, Part]:
        """Walk all that happened, and return what payments did by payment, day and claim."""
        for it in sorted(happened, key=lambda each: each.order):
            if it.what is What.AWARDED:
                self.awards[it.of] = self.awards.get(it.of, self._zero) + it.amount
            elif it.what is What.CREDITED:
                self._credit(it)
            elif it.what is What.RECEIVED:
                self._receive(it)
            else:
                self._give_back(it)
        return {place: part for place, part in self.parts.items() if any(part.amounts)}

    def due(self, on: date) -> dict[uuid.UUID, tuple[Charge, Owed]]:
        """What each claim is charged by a day, and what of it and of its principal is open."""
        found = self._charges(self.claims, on)
        return {
            claim_id: (charge, self._open(claim_id, charge)) for claim_id, charge in found.items()
        }

    def _receive(self, it: Happened) -> None:
        """Share what came in over the claims that the agency worked by then."""
        payment_id = it.of
        self.cash[payment_id] = self.cash.get(payment_id, self._zero) + it.amount
        self.designated[payment_id] = it.designated
        self._share(payment_id, it.amount, it)

    def _give_back(self, it: Happened) -> None:
        payment_id = it.of
        before = self._standing(payment_id)
        left = self.cash[payment_id] - total((part.total for part in before), self.currency)
        designated = self.designated[payment_id]
        taken, _rest = take_back(it.amount, before, left, designated=designated)
        self.cash[payment_id] -= it.amount
        for part in taken:
            self._add(payment_id, it.on, part)

    def _credit(self, it: Happened) -> None:
        """Lower the principal of a claim; what was paid on it beyond that goes elsewhere."""
        claim_id = it.of
        if claim_id not in self.claims:
            return
        self.credits.setdefault(claim_id, []).append(Reduction(it.on, it.amount))
        over = -self._open(claim_id, None).principal
        for payment_id in reversed(self.cash):
            if over.minor <= 0:
                return
            held = next((p for p in self._standing(payment_id) if p.claim_id == claim_id), None)
            moved = min(over, held.principal) if held else self._zero
            if moved.minor > 0:
                off = Part(claim_id, self._zero, self._zero, -moved)
                self._add(payment_id, it.on, off)
                self._share(payment_id, moved, it)
                over -= moved

    def _share(self, payment_id: uuid.UUID, amount: Money, it: Happened) -> None:
        worked = {c: facts for c, facts in self.claims.items() if facts.review_id <= it.entry_id}
        found = self._charges(worked, it.on)
        owed = [(claim_id, self._open(claim_id, charge)) for claim_id, charge in found.items()]
        country, designated = self.parties.country, self.designated[payment_id]
        for part in allocate(amount, owed, country=country, designated=designated)[0]:
            self._add(payment_id, it.on, part)

    def _charges(self, worked: Mapping[uuid.UUID, ClaimFacts], on: date) -> dict[uuid.UUID, Charge]:
        """What each claim was charged by a day."""
        facts = [self._facts(claim_id, claim) for claim_id, claim in worked.items()]
        return dict(zip(worked, charges(facts, self.parties, on).claims, strict=True))

    def _facts(self, claim_id: uuid.UUID, claim: ClaimFacts) -> ClaimFacts:
        paid = [
            Reduction(day, part.principal, part.interest)
            for (_payment_id, day, of), part in self.parts.items()
            if of == claim_id
        ]
        reductions = [*paid, *self.credits.get(claim_id, [])]
        return replace(claim, reductions=tuple(sorted(reductions, key=lambda each: each.on)))

    def _open(self, claim_id: uuid.UUID, charge: Charge | None) -> Owed:
        """What is open of a claim with so much charged, after all that was paid and credited."""
        paid = [part for (_, _, of), part in self.parts.items() if of == claim_id]
        credited = total((c.principal for c in self.credits.get(claim_id, [])), self.currency)
        principal = self.claims[claim_id].principal - credited
        charged = (charge.interest, charge.costs) if charge else (self._zero, self._zero)
        awarded = self.awards.get(claim_id, self._zero)
        return Owed(
            principal - total((part.principal for part in paid), self.currency),
            charged[0] - total((part.interest for part in paid), self.currency),
            charged[1] + awarded - total((part.costs for part in paid), self.currency),
        )

    def _standing(self, payment_id: uuid.UUID) -> list[Part]:
        """What a payment does by now, claim by claim in the order in which it came to them."""
        found: dict[uuid.UUID, Part] = {}
        for (payment, _day, claim_id), part in self.parts.items():
            if payment == payment_id:
                found[claim_id] = found[claim_id] + part if claim_id in found else part
        return list(found.values())

    def _add(self, payment_id: uuid.UUID, on: date, part: Part) -> None:
        place = (payment_id, on, part.claim_id)
        self.parts[place] = self.parts[place] + part if place in self.parts else part

    @property
    def _zero(self) -> Money:
        return Money.zero(self.currency)
