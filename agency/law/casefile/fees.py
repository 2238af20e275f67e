"""Cases about fees: by a table of the value in Germany, of letters and work in Norway."""

import re
from datetime import date, timedelta
from decimal import Decimal

from agency.law.calendars import ONE_DAY
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.costs.facts import FeeLetter
from agency.law.costs.fees import charged_fee
from agency.law.costs.letters import fee_of, letter_fee, letters_with_fee, work_fraction
from agency.law.packs import pack
from agency.law.packs.letter_fee_rows import LetterTariff
from agency.law.packs.rows import in_force
from agency.law.packs.tariff_rows import FeeRule
from agency.law.vat import vat_rate
from agency.law.vocabulary import DebtorKind, FeeLetterKind
from portal.money import Money

LETTERS = {
    "purring": FeeLetterKind.REMINDER,
    "inkassovarsel": FeeLetterKind.WARNING,
    "own_betalingsoppfordring": FeeLetterKind.OWN_DEMAND,
    "betalingsoppfordring": FeeLetterKind.OWN_DEMAND,
}


def _fee_rule(case: Case, on: date) -> FeeRule:
    rule = in_force(pack(case.jurisdiction).cost_rules().fee_rules, on)
    if rule is None:
        raise ValueError(f"there is no rule on fees for {on}")
    return rule


def _table_on(case: Case) -> date:
    """A day on which the table that a case names holds; without one, the text that cases cite."""
    named = re.search(r"\d{4}-\d{2}-\d{2}", str(case.inputs.get("table", "")))
    return date.fromisoformat(named[0]) if named else case.on


def _fee_by_table(case: Case) -> Figures:
    law, claim, on = pack(case.jurisdiction), case.money("claim"), _table_on(case)
    rule = _fee_rule(case, case.on)
    _, fee = charged_fee(claim, case.number("rate"), law, None, on)
    expenses = min(fee.percent(rule.expenses_percent), rule.expenses_maximum)
    net = fee + expenses
    gross = net + net.percent(vat_rate(case.jurisdiction, case.on))
    return {"fee": fee, "expenses_7002": expenses, "net": net, "gross_19": gross}


def _small_fee(case: Case) -> Figures:
    """Where no table is named, the text of 2021 that the published cases cite is meant."""
    on = (
        _table_on(case)
        if "table" in case
        else pack(case.jurisdiction).cost_rules().fee_rules[0].valid_from
    )
    law, rule = pack(case.jurisdiction), _fee_rule(case, on)
    base, fee = charged_fee(case.money("claim"), case.number("rate"), law, rule, on)
    return {"base": base, "fee": fee}


def _tariff(case: Case, on: date | None = None) -> LetterTariff:
    rules = pack(case.jurisdiction).cost_rules()
    found = in_force(rules.letter_tariffs, on or case.on)
    if found is None:
        raise ValueError(f"there is no tariff of letters for {on or case.on}")
    return found


def _letter_fees(case: Case) -> Figures:
    base, tariff = case.money("inkassosats"), _tariff(case)
    return {
        "purring": fee_of(FeeLetterKind.REMINDER, base, tariff),
        "inkassovarsel": fee_of(FeeLetterKind.WARNING, base, tariff),
        "own_betalingsoppfordring": fee_of(FeeLetterKind.OWN_DEMAND, base, tariff),
    }


def _work(debtor: DebtorKind) -> Rule:
    def compute(case: Case) -> Figures:
        named = "principal_incl_pre_due_interest"
        principal = case.money(named if named in case else "principal")
        base, tariff = case.money("inkassosats"), _tariff(case)
        factor = 1 + vat_rate(case.jurisdiction, case.on) / 100
        figures: Figures = {}
        for name, heavy in (("light", False), ("heavy", True)):
            fee = base.times(work_fraction(principal, debtor, tariff, heavy=heavy))
            figures[name] = fee
            figures[f"{name}_incl_mva"] = fee.times(Decimal(factor))
        return figures

    return compute


def _charged(case: Case, letters: list[FeeLetter], due_on: date) -> list[Money]:
    """The fee of each letter, in their order; those that may carry none cost nothing."""
    law = pack(case.jurisdiction)
    charged = letters_with_fee(letters, due_on, _tariff(case))
    zero = Money.zero(case.currency)
    return [
        letter_fee(x.kind, law, _tariff(case, x.sent_on), x.sent_on) if x in charged else zero
        for x in letters
    ]


def _timing(case: Case) -> Figures:
    kind = LETTERS.get(str(case.inputs.get("letter", "purring")), FeeLetterKind.REMINDER)
    letter = FeeLetter(kind, case.day("letter_sent"))
    return {"fee": _charged(case, [letter], case.day("due"))[0]}


def _two_plus_one(case: Case) -> Figures:
    """Letters sent one after another, each after the term of the one before, in the same months."""
    tariff, kinds = _tariff(case), [LETTERS[name] for name in case.get("letters")]
    step = timedelta(days=tariff.term_days + 1)
    first = date(case.on.year, 1, 1)
    letters = [FeeLetter(kind, first + step * n) for n, kind in enumerate(kinds)]
    return {"fees": _charged(case, letters, first - timedelta(days=tariff.days_after_due))}


def _reset(case: Case) -> Figures:
    """After all letters with a fee were used: whether a new one may carry one."""
    tariff, last = _tariff(case), case.day("last_fee_letter")
    step = timedelta(days=tariff.term_days + 1)
    used = [
        *(FeeLetter(FeeLetterKind.REMINDER, last - step * n) for n in (2, 1)),
        FeeLetter(FeeLetterKind.OWN_DEMAND, last),
    ]
    new = FeeLetter(FeeLetterKind.REMINDER, case.day("new_letter"))
    due_on = used[0].sent_on - timedelta(days=tariff.days_after_due) - ONE_DAY
    return {"fee_allowed": new in letters_with_fee([*used, new], due_on, tariff)}


RULES: dict[str, Rule] = {
    "collection_cost.RVG_2300_undisputed": _fee_by_table,
    "collection_cost.up_to_50_EUR": _small_fee,
    "collection_cost.up_to_50_EUR_simple": _small_fee,
    "fee.purring_inkassovarsel": _letter_fees,
    "fee.timing_14_days_after_due": _timing,
    "fee.max_two_plus_one": _two_plus_one,
    "fee.six_month_reset": _reset,
    "salaer.consumer_2026": _work(DebtorKind.CONSUMER),
    "salaer.consumer_until_2025": _work(DebtorKind.CONSUMER),
    "salaer.business_2026": _work(DebtorKind.BUSINESS),
    "salaer.business_until_2025": _work(DebtorKind.BUSINESS),
}
