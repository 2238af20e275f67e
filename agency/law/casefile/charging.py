"""The cases about what may be charged: interest, rates, collection costs, compensation."""

from datetime import date
from decimal import Decimal

from agency.law.calendars import ONE_DAY
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.costs import Costs, Instalment, collection_costs, compensation
from agency.law.gates import cost_gate
from agency.law.interest import Interest, interest
from agency.law.packs import pack
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money, total


def _costs_of(case: Case, principal: Money) -> Costs:
    return collection_costs(
        principal,
        debtor=DebtorKind.CONSUMER if case.flag("consumer", True) else DebtorKind.BUSINESS,
        on=case.on,
        demanded=case.flag("reminder_sent", True),
        creditor_deducts_vat=not case.flag("vat_non_deductible", False),
        vat_declared=case.flag("creditor_declared", False),
    )


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
    gate = cost_gate(debtor=DebtorKind.CONSUMER, due_on=date(case.on.year, 1, 1))
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


def _segment(case: Case) -> Figures:
    first = date(case.on.year, 1, 1)
    run = interest(
        case.money("principal"),
        kind=InterestKind.CONTRACTUAL,
        due_on=first - ONE_DAY,
        until=first + (case.whole("days") - 1) * ONE_DAY,
        agreed_percent=case.number("rate") * 100,
    )
    return {"interest": run.amount}


def _run(case: Case, kind: InterestKind, first: date, until: date) -> Interest:
    return interest(
        case.money("principal"),
        kind=kind,
        due_on=first - ONE_DAY,
        until=until,
        country=case.jurisdiction,
    )


def _split(kind: InterestKind) -> Rule:
    def compute(case: Case) -> Figures:
        run = _run(case, kind, case.day("first_day"), case.day("last_day_inclusive"))
        segments = [
            {
                "from": line.from_on,
                "to": line.until_on,
                "days": line.days,
                "rate": line.percent,
                "interest": line.amount,
            }
            for line in run.lines
        ]
        return {"segments": segments, "total": run.amount}

    return compute


def _compound_by_year(case: Case) -> Figures:
    first, end = case.day("default_from"), case.day("to")
    figures: Figures = {}
    for year in range(1, end.year - first.year + 1):
        until = first.replace(year=first.year + year) - ONE_DAY
        run = _run(case, InterestKind.STATUTORY, first, until)
        figures[f"after_year{year}"] = case.money("principal") + run.amount
    return figures


def _compound_trade(case: Case) -> Figures:
    until = case.day("to_exclusive") - ONE_DAY
    run = _run(case, InterestKind.COMMERCIAL, case.day("from"), until)
    owed = case.money("principal") + case.money("costs") + run.amount
    return {"interest": run.amount, "outstanding": owed}


def _rate(kind: InterestKind, name: str, figure: str) -> Rule:
    def compute(case: Case) -> Figures:
        rate, _ = pack(case.jurisdiction).interest_rule(kind).rate_on(case.day(name))
        return {figure: rate.percent}

    return compute


def _compensation(case: Case) -> Figures:
    debtor = DebtorKind(case.inputs.get("debtor", DebtorKind.BUSINESS))
    amount = Decimal(0)
    if debtor is DebtorKind.BUSINESS:
        amount = compensation(case.jurisdiction, case.on).amount.decimal
    return {"min": amount, "amount": amount}


RULES: dict[str, Rule] = {
    "collection_cost.BIK_staffel": _staffel,
    "collection_cost.BIK_plus_VAT": _staffel,
    "collection_cost.B2B_minimum": _staffel,
    "collection_cost.aggregate_same_creditor": _aggregated,
    "collection_cost.partial_payment_within_14d": _partly_paid,
    "collection_cost.consumer_without_14d_letter": _without_letter,
    "collection_cost.recurring_cap": _recurring,
    "interest.handelsrente_segment": _segment,
    "interest.segment": _segment,
    "interest.handelsrente_split": _split(InterestKind.COMMERCIAL),
    "interest.wettelijke_rente_split": _split(InterestKind.STATUTORY),
    "interest.compound_anniversary": _compound_by_year,
    "interest.compound_handelsrente_10y": _compound_trade,
    "rate.handelsrente_on": _rate(InterestKind.COMMERCIAL, "date", "rate"),
    "rate.wettelijke_rente_on": _rate(InterestKind.STATUTORY, "date", "rate"),
    "rate.reference_plus_8": _rate(InterestKind.COMMERCIAL, "half_year_from", "statutory"),
    "flat_compensation": _compensation,
}
