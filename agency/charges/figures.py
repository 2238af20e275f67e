"""What the law adds to claims: interest and collection costs, from plain facts. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from agency.charges.running import Running
from agency.law.calendars import ONE_DAY
from agency.law.costs import Costs, collection_costs
from agency.law.errors import LawMissing, RateMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest, Reduction
from agency.law.rates import PACK_RATES, RateBook
from agency.law.vocabulary import DebtorKind
from portal.money import Money, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What the law wants to know of a case besides its claims, and the rates that hold there."""

    debtor: DebtorKind
    country: str
    creditor_deducts_vat: bool
    rates: RateBook = PACK_RATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A claim as the books and the file show it.

    `accepted_on` and `review_id` say since when the agency works it, and by which answer to the
    creditor.
    """

    principal: Money
    due_on: date
    running: Running
    accepted_on: date
    review_id: uuid.UUID
    reductions: tuple[Reduction, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What a claim is charged in all by a day, paid or not, and why. `costs` includes VAT.

    `law_missing` says what of the law is not known. Interest then stops with the last half-year
    whose rate is, and costs whose rules are not known are none.
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


def charges(claims: Sequence[ClaimFacts], parties: Parties, on: date) -> Charges:
    """Interest per claim through `on`, and costs over the claims whose gate is open on that day.

    The claims of a case count as one principal for costs (NL 6:96 lid 7 BW). Claims whose costs came
    up later add what the sum then grew by, shared by what was unpaid of each. So charges follow from
    the facts alone, whatever was booked when.
    """
    gates = [_gate(claim, parties) for claim in claims]
    costs, shares, missing = _costs(claims, gates, parties, on)
    found = []
    for claim, gate, share, why in zip(claims, gates, shares, missing, strict=True):
        detail, no_rate = _interest(claim, parties, on)
        found.append(Charge(detail.amount, detail, share, gate, no_rate or why))
    return Charges(tuple(found), costs)


def _gate(claim: ClaimFacts, parties: Parties) -> CostGate:
    try:
        return cost_gate(
            debtor=parties.debtor,
            due_on=claim.due_on,
            letters=claim.letters,
            country=parties.country,
        )
    except LawMissing as error:
        return CostGate(None, None, error.words, "")


def _interest(claim: ClaimFacts, parties: Parties, on: date) -> tuple[Interest, str]:
    """Interest through a day, or the last half-year with a known rate; and which one is missing."""
    until, missing = on, ""
    while until > claim.due_on:
        try:
            found = claim.running.interest(
                claim.principal,
                debtor=parties.debtor,
                due_on=claim.due_on,
                until=until,
                reductions=claim.reductions,
                letters=claim.letters,
                country=parties.country,
                rates=parties.rates,
            )
        except RateMissing as error:
            missing = missing or error.words
            until = date(until.year, 1 if until.month <= 6 else 7, 1) - ONE_DAY
        except LawMissing as error:
            missing = error.words
            break
        else:
            return found, missing
    return Interest(Money.zero(claim.principal.currency), ()), missing


def _costs(
    claims: Sequence[ClaimFacts], gates: Sequence[CostGate], parties: Parties, on: date
) -> tuple[Costs | None, list[Money], list[str]]:
    """The sum of the costs by a day, what each claim carries of it, and what law is missing for it.

    Each sum follows the tariff of the day on which its costs came up.
    """
    zero = Money.zero(claims[0].principal.currency) if claims else Money.zero()
    shares, missing = [zero for _ in claims], ["" for _ in claims]
    bases: list[Money] = []
    costs: Costs | None = None
    for (day, _review), places in groupby(_in_order(claims, gates, on), key=itemgetter(0)):
        group = {place: _base(claims[place], gates[place]) for _, place in places}
        if not any(group.values()):
            continue
        together = [*bases, *(base for base in group.values() if base)]
        try:
            found = collection_costs(
                together,
                debtor=parties.debtor,
                on=day,
                creditor_deducts_vat=parties.creditor_deducts_vat,
                vat_declared=not parties.creditor_deducts_vat,
                country=parties.country,
            )
        except LawMissing as error:
            for place in group:
                missing[place] = error.words
            continue
        more = max(found.total - (costs.total if costs else zero), zero)
        parts = more.split([base.minor for base in group.values()])
        for place, part in zip(group, parts, strict=True):
            shares[place] = part
        costs, bases = found, together
    return costs, shares, missing


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
