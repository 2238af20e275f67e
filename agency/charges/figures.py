"""What the law adds to claims: interest and collection costs, from plain facts. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from agency.charges.lots import Lot, lots, together
from agency.charges.running import Running
from agency.law.calendars import ONE_DAY
from agency.law.costs import Circumstances, Costs, FeeLetter, collection_costs
from agency.law.costs.asked import as_asked
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.errors import LawMissing, RateMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest, Reduction
from agency.law.packs import pack
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
    creditor. `known` are the circumstances that some countries ask for, without those that follow
    from the rest: when it was due, and when its principal was paid. Through `spared_until` the
    creditor asks for the invoice alone: interest is counted from the next day, costs likewise.
    """

    principal: Money
    due_on: date
    running: Running
    accepted_on: date
    review_id: uuid.UUID
    reductions: tuple[Reduction, ...]
    letters: tuple[Letter, ...]
    known: Circumstances = NOTHING_KNOWN
    spared_until: date | None = None

    @property
    def paid_on(self) -> date | None:
        """The day on which all of its principal was paid or credited."""
        left = self.principal.minor
        for reduction in self.reductions:
            left -= reduction.principal.minor
            if left <= 0:
                return reduction.on
        return None


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

    The claims of a case count as one principal for costs (NL 6:96 lid 7 BW), unless the law asks
    something of them that differs. Claims whose costs came up later add what the sum then grew by,
    shared by what was unpaid of each. So charges follow from the facts alone, whatever was booked
    when.
    """
    gates = [_gate(claim, parties) for claim in claims]
    costs, shares, missing = _costs(claims, gates, parties, on)
    found = []
    for claim, gate, share, why in zip(claims, gates, shares, missing, strict=True):
        detail, no_rate = _interest(claim, parties, on)
        found.append(Charge(detail.amount, detail, share, gate, no_rate or why))
    return Charges(tuple(found), costs)


def _gate(claim: ClaimFacts, parties: Parties) -> CostGate:
    gate = _gate_by_law(claim, parties)
    return gate if claim.spared_until is None else gate.spared_until(claim.spared_until)


def _gate_by_law(claim: ClaimFacts, parties: Parties) -> CostGate:
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
    running = claim.running.spared_until(claim.spared_until)
    while until > (claim.spared_until or claim.due_on):
        try:
            found = running.interest(
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

    Claims of which the law asks the same count together, the others by themselves.
    """
    zero = Money.zero(claims[0].principal.currency) if claims else Money.zero()
    shares, missing = [zero for _ in claims], ["" for _ in claims]
    known = [_known(claim, parties, on) for claim in claims]
    sums: list[Costs] = []
    borne: list[FeeLetter] = []
    for lot in lots(known):
        costs: Costs | None = None
        counted: list[int] = []
        for (day, _review), group in groupby(_in_order(claims, gates, lot, on), itemgetter(0)):
            places = [place for _, place in group]
            bases = {place: _base(claims[place], gates[place]) for place in places}
            if not any(bases.values()):
                continue
            more = [*counted, *(place for place, base in bases.items() if base)]
            seen = together([known[place] for place in more], without=borne)
            found, why = _sum_of(
                [_base(claims[place], gates[place]) for place in more], seen, parties, day, on
            )
            for place in places:
                missing[place] = why
            if found is None:
                continue
            grown = max(found.total - (costs.total if costs else zero), zero)
            parts = grown.split([base.minor for base in bases.values()])
            for place, part in zip(bases, parts, strict=True):
                shares[place] = part
            costs, counted = found, more
        if costs:
            sums.append(costs)
            borne += [letter for place in counted for letter in known[place].letters]
    return _one(sums), shares, missing


def _known(claim: ClaimFacts, parties: Parties, on: date) -> Circumstances:
    return as_asked(
        claim.known,
        country=parties.country,
        debtor=parties.debtor,
        due_on=claim.due_on,
        paid_on=claim.paid_on,
        on=on,
    )


def _sum_of(
    bases: Sequence[Money], known: Circumstances, parties: Parties, day: date, on: date
) -> tuple[Costs | None, str]:
    """The costs of claims that count together, and what of the law is missing.

    They follow the tariff of the day on which they came up. Costs for letters and work grow with
    what is done until the principal is paid, as far as the rules have been reviewed.
    """
    missing = ""
    if known.letters:
        until, reviewed = min(on, known.paid_on or on), pack(parties.country).reviewed_through
        if until > reviewed:
            missing, until = _why_not_reviewed(parties.country, until), reviewed
        known = replace(known, until=until)
    try:
        found = collection_costs(
            bases,
            debtor=parties.debtor,
            on=day,
            creditor_deducts_vat=parties.creditor_deducts_vat,
            vat_declared=not parties.creditor_deducts_vat,
            country=parties.country,
            known=known,
        )
    except LawMissing as error:
        return None, error.words
    return found, missing


def _why_not_reviewed(country: str, on: date) -> str:
    try:
        pack(country).check_reviewed(on)
    except LawMissing as error:
        return error.words
    return ""


def _one(sums: Sequence[Costs]) -> Costs | None:
    """The sums of a case as one, with the lines of each."""
    if len(sums) < 2:
        return sums[0] if sums else None
    return Costs(
        total(each.amount for each in sums),
        total(each.vat for each in sums),
        tuple(line for each in sums for line in each.lines),
        sums[0].article,
    )


def _in_order(
    claims: Sequence[ClaimFacts], gates: Sequence[CostGate], lot: Lot, on: date
) -> list[tuple[tuple[date, uuid.UUID], int]]:
    """Of a lot, the claims that carry costs by a day, as their costs came up: day and review."""
    found = []
    for place in lot:
        claim, gate = claims[place], gates[place]
        if gate.charge_from is not None and gate.is_open(on):
            found.append(((max(gate.charge_from, claim.accepted_on), claim.review_id), place))
    return sorted(found)


def _base(claim: ClaimFacts, gate: CostGate) -> Money:
    """What was unpaid of a claim when its gate opened."""
    zero = Money.zero(claim.principal.currency)
    paid = total(
        (r.principal for r in claim.reductions if gate.base_on and r.on <= gate.base_on),
        zero.currency,
    )
    return max(claim.principal - paid, zero)
