"""Cases about courts and their fees, and about sharing a payment."""

from datetime import date

from agency.law.allocation import Debt, allocation_rule, fill
from agency.law.calendars import ONE_DAY
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.courts import court_fee, court_of, fees_on
from agency.law.interest import interest
from agency.law.vocabulary import Claimant, InterestKind
from portal.money import Money


def _kanton(case: Case) -> Figures:
    fee = court_fee(
        case.jurisdiction,
        "kantonrechter",
        case.money("claim"),
        claimant=Claimant(case.text("claimant")),
        on=date(case.whole("hearing_year"), 1, 1),
    )
    return {"fee": fee.amount}


def _money_claim(case: Case) -> Figures:
    claim = case.money("claim_incl_interest")
    return {"fee": court_fee(case.jurisdiction, "money_claim", claim, on=case.on).amount}


def _conciliation(case: Case) -> Figures:
    court = court_of(case.jurisdiction, "forliksrad")
    day = date(case.whole("year"), 1, 1)
    if "rettsgebyr" not in case:
        return {
            "fee": court_fee(case.jurisdiction, court.route, Money(0, case.currency), on=day).amount
        }
    fees = fees_on(court, Claimant.LEGAL, max(row.valid_from for row in court.fees))
    if fees.base is None:
        raise ValueError("the fee does not follow a base amount")
    base = case.money("rettsgebyr")
    return {"fee": fees.base.over(base), "raw": fees.base.exact(base)}


def _order_terms(case: Case) -> Figures:
    court = court_of(case.jurisdiction, "court_order")
    return {
        "debtor_objection_days": court.objection_days,
        "creditor_claim_days_after_objection": court.claim_days,
        "fee_fraction_of_claim_fee": court.fee_part,
    }


def _allocated(case: Case) -> Figures:
    named = "interest_due" if "interest_due" in case else "interest"
    return _shared(case, case.money(named))


def _allocated_with_interest(case: Case) -> Figures:
    """The interest runs to the day before the payment, at the stated rate."""
    run = interest(
        case.money("principal"),
        kind=InterestKind.CONTRACTUAL,
        due_on=case.day("from") - ONE_DAY,
        until=case.day("payment_date") - ONE_DAY,
        country=case.jurisdiction,
        agreed_percent=case.number("rate") * 100,
    )
    return _shared(case, run.amount)


def _shared(case: Case, due: Money) -> Figures:
    debt = Debt(case.id, case.money("costs"), due, case.money("principal"), case.on)
    share, _ = fill(case.money("payment"), debt, allocation_rule(case.jurisdiction).order)
    return {
        "costs": share.costs,
        "interest": share.interest,
        "principal": share.principal,
        "principal_left": debt.principal - share.principal,
    }


RULES: dict[str, Rule] = {
    "court_fee.griffierecht_kanton_2022": _kanton,
    "court_fee.griffierecht_kanton_2024": _kanton,
    "court_fee.griffierecht_kanton_2026": _kanton,
    "court_fee.money_claim": _money_claim,
    "court_fee.forliksraad": _conciliation,
    "court_order.terms": _order_terms,
    "allocation.6_44": _allocated,
    "allocation.BGB_367": _allocated,
    "allocation.6_44_sourced": _allocated_with_interest,
}
