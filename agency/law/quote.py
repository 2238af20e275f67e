"""What a claim would cost its debtor on a day: interest, costs, and whether costs may be charged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from agency.law.costs import Circumstances, Costs, collection_costs
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.errors import LawMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest
from agency.law.owed import owed_interest
from agency.law.packs import pack
from agency.law.packs.cost_rows import Allowance
from agency.law.rates import PACK_RATES, RateBook
from agency.law.vocabulary import Allows, DebtorKind, InterestKind
from portal.errors import Words
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The claim that a quote is asked for."""

    principal: Money
    country: str
    debtor: DebtorKind
    due_on: date
    letters: Sequence[Letter] = ()
    agreed_percent: Decimal | None = None
    small_creditor: bool = False
    due_agreed: bool = False
    creditor_deducts_vat: bool = True
    known: Circumstances = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Quote:
    """The parts of a quote; one that the law does not answer is None, and `missing` says why.

    `costs` are those that the law allows once the gate is open; `charged` is what counts today.
    `remark` says so where nothing is owed besides the principal unless it was agreed.
    """

    interest: Interest | None
    costs: Costs | None
    gate: CostGate | None
    charged: Money
    total: Money
    missing: tuple[str, ...]
    remark: str = ""


def quote(claim: Quoted, on: date, rates: RateBook = PACK_RATES) -> Quote:
    """Interest through a day, and the costs of a claim that is still unpaid on it.

    LawMissing only where the country has no pack; else what is not known is named in `missing`,
    and the total holds what is. ValueError on another currency than that of the country.
    """
    if claim.principal.currency != pack(claim.country).currency:
        raise ValueError(
            f"The law of {claim.country} does not count in {claim.principal.currency}."
        )
    missing: list[str] = []
    run, costs, gate = None, None, None
    try:
        run = _interest(claim, on, rates)
    except LawMissing as error:
        missing.append(error.words)
    try:
        gate = _gate(claim)
    except LawMissing as error:
        missing.append(error.words)
    try:
        costs = _costs(claim, on)
    except LawMissing as error:
        missing.append(error.words)
    charged = Money.zero(claim.principal.currency)
    if costs and gate and gate.is_open(on):
        charged = costs.total
    owed = claim.principal + charged
    return Quote(
        interest=run,
        costs=costs,
        gate=gate,
        charged=charged,
        total=owed + run.amount if run else owed,
        missing=tuple(missing),
        remark=_remark(claim, on),
    )


def _remark(claim: Quoted, on: date) -> str:
    """That a contract is needed for all that comes on top, where the law itself gives nothing."""
    law = pack(claim.country)
    if law.costs is None or law.interest_owed.get(claim.debtor) is not InterestKind.NONE:
        return ""
    rule = law.costs.for_debtor(claim.debtor, on)
    if not isinstance(rule, Allowance) or rule.allows is not Allows.AGREED:
        return ""
    return Words(
        "By the law of %(country)s nothing is owed beyond the principal unless the contract says so "
        "(%(article)s).",
        country=law.name,
        article=law.costs.article,
    )


def _interest(claim: Quoted, on: date, rates: RateBook) -> Interest:
    return owed_interest(
        claim.principal,
        country=claim.country,
        debtor=claim.debtor,
        due_on=claim.due_on,
        until=on,
        letters=claim.letters,
        small_creditor=claim.small_creditor,
        due_agreed=claim.due_agreed,
        agreed_percent=claim.agreed_percent,
        rates=rates,
    )


def _gate(claim: Quoted) -> CostGate:
    return cost_gate(
        debtor=claim.debtor, due_on=claim.due_on, letters=claim.letters, country=claim.country
    )


def _costs(claim: Quoted, on: date) -> Costs:
    known = claim.known
    if known.letters and known.due_on is None:
        known = replace(known, due_on=claim.due_on)
    return collection_costs(
        claim.principal,
        debtor=claim.debtor,
        on=on,
        creditor_deducts_vat=claim.creditor_deducts_vat,
        vat_declared=not claim.creditor_deducts_vat,
        country=claim.country,
        known=known,
    )
