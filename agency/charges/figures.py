"""What the law adds to claims: interest and collection costs, from plain facts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agency.law.costs import Costs, collection_costs
from agency.law.errors import LawMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest, Reduction, interest, kind_for
from agency.law.vocabulary import DebtorKind
from portal.money import Money, total


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A claim as the books and the file show it.

    `interest_booked` and `costs_booked` are what was charged so far, paid or not.
    """

    principal: Money
    due_on: date
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

    The claims of a case count as one principal for costs (NL 6:96 lid 7 BW); what a claim adds is
    shared by what was unpaid of each. Costs that were booked are never lowered here. Nothing new is
    charged where no reviewed rule covers the day.
    """
    gates = [_gate(claim, debtor, country) for claim in claims]
    bases = [_base(claim, gate, on) for claim, gate in zip(claims, gates, strict=True)]
    costs, shares, missing = None, [claim.costs_booked for claim in claims], ""
    try:
        if any(bases):
            costs = collection_costs(
                [base for base in bases if base],
                debtor=debtor,
                on=on,
                creditor_deducts_vat=creditor_deducts_vat,
                vat_declared=not creditor_deducts_vat,
                country=country,
            )
            shares = _share(costs.total, bases, shares)
    except LawMissing as error:
        missing = error.words
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
        detail = interest(
            claim.principal,
            kind=kind_for(debtor, country),
            due_on=claim.due_on,
            until=on,
            payments=claim.reductions,
            country=country,
        )
    except LawMissing as error:
        booked = claim.interest_booked
        return Charge(booked, Interest(booked, ()), costs, gate, error.words)
    return Charge(detail.amount, detail, costs, gate, missing)


def _base(claim: ClaimFacts, gate: CostGate, on: date) -> Money:
    """What was unpaid of a claim when its gate opened; nothing while it is shut."""
    if gate.base_on is None or not gate.is_open(on):
        return Money.zero(claim.principal.currency)
    paid = total(
        (r.principal for r in claim.reductions if r.on <= gate.base_on), claim.principal.currency
    )
    return max(claim.principal - paid, Money.zero(claim.principal.currency))


def _share(sum_of_costs: Money, bases: Sequence[Money], booked: Sequence[Money]) -> list[Money]:
    """What each claim carries: what it was charged before, and its share of what comes on top."""
    more = sum_of_costs - total(booked, sum_of_costs.currency)
    if more.minor <= 0:
        return list(booked)
    fresh = [base.minor if not old else 0 for base, old in zip(bases, booked, strict=True)]
    weights = fresh if any(fresh) else [base.minor for base in bases]
    return [old + part for old, part in zip(booked, more.split(weights), strict=True)]
