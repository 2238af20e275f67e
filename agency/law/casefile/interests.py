"""Cases about sums of interest."""

from datetime import date
from decimal import Decimal

from agency.law.calendars import ONE_DAY, years_later
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.interest import Interest, interest
from agency.law.packs import pack
from agency.law.packs.rate_rows import RateTable
from agency.law.vocabulary import DebtorKind, InterestKind
from portal.money import Money


def _run(case: Case, kind: InterestKind, first: date, until: date) -> Interest:
    return interest(
        case.money("principal"),
        kind=kind,
        due_on=first - ONE_DAY,
        until=until,
        country=case.jurisdiction,
    )


def _at(case: Case, principal: Money, percent: Decimal, days: int) -> Money:
    """The interest of one stretch of days at one rate."""
    first = date(case.on.year, 1, 1)
    return interest(
        principal,
        kind=InterestKind.CONTRACTUAL,
        due_on=first - ONE_DAY,
        until=first + (days - 1) * ONE_DAY,
        country=case.jurisdiction,
        agreed_percent=percent,
    ).amount


def _segment(case: Case) -> Figures:
    percent = case.number("rate") * 100
    return {"interest": _at(case, case.money("principal"), percent, case.whole("days"))}


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
        return {"segments": segments, "total": run.amount, "interest": run.amount}

    return compute


def _compound_by_year(case: Case) -> Figures:
    first, end = case.day("default_from"), case.day("to")
    figures: Figures = {}
    for year in range(1, end.year - first.year + 1):
        until = min(years_later(first, year), end) - ONE_DAY
        run = _run(case, InterestKind.STATUTORY, first, until)
        figures[f"after_year{year}"] = case.money("principal") + run.amount
    return figures


def _compound_trade(case: Case) -> Figures:
    until = case.day("to_exclusive") - ONE_DAY
    run = _run(case, InterestKind.COMMERCIAL, case.day("from"), until)
    owed = case.money("principal") + run.amount
    if "costs" in case:
        owed += case.money("costs")
    return {"interest": run.amount, "outstanding": owed}


def _over_base(case: Case, kind: InterestKind, name: str) -> tuple[Money, Decimal]:
    """The principal, and the rate that a stated base rate gives."""
    rule = pack(case.jurisdiction).interest_rule(kind)
    return case.money(name), rule.rate_over(case.number("base"), case.on)


def _german(case: Case) -> Figures:
    consumer = case.flag("consumer", True)
    kind = InterestKind.STATUTORY if consumer else InterestKind.COMMERCIAL
    principal, percent = _over_base(case, kind, "principal")
    return {"interest": _at(case, principal, percent, case.whole("days")), "rate": percent}


def _british(case: Case) -> Figures:
    """Interest to the penny over all days, and by the day as the government's example rounds."""
    debt, percent = _over_base(case, InterestKind.COMMERCIAL, "debt")
    days = case.whole("days")
    amount = _at(case, debt, percent, days)
    daily = Money.rounded(debt.decimal * percent / 36500, case.currency)
    found = pack(case.jurisdiction).compensation
    fixed = found.on(case.on).amount_for(debt) if found else Money.zero(case.currency)
    return {
        "interest": amount,
        "annual": debt.percent(percent),
        "daily_rounded": daily,
        "total_daily_rounded": daily.times(Decimal(days)),
        "total_unrounded": amount,
        "fixed": fixed,
        "total_due": debt + amount + fixed,
    }


def _fixed_at_start(case: Case) -> Figures:
    due_on, paid_on = case.day("due"), case.day("paid")
    run = _run(case, InterestKind.COMMERCIAL, due_on + ONE_DAY, paid_on)
    rate = _table(case, InterestKind.COMMERCIAL).rate_on(due_on + ONE_DAY)[0]
    days = sum(line.days for line in run.lines)
    return {"rate": rate.percent, "days": days, "interest": run.amount}


def _civil_code(case: Case) -> Figures:
    business = case.inputs.get("debtor") == DebtorKind.BUSINESS
    kind = InterestKind.STATUTORY_BUSINESS if business else InterestKind.STATUTORY
    percent = _table(case, kind).rate_on(case.on)[0].percent
    amount = _at(case, case.money("principal"), percent, case.whole("days"))
    return {"rate": percent, "interest": amount}


def _table(case: Case, kind: InterestKind) -> RateTable:
    return pack(case.jurisdiction).interest_rule(kind).table_for(case.on)


RULES: dict[str, Rule] = {
    "interest.handelsrente_segment": _segment,
    "interest.segment": _segment,
    "interest.handelsrente_split": _split(InterestKind.COMMERCIAL),
    "interest.wettelijke_rente_split": _split(InterestKind.STATUTORY),
    "interest.compound_anniversary": _compound_by_year,
    "interest.compound_handelsrente_10y": _compound_trade,
    "interest.B2B": _split(InterestKind.COMMERCIAL),
    "interest.BGB_288": _german,
    "interest.BGB_288_consumer": _split(InterestKind.STATUTORY),
    "interest.BGB_288_business": _split(InterestKind.COMMERCIAL),
    "interest.BGB_288_consumer_split": _split(InterestKind.STATUTORY),
    "interest.BGB_288_business_split": _split(InterestKind.COMMERCIAL),
    "interest.split": _split(InterestKind.STATUTORY),
    "interest.full_half_year": _split(InterestKind.STATUTORY),
    "interest.govuk_example": _british,
    "interest.plus_fixed": _british,
    "interest.example_2020": _british,
    "rate.fixed_by_start_half_year": _fixed_at_start,
    "rate.civil_code_consumer": _civil_code,
}
