"""Collection costs: what the law lets a creditor add to the principal, with the sum behind it."""

from collections.abc import Sequence
from datetime import date

from agency.law.costs.bands import by_bands
from agency.law.costs.facts import (
    NOTHING_KNOWN,
    Circumstances,
    Claimed,
    FeeLetter,
    Instalment,
)
from agency.law.costs.fees import by_fee_table
from agency.law.costs.letters import by_letters
from agency.law.costs.lines import CostLine, Costs, CostStep, sum_of
from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.compensation_rows import Compensation
from agency.law.packs.cost_rows import Allowance
from agency.law.packs.country import Pack
from agency.law.packs.letter_fee_rows import LetterTariff
from agency.law.packs.rows import in_force
from agency.law.packs.tariff_rows import FeeRule, Tariff
from agency.law.vat import vat_rate
from agency.law.vocabulary import Allows, DebtorKind
from portal.money import Money, total

__all__ = [
    "Circumstances",
    "CostLine",
    "CostStep",
    "Costs",
    "FeeLetter",
    "Instalment",
    "collection_costs",
    "compensation",
]


def collection_costs(
    principals: Money | Sequence[Money],
    *,
    debtor: DebtorKind,
    on: date,
    demanded: bool = True,
    creditor_deducts_vat: bool = True,
    vat_declared: bool = False,
    instalment: Instalment | None = None,
    country: str = "NL",
    known: Circumstances = NOTHING_KNOWN,
) -> Costs:
    """The costs that the law allows on `on`, the day they are charged (the date of the letter).

    Several claims of one creditor against one debtor count as one principal (NL 6:96 lid 7); the
    base is the principal alone, no interest. Rounded half up to the minor unit once. VAT comes on
    top only where the creditor cannot deduct it and has declared so. A business owes at least the
    fixed compensation for paying late, and one that was not `demanded` that alone (NL 6:96 lid 4).
    `known` holds what the law of some countries asks besides. For a consumer, ask
    `agency.law.gates.cost_gate` first whether any costs may be charged. LawMissing where no
    reviewed rule covers the day, or the claim is in another currency than the law; ValueError on a
    principal below zero.
    """
    claims = [principals] if isinstance(principals, Money) else list(principals)
    if not claims or any(claim.minor < 0 for claim in claims):
        raise ValueError("Costs are computed over one or more principals of zero or more.")
    law = pack(country)
    law.check_reviewed(on)
    claimed = Claimed(claims[0] if len(claims) == 1 else total(claims), debtor, on, known)
    lines: list[CostLine] = []
    if claimed.principal and (demanded or debtor is DebtorKind.CONSUMER):
        lines = _lines(claimed, law)
    if claimed.principal and debtor is DebtorKind.BUSINESS:
        lines += _compensation_lines(claimed, law, lines)
    if instalment and debtor is DebtorKind.CONSUMER:
        lines += _cap_lines(law, on, lines, instalment)
    vat = _vat_lines(law, on, lines) if vat_declared and not creditor_deducts_vat else []
    currency, rules = claimed.principal.currency, law.cost_rules()
    return Costs(
        amount=sum_of(lines, currency),
        vat=sum_of(vat, currency),
        lines=tuple(lines + vat),
        article=rules.article if len(claims) == 1 else rules.aggregation_article,
    )


def compensation(country: str, on: date) -> Compensation:
    """The fixed sum for paying late that a business owes without reminder. LawMissing if none."""
    law = pack(country)
    if law.compensation is None:
        raise LawMissing("There is no fixed compensation in %(country)s.", country=law.name)
    return law.compensation.on(on)


def _lines(claimed: Claimed, law: Pack) -> list[CostLine]:
    """The costs by the way of computing that holds for the debtor on the day."""
    rule = law.cost_rules().for_debtor(claimed.debtor, claimed.on)
    if not isinstance(rule, Allowance):
        law.check_currency(claimed.principal.currency)
    match rule:
        case Tariff():
            return by_bands(claimed, rule)
        case FeeRule():
            return by_fee_table(claimed, law, rule)
        case LetterTariff():
            return by_letters(claimed, law, rule)
        case Allowance():
            return _allowed(claimed, rule)
        case _:
            raise LawMissing(
                "There is no tariff for collection costs in %(name)s on %(on)s.",
                name=law.name,
                on=claimed.on,
            )


def _allowed(claimed: Claimed, rule: Allowance) -> list[CostLine]:
    """What was agreed or proven, where the law allows that."""
    amounts = {
        Allows.AGREED: (CostStep.AGREED, claimed.known.agreed),
        Allows.PROVEN: (CostStep.PROVEN, claimed.known.proven),
    }
    step, amount = amounts.get(rule.allows, (CostStep.AGREED, None))
    return [CostLine(step, amount, rule.article)] if amount else []


def _compensation_lines(claimed: Claimed, law: Pack, lines: list[CostLine]) -> list[CostLine]:
    """What lifts the costs to the fixed sum for paying late; they are credited against it."""
    if law.compensation is None:
        return []
    law.check_currency(claimed.principal.currency)
    found = law.compensation.on(claimed.on)
    amount = sum_of(lines, claimed.principal.currency)
    more = found.amount_for(claimed.principal) - amount
    return [CostLine(CostStep.COMPENSATION, more, found.article)] if more.minor > 0 else []


def _cap_lines(
    law: Pack, on: date, lines: list[CostLine], instalment: Instalment
) -> list[CostLine]:
    """What takes the costs of a small instalment down to the room that its contract has left."""
    cap = in_force(law.cost_rules().recurring_caps, on)
    if cap is None or instalment.amount >= cap.instalment_below:
        return []
    amount = sum_of(lines, law.currency)
    room = max(cap.maximum - instalment.already_charged, Money.zero(law.currency))
    if amount <= room:
        return []
    return [CostLine(CostStep.RECURRING_CAP, room - amount, cap.article)]


def _vat_lines(law: Pack, on: date, lines: list[CostLine]) -> list[CostLine]:
    base = sum_of([line for line in lines if line.bears_vat], law.currency)
    if not base:
        return []
    rate, article = vat_rate(law.country, on), law.cost_rules().vat_article
    return [CostLine(CostStep.VAT, base.percent(rate), article, base=base, percent=rate)]
