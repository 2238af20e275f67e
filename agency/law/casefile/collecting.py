"""Cases about collection costs and the fixed compensation."""

from datetime import date

from agency.law.casefile.case import Case, Figures, Rule
from agency.law.costs import Circumstances, Costs, Instalment, collection_costs, compensation
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.courts import court_of
from agency.law.gates import cost_gate
from agency.law.vocabulary import DebtorKind
from portal.money import Money, total


def _costs_of(case: Case, principal: Money, known: Circumstances = NOTHING_KNOWN) -> Costs:
    return collection_costs(
        principal,
        debtor=_debtor(case, consumer=case.flag("consumer", True)),
        on=case.on,
        demanded=case.flag("reminder_sent", True),
        creditor_deducts_vat=not case.flag("vat_non_deductible", False),
        vat_declared=case.flag("creditor_declared", False),
        country=case.jurisdiction,
        known=known,
    )


def _debtor(case: Case, *, consumer: bool) -> DebtorKind:
    default = DebtorKind.CONSUMER if consumer else DebtorKind.BUSINESS
    return DebtorKind(case.inputs.get("debtor", default))


def _staffel(case: Case) -> Figures:
    costs = _costs_of(case, case.money("principal"))
    return {
        "cost": costs.total,
        "cost_min": costs.total,
        "cost_ex": costs.amount,
        "vat": costs.vat,
        "cost_inc": costs.total,
    }


def _aggregated(case: Case) -> Figures:
    principals = case.amounts("principals")
    each = total(_costs_of(case, principal).total for principal in principals)
    return {"cost": _costs_of(case, total(principals)).total, "wrong_if_summed": each}


def _partly_paid(case: Case) -> Figures:
    base = case.money("principal") - case.money("paid_in_time")
    return {"cost": _costs_of(case, base).total, "base": base}


def _without_letter(case: Case) -> Figures:
    gate = cost_gate(
        debtor=DebtorKind.CONSUMER, due_on=date(case.on.year, 1, 1), country=case.jurisdiction
    )
    costs = _costs_of(case, case.money("principal")).total
    return {"cost": costs if gate.is_open(case.on) else Money.zero(case.currency)}


def _recurring(case: Case) -> Figures:
    term, on = case.money("term_principal"), case.day("effective")
    charged = uncapped = Money.zero(case.currency)
    for _ in range(case.whole("terms_in_6_months")):
        part = Instalment(term, charged)
        consumer = DebtorKind.CONSUMER
        charged += collection_costs(term, debtor=consumer, on=on, instalment=part).total
        uncapped += collection_costs(term, debtor=consumer, on=on).total
    return {"cost_total_max": charged, "uncapped": uncapped}


def _capped(case: Case) -> Figures:
    """The most that a consumer may be charged; nothing before the term of the reminder is over."""
    zero = Money.zero(case.currency)
    if not case.flag("reminder_term_elapsed", True):
        return {"max_lump_sum": zero, "interest": zero}
    clause = Circumstances(clause=case.flag("clause_agreed", False))
    return {"max_lump_sum": _costs_of(case, case.money("balance"), clause).total}


def _compensation(figure: str) -> Rule:
    def compute(case: Case) -> Figures:
        zero = Money.zero(case.currency)
        if _debtor(case, consumer=False) is DebtorKind.CONSUMER:
            return {figure: zero}
        found = compensation(case.jurisdiction, case.on)
        debt = case.money("debt") if "debt" in case else zero
        return {figure: found.amount_for(debt)}

    return compute


def _credited(case: Case) -> Figures:
    """Costs that were made count against the fixed sum: the larger of the two is owed."""
    made = case.money("net_legal_cost")
    if _debtor(case, consumer=False) is DebtorKind.CONSUMER:
        return {"total_damages": made}
    fixed = compensation(case.jurisdiction, case.on).amount_for(case.money("claim"))
    return {"total_damages": max(made, fixed)}


def _set_off(case: Case) -> Figures:
    fees = total(case.amounts("fees"), case.currency)
    if _debtor(case, consumer=False) is DebtorKind.CONSUMER:
        return {"total_recoverable": fees}
    return {"total_recoverable": max(case.money("compensation"), fees)}


def _amicable(case: Case) -> Figures:
    if case.flag("title_executory", False):
        raise ValueError("the tariff of bailiffs for enforcing a title is in no pack")
    known = Circumstances(agreed=case.money("agency_fee"), proven=case.money("agency_fee"))
    costs = _costs_of(case, case.money("agency_fee"), known)
    return {"chargeable_to_debtor": costs.total}


def _undisputed(case: Case) -> Figures:
    court = court_of(case.jurisdiction, "ios")
    percent = court.clause_percent
    if percent is None:
        raise ValueError("this route has no cap on clauses")
    return {
        "max_clause_10pct": case.money("principal").percent(percent),
        "flat": compensation(case.jurisdiction, case.on).amount,
    }


RULES: dict[str, Rule] = {
    "collection_cost.BIK_staffel": _staffel,
    "collection_cost.BIK_plus_VAT": _staffel,
    "collection_cost.B2B_minimum": _staffel,
    "collection_cost.aggregate_same_creditor": _aggregated,
    "collection_cost.partial_payment_within_14d": _partly_paid,
    "collection_cost.consumer_without_14d_letter": _without_letter,
    "collection_cost.recurring_cap": _recurring,
    "consumer_cap.forfait_XIX": _capped,
    "consumer_cap.before_14_days": _capped,
    "consumer_cap.no_clause_in_contract": _capped,
    "flat_compensation": lambda case: _compensation("min")(case) | _compensation("amount")(case),
    "flat_40_consumer": _compensation("amount"),
    "flat_40_credited_against_legal_cost": _credited,
    "fixed_sum_compensation": _compensation("sum"),
    "compensation_3a.consumer": _compensation("compensation"),
    "compensation_3a.offset": _set_off,
    "amicable_cost_to_debtor": _amicable,
    "uncontested_B2B_IOS": _undisputed,
}
