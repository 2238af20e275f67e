"""How a payment is shared over the claims of a case: first what the debtor designated, then from the
oldest, in the order that the law gives within each. And how money that goes back is taken out again,
the other way round. Pure.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from agency.law.allocation import fill, order_in
from agency.ledger.owed import Owed
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment does for one claim; negative where money goes back."""

    claim_id: uuid.UUID
    costs: Money
    interest: Money
    principal: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.costs + self.interest + self.principal

    @property
    def amounts(self) -> tuple[Money, Money, Money]:
        """Its costs, interest and principal."""
        return self.costs, self.interest, self.principal

    def __add__(self, other: "Part") -> "Part":
        """Both, of one claim."""
        return Part(
            self.claim_id,
            self.costs + other.costs,
            self.interest + other.interest,
            self.principal + other.principal,
        )

    def __neg__(self) -> "Part":
        return Part(self.claim_id, -self.costs, -self.interest, -self.principal)


def allocate(
    amount: Money,
    claims: Sequence[tuple[uuid.UUID, Owed]],
    *,
    country: str = "NL",
    designated: uuid.UUID | None = None,
) -> tuple[list[Part], Money]:
    """Share an amount over claims given oldest first; returns the parts and what is left over.

    Within a claim in the order that the law of the country gives (NL 6:44 lid 1 BW: costs,
    interest, principal); between claims that are all due, the one that the debtor designated
    (6:43 lid 1), then the oldest first (lid 2). Where the designated one is paid off or gone, the
    rest goes to the others: money that came in is never refused.
    """
    left, parts, order = amount, [], order_in(country)
    for claim_id, owed in sorted(claims, key=lambda claim: claim[0] != designated):
        share, left = fill(left, owed, order)
        if share.total:
            parts.append(Part(claim_id, share.costs, share.interest, share.principal))
    return parts, left


def take_back(
    amount: Money,
    parts: Sequence[Part],
    left_over: Money,
    *,
    designated: uuid.UUID | None = None,
) -> tuple[list[Part], Money]:
    """Undo `amount` of a payment that did `parts` and left `left_over` unallocated.

    What was left over goes first, then the last claim's principal, interest and costs, and so on
    backwards; what the debtor designated is kept longest, whenever it came to it. Returns negative
    parts and how much of the rest went back. ValueError when more is taken back than the payment
    holds.
    """
    rest = min(amount, left_over)
    in_order = sorted(parts, key=lambda part: part.claim_id != designated)
    left, taken = amount - rest, []
    for part in reversed(in_order):
        back = []
        for paid in (part.principal, part.interest, part.costs):
            share = min(left, paid)
            left -= share
            back.append(-share)
        principal, interest, costs = back
        if any(back):
            taken.append(Part(part.claim_id, costs=costs, interest=interest, principal=principal))
    if left.minor > 0:
        raise ValueError(f"{amount} is more than the payment still holds.")
    return taken, rest
