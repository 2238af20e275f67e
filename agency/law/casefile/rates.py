"""Cases about rates of interest and when they hold."""

from datetime import date
from decimal import Decimal

from agency.law.agreed import agreed_rate
from agency.law.calendars import ONE_DAY
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.gates import Letter
from agency.law.packs import pack
from agency.law.packs.interest_rows import InterestRule
from agency.law.starts import interest_from
from agency.law.vocabulary import Channel, DebtorKind, InterestKind


def _rule(case: Case, kind: InterestKind) -> InterestRule:
    return pack(case.jurisdiction).interest_rule(kind)


def _on(kind: InterestKind, name: str, figure: str = "rate") -> Rule:
    def compute(case: Case) -> Figures:
        return {figure: _rule(case, kind).rate_on(case.day(name))[0].percent}

    return compute


def _after_due(case: Case) -> Figures:
    day = case.day("due") + ONE_DAY
    return {"rate": _rule(case, InterestKind.COMMERCIAL).rate_on(day)[0].percent}


def _by_half_year(case: Case) -> Figures:
    year, half = case.text("half_year").split("-H")
    day = date(int(year), 1 if half == "1" else 7, 1)
    return {"rate": _rule(case, InterestKind.COMMERCIAL).rate_on(day)[0].percent}


def _by_year(case: Case) -> Figures:
    day = date(case.whole("year"), 1, 1)
    return {"rate": _rule(case, InterestKind.STATUTORY).rate_on(day)[0].percent}


def _over_reference(case: Case) -> Figures:
    rule = _rule(case, InterestKind.COMMERCIAL)
    return {"rate": rule.rate_over(case.number("ecb_mro"), case.on)}


def _norwegian(case: Case) -> Figures:
    law, day = pack(case.jurisdiction), case.day("date")
    figures: Figures = {"rate": law.interest_rule(InterestKind.STATUTORY).rate_on(day)[0].percent}
    if "compensation_nok" in case.expected and law.compensation:
        figures["compensation_nok"] = law.compensation.on(day).amount
    return figures


def _by_overdue_date(case: Case) -> Figures:
    """The reference is read on the last day of the half-year before the debt became overdue."""
    day = case.day("becomes_overdue")
    rate = _rule(case, InterestKind.COMMERCIAL).rate_on(day)[0]
    return {
        "reference_date": rate.valid_from - ONE_DAY,
        "base": rate.reference,
        "rate": rate.percent,
    }


def _clause(case: Case) -> Figures:
    found = agreed_rate(
        Decimal(case.number("clause_rate")),
        country=case.jurisdiction,
        debtor=DebtorKind.CONSUMER,
        on=case.day("date"),
    )
    fallback = f"ordinary legal rate {found.percent}"
    return {
        "valid": found.is_valid,
        "max_rate": found.maximum,
        "fallback": None if found.is_valid else fallback,
    }


def _start(case: Case) -> Figures:
    """From when interest runs once the free term of the reminder is over and nothing was paid."""
    sent_on = case.day("reminder_sent")
    channel = Channel(case.inputs.get("channel", Channel.EMAIL))
    first = interest_from(
        country=case.jurisdiction,
        debtor=DebtorKind.CONSUMER,
        kind=InterestKind.CONTRACTUAL,
        due_on=sent_on - ONE_DAY,
        on=date.max,
        letters=[Letter(sent_on, channel)],
        small_creditor=case.text("creditor").upper() == "SME",
    )
    return {"interest_from": first}


RULES: dict[str, Rule] = {
    "rate.handelsrente_on": _on(InterestKind.COMMERCIAL, "date"),
    "rate.wettelijke_rente_on": _on(InterestKind.STATUTORY, "date"),
    "rate.reference_plus_8": _on(InterestKind.COMMERCIAL, "half_year_from", "statutory"),
    "rate.ECB_plus_10": _on(InterestKind.COMMERCIAL, "half_year_from"),
    "rate.late_B2B": _after_due,
    "rate.late_B2B_award": _by_half_year,
    "rate.legal_civil": _by_year,
    "rate.B2B_rounding_up_half_point": _over_reference,
    "rate.forsinkelsesrente": _norwegian,
    "rate.reference_by_overdue_date": _by_overdue_date,
    "consumer_cap.interest_max_rate": _clause,
    "consumer_interest_start": _start,
}
