"""What the law adds to claims: interest and collection costs, from plain facts. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from agency.charges.running import Running
from agency.law.costs import Costs, collection_costs
from agency.law.errors import LawMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest, Reduction
from agency.law.vocabulary import DebtorKind
from portal.money import Money, total


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A claim as the books and the file show it.

    `accepted_on` and `review_id` say since when the agency works it, and by which answer to the
    creditor. `interest_booked` and `costs_booked` are what was charged so far, paid or not.
    """

    principal: Money
    due_on: date
    running: Running
    accepted_on: date
    review_id: uuid.UUID
    reductions: tuple[Reduction, ...]
    letters: tuple[Letter, ...]
    interest_booked: Money
    costs_booked: Money


@dataclass(frozen=True, slots=True)
class Charge:
    """What a claim is charged in all by a day, paid or not, and why. `costs` includes VAT.

    Where the law of the day is not known, the figures stand as they were last booked, and
    `law_missing` says what is missing.
    """

    interest: Money
    detail: Interest
    costs: Money
    gate: CostGate
    law_missing: str = ""


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of the claims of a case, in their order, and the sum that costs came from."""

    claims: tuple[Charge, ...]
    costs: Costs | None


def charges(
    claims: Sequence[ClaimFacts],
    *,
    debtor: DebtorKind,
    on: date,
    country: str,
    creditor_deducts_vat: bool,
) -> Charges:
    """Interest per claim through `on`, and costs over the claims whose gate is open on that day.

    The claims of a case count as one principal for costs (NL 6:96 lid 7 BW). Claims whose costs came
    up later add what the sum then grew by, shared by what was unpaid of each; so a claim's costs
    follow from the facts alone, whenever they were booked. Nothing new is charged where no reviewed
    rule covers the day.
    """
    gates = [_gate(claim, debtor, country) for claim in claims]
    costs, missing = None, ""
    try:
        costs, shares = _costs(
            claims,
            gates,
            on,
            debtor=debtor,
            creditor_deducts_vat=creditor_deducts_vat,
            country=country,
        )
    except LawMissing as error:
        shares, missing = [claim.costs_booked for claim in claims], error.words
    return Charges(
        tuple(
            _charge(claim, share, gate, missing, debtor=debtor, on=on, country=country)
            for claim, share, gate in zip(claims, shares, gates, strict=True)
        ),
        costs,
    )


def _gate(claim: ClaimFacts, debtor: DebtorKind, country: str) -> CostGate:
    try:
        return cost_gate(debtor=debtor, due_on=claim.due_on, letters=claim.letters, country=country)
    except LawMissing as error:
        return CostGate(None, None, error.words, "")


def _charge(
    claim: ClaimFacts,
    costs: Money,
    gate: CostGate,
    missing: str,
    *,
    debtor: DebtorKind,
    on: date,
    country: str,
) -> Charge:
    try:
        detail = claim.running.interest(
            claim.principal,
            debtor=debtor,
            due_on=claim.due_on,
            until=on,
            reductions=claim.reductions,
            country=country,
        )
    except LawMissing as error:
        booked = claim.interest_booked
        return Charge(booked, Interest(booked, ()), costs, gate, error.words)
    return Charge(detail.amount, detail, costs, gate, missing)


def _costs(
    claims: Sequence[ClaimFacts],
    gates: Sequence[CostGate],
    on: date,
    *,
    debtor: DebtorKind,
    creditor_deducts_vat: bool,
    country: str,
) -> tuple[Costs | None, list[Money]]:
    """The sum of the costs by a day, and what each claim carries of it.

    Each sum follows the tariff of the day on which its costs came up.
    """
    zero = Money.zero(claims[0].principal.currency) if claims else Money.zero()
    shares = [zero for _ in claims]
    bases: list[Money] = []
    costs: Costs | None = None
    for (day, _review), places in groupby(_in_order(claims, gates, on), key=lambda it: it[0]):
        group = {place: _base(claims[place], gates[place]) for _, place in places}
        if not any(group.values()):
            continue
        bases += [base for base in group.values() if base]
        before = costs.total if costs else zero
        costs = collection_costs(
            bases,
            debtor=debtor,
            on=day,
            creditor_deducts_vat=creditor_deducts_vat,
            vat_declared=not creditor_deducts_vat,
            country=country,
        )
        more = max(costs.total - before, zero)
        parts = more.split([base.minor for base in group.values()])
        for place, part in zip(group, parts, strict=True):
            shares[place] = part
    return costs, shares


def _in_order(
    claims: Sequence[ClaimFacts], gates: Sequence[CostGate], on: date
) -> list[tuple[tuple[date, uuid.UUID], int]]:
    """The claims that carry costs by a day, by place, as their costs came up: day and review."""
    return sorted(
        ((max(gate.charge_from, claim.accepted_on), claim.review_id), place)
        for place, (claim, gate) in enumerate(zip(claims, gates, strict=True))
        if gate.charge_from is not None and gate.is_open(on)
    )


def _base(claim: ClaimFacts, gate: CostGate) -> Money:
    """What was unpaid of a claim when its gate opened."""
    zero = Money.zero(claim.principal.currency)
    paid = total(
        (r.principal for r in claim.reductions if gate.base_on and r.on <= gate.base_on),
        zero.currency,
    )
    return max(claim.principal - paid, zero)
