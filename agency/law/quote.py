"""What a claim would cost its debtor on a day: interest, costs, and whether costs may be charged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from agency.law.costs import Circumstances, Costs, collection_costs
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.errors import LawMissing
from agency.law.gates import CostGate, Letter, cost_gate
from agency.law.interest import Interest, interest, kind_for
from agency.law.rates import PACK_RATES, RateBook
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The parts of a quote; one that the law does not answer is None, and `missing` says why.

    `costs` are those that the law allows once the gate is open; `charged` is what counts today.
    """

    principal: Money
    kind: InterestKind
    interest: Interest | None
    costs: Costs | None
    gate: CostGate | None
    charged: Money
    missing: tuple[str, ...]

    @property
    def total(self) -> Money:
        """Principal, interest and the costs that may be charged today, as far as they are known."""
        known = self.principal + self.charged
        return known + self.interest.amount if self.interest else known


def quote(
    principal: Money,
    *,
    country: str,
    debtor: DebtorKind,
    due_on: date,
    on: date,
    letters: Sequence[Letter] = (),
    creditor_deducts_vat: bool = True,
    known: Circumstances = NOTHING_KNOWN,
    rates: RateBook = PACK_RATES,
) -> Quote:
    """Interest through a day and the costs of a claim that was not paid on its due date.

    LawMissing only where the country has no pack; else what is not known is named in `missing`.
    """
    kind, missing = kind_for(debtor, country), []
    run, gate, costs = None, None, None
    try:
        run = interest(
            principal,
            kind=kind,
            due_on=due_on,
            until=on,
            country=country,
            rates=rates,
        )
    except LawMissing as error:
        missing.append(error.words)
    try:
        gate = cost_gate(debtor=debtor, due_on=due_on, letters=letters, country=country)
    except LawMissing as error:
        missing.append(error.words)
    try:
        costs = collection_costs(
            principal,
            debtor=debtor,
            on=on,
            creditor_deducts_vat=creditor_deducts_vat,
            vat_declared=not creditor_deducts_vat,
            country=country,
            known=known if known.due_on else replace(known, due_on=due_on),
        )
    except LawMissing as error:
        missing.append(error.words)
    charged = Money.zero(principal.currency)
    if costs and gate and gate.is_open(on):
        charged = costs.total
    return Quote(principal, kind, run, costs, gate, charged, tuple(missing))
