"""Runs cases in the form of `cases.json`: inputs of a rule, and the figures that must come out."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agency.law.contact_hours import is_lawful
from agency.law.costs import Instalment, collection_costs, compensation
from agency.law.gates import Letter, cost_gate, free_term
from agency.law.interest import Interest, interest
from agency.law.limitation import Interruption, limitation
from agency.law.packs import pack
from agency.law.references import epc_qr, make_betalingskenmerk, make_ogm, make_rf
from agency.law.term_wording import check_term_wording
from agency.law.vocabulary import Channel, DebtorKind, InterestKind, InterruptionKind
from portal.money import Money

Case = dict[str, Any]
Figures = dict[str, Any]

TODAY = date(2026, 11, 22)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

NOT_COVERED = {
    "allocation.6_44": "allocation of a payment belongs to agency/payments",
    "court_fee.griffierecht_kanton_2024": "court fees are not built yet",
}
"""Rules of the covered jurisdictions that law does not compute, and why."""

COVERED = {"NL", "EU", "INT"}


def load(path: Path) -> list[Case]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def why_not_covered(case: Case) -> str | None:
    """Why a case is not run, or None."""
    rule = case["rule"]
    if rule in NOT_COVERED:
        return NOT_COVERED[rule]
    if rule in RULES and (case["jurisdiction"] in COVERED or rule.startswith("ref.OGM")):
        return None
    if rule.startswith("ref."):
        return "this payment reference is not built yet"
    if case["jurisdiction"] in COVERED:
        return f"the rule {rule} is not known"
    return f"there is no pack for {case['jurisdiction']} yet"


def run(case: Case) -> tuple[Figures, Figures]:
    """The expected figures of a case, and those that come out, under the same names."""
    got = RULES[case["rule"]](case["inputs"])
    expected = case["expected"]
    return {name: expected[name] for name in got}, got


def _costs_of(inputs: Figures, principal: str | None = None) -> Any:
    return collection_costs(
        Money.of(str(principal or inputs["principal"])),
        debtor=DebtorKind.CONSUMER if inputs.get("consumer", True) else DebtorKind.BUSINESS,
        on=TODAY,
        demanded=inputs.get("reminder_sent", True),
        creditor_deducts_vat=not inputs.get("vat_non_deductible", False),
        vat_declared=inputs.get("creditor_declared", False),
    )


def _staffel(inputs: Figures) -> Figures:
    return {"cost": str(_costs_of(inputs).total.decimal)}


def _staffel_vat(inputs: Figures) -> Figures:
    costs = _costs_of(inputs)
    parts = {"cost_ex": costs.amount, "vat": costs.vat, "cost_inc": costs.total}
    return {name: str(amount.decimal) for name, amount in parts.items()}


def _aggregated(inputs: Figures) -> Figures:
    principals = [Money.of(text) for text in inputs["principals"]]
    together = collection_costs(principals, debtor=DebtorKind.CONSUMER, on=TODAY)
    each = sum(_costs_of(inputs, text).total.minor for text in inputs["principals"])
    return {"cost": str(together.total.decimal), "wrong_if_summed": str(Money(each).decimal)}


def _partly_paid(inputs: Figures) -> Figures:
    base = Money.of(inputs["principal"]) - Money.of(inputs["paid_in_time"])
    return {"cost": str(_costs_of({}, str(base.decimal)).total.decimal), "base": str(base.decimal)}


def _business_minimum(inputs: Figures) -> Figures:
    return {"cost_min": str(_costs_of(inputs).total.decimal)}


def _without_letter(inputs: Figures) -> Figures:
    due_on = date(2026, 1, 1)
    gate = cost_gate(debtor=DebtorKind.CONSUMER, due_on=due_on)
    costs = _costs_of(inputs).total if gate.is_open(TODAY) else Money.zero()
    return {"cost": str(costs.decimal)}


def _recurring(inputs: Figures) -> Figures:
    term, charged, uncapped = Money.of(inputs["term_principal"]), Money(0), Money(0)
    on = date.fromisoformat(inputs["effective"])
    for _ in range(inputs["terms_in_6_months"]):
        costs = collection_costs(
            term, debtor=DebtorKind.CONSUMER, on=on, instalment=Instalment(term, charged)
        )
        charged += costs.total
        before = collection_costs(term, debtor=DebtorKind.CONSUMER, on=on)
        uncapped += before.total
    return {"cost_total_max": str(charged.decimal), "uncapped": str(uncapped.decimal)}


def _letter_term(inputs: Figures) -> Figures:
    letter = Letter(date.fromisoformat(inputs["sent"]), Channel(inputs["channel"]))
    term = free_term(letter)
    return {
        "presumed_received": str(term.received_on),
        "term_first_day": str(term.first_day),
        "term_last_day": str(term.last_day),
        "cost_due_from": str(term.charge_from),
    }


def _letter_wording(inputs: Figures) -> Figures:
    return {"valid": check_term_wording(inputs["text"]).is_valid}


def _segment(inputs: Figures) -> Figures:
    due_on = date(2023, 12, 31)
    run = interest(
        Money.of(inputs["principal"]),
        kind=InterestKind.CONTRACTUAL,
        due_on=due_on,
        until=due_on + timedelta(days=inputs["days"]),
        agreed_percent=Decimal(inputs["rate"]) * 100,
    )
    assert len(run.lines) == 1
    return {"interest": str(run.amount.decimal)}


def _days(inputs: Figures, kind: InterestKind, first: str, until: date) -> Interest:
    due_on = date.fromisoformat(first) - timedelta(days=1)
    return interest(Money.of(inputs["principal"]), kind=kind, due_on=due_on, until=until)


def _split(kind: InterestKind) -> Callable[[Figures], Figures]:
    def compute(inputs: Figures) -> Figures:
        until = date.fromisoformat(inputs["last_day_inclusive"])
        run = _days(inputs, kind, inputs["first_day"], until)
        segments = [
            {
                "from": str(line.from_on),
                "to": str(line.until_on),
                "days": line.days,
                "rate": str(line.percent),
                "interest": str(line.amount.decimal),
            }
            for line in run.lines
        ]
        return {"segments": segments, "total": str(run.amount.decimal)}

    return compute


def _compound_two_years(inputs: Figures) -> Figures:
    def owed(before: str) -> str:
        until = date.fromisoformat(before) - timedelta(days=1)
        run = _days(inputs, InterestKind.STATUTORY, inputs["default_from"], until)
        return str((Money.of(inputs["principal"]) + run.amount).decimal)

    return {"after_year1": owed("2025-01-01"), "after_year2": owed(inputs["to"])}


def _compound_ten_years(inputs: Figures) -> Figures:
    until = date.fromisoformat(inputs["to_exclusive"]) - timedelta(days=1)
    run = _days(inputs, InterestKind.COMMERCIAL, inputs["from"], until)
    owed = Money.of(inputs["principal"]) + Money.of("400") + run.amount
    return {"interest": str(run.amount.decimal), "outstanding": str(owed.decimal)}


def _interest_before_payment(inputs: Figures) -> Figures:
    """The interest of an allocation case; sharing out the payment is not for law."""
    until = date.fromisoformat(inputs["payment_date"]) - timedelta(days=1)
    run = _days(inputs, InterestKind.STATUTORY, inputs["from"], until)
    return {"interest": str(run.amount.decimal)}


def _window(inputs: Figures) -> Figures:
    at = datetime.fromisoformat(inputs["local_time"].split(" ")[0]).replace(tzinfo=AMSTERDAM)
    channels = [Channel(name) for name in inputs["channel"].split("|")]
    answers = {is_lawful(at, "NL", DebtorKind.CONSUMER, AMSTERDAM, name) for name in channels}
    assert len(answers) == 1
    return {"allowed": answers.pop()}


def _lapse(inputs: Figures) -> Figures:
    found = limitation(date.fromisoformat(inputs["due"]))
    return {"last_day_enforceable": str(found.last_day)}


def _lapse_interrupted(inputs: Figures) -> Figures:
    on = date.fromisoformat(inputs["written_reservation"])
    found = limitation(
        date.fromisoformat(inputs["due"]),
        interruptions=[Interruption(on, InterruptionKind.WRITTEN)],
    )
    return {
        "new_term_from": str(found.steps[-1].from_on),
        "last_day_enforceable": str(found.last_day),
    }


def _rate(kind: InterestKind) -> Callable[[Figures], Figures]:
    def compute(inputs: Figures) -> Figures:
        rate, _ = pack("NL").interest_rule(kind).rate_on(date.fromisoformat(inputs["date"]))
        return {"rate": str(rate.percent)}

    return compute


def _eu_rate(inputs: Figures) -> Figures:
    day = date.fromisoformat(inputs["half_year_from"])
    rate, _ = pack("EU").interest_rule(InterestKind.COMMERCIAL).rate_on(day)
    return {"statutory": str(rate.percent)}


def _eu_compensation(_: Figures) -> Figures:
    return {"min": str(compensation("EU", TODAY).amount)}


def _epc(inputs: Figures) -> Figures:
    payload = epc_qr(
        name=inputs["name"],
        iban=inputs["iban"],
        amount=Money.of(inputs["amount"]),
        reference=inputs["rf"],
        version=inputs["version"],
    )
    return {"payload_lines": payload.split("\n")}


RULES: dict[str, Callable[[Figures], Figures]] = {
    "collection_cost.BIK_staffel": _staffel,
    "collection_cost.BIK_plus_VAT": _staffel_vat,
    "collection_cost.aggregate_same_creditor": _aggregated,
    "collection_cost.partial_payment_within_14d": _partly_paid,
    "collection_cost.B2B_minimum": _business_minimum,
    "collection_cost.consumer_without_14d_letter": _without_letter,
    "collection_cost.recurring_cap": _recurring,
    "notice.14_day_letter_post": _letter_term,
    "notice.14_day_letter_wording": _letter_wording,
    "interest.handelsrente_segment": _segment,
    "interest.segment": _segment,
    "interest.handelsrente_split": _split(InterestKind.COMMERCIAL),
    "interest.wettelijke_rente_split": _split(InterestKind.STATUTORY),
    "interest.compound_anniversary": _compound_two_years,
    "interest.compound_handelsrente_10y": _compound_ten_years,
    "allocation.6_44_sourced": _interest_before_payment,
    "contact.window_Bki_4_2": _window,
    "limitation.contract_5y": _lapse,
    "limitation.written_interruption": _lapse_interrupted,
    "rate.handelsrente_on": _rate(InterestKind.COMMERCIAL),
    "rate.wettelijke_rente_on": _rate(InterestKind.STATUTORY),
    "rate.reference_plus_8": _eu_rate,
    "flat_compensation": _eu_compensation,
    "ref.RF_ISO11649": lambda inputs: {"rf": make_rf(inputs["reference"])},
    "ref.OGM_mod97": lambda inputs: {"ogm": make_ogm(inputs["base"])},
    "ref.OGM_mod97_zero_remainder": lambda inputs: {"ogm": make_ogm(inputs["base"])},
    "ref.betalingskenmerk_16": lambda inputs: {"kenmerk": make_betalingskenmerk(inputs["base"])},
    "ref.betalingskenmerk_14": lambda inputs: {"kenmerk": make_betalingskenmerk(inputs["payload"])},
    "qr.EPC069_12": _epc,
}
