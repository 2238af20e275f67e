"""Costs as a part of the fee that a table gives for the value of a claim."""

from datetime import date
from decimal import Decimal

from agency.law.costs.facts import Claimed
from agency.law.costs.lines import CostLine, CostStep
from agency.law.errors import LawMissing
from agency.law.packs.country import Pack
from agency.law.packs.rows import in_force
from agency.law.packs.tariff_rows import FeeRule
from portal.money import Money


def by_fee_table(claimed: Claimed, law: Pack, rule: FeeRule) -> list[CostLine]:
    """The fee for the effort that was made, and expenses as a part of it."""
    factor = rule.factors[claimed.known.effort]
    if claimed.known.disputed:
        factor = rule.disputed_factor
    base, fee = charged_fee(claimed.principal, factor, law, rule, claimed.on)
    percent = factor * 100
    expenses = min(fee.percent(rule.expenses_percent), rule.expenses_maximum)
    return [
        CostLine(CostStep.FEE, fee, rule.article, base=base, percent=percent),
        CostLine(CostStep.EXPENSES, expenses, rule.article),
    ]


def charged_fee(
    value: Money, factor: Decimal, law: Pack, rule: FeeRule | None, on: date
) -> tuple[Money, Money]:
    """The full fee of a value on a day, and the part of it that may be charged.

    `rule` may lower the full fee of a small claim, and gives the least that is charged.
    """
    table = in_force(law.cost_rules().fee_tables, on)
    if table is None:
        raise LawMissing("There is no table of fees in %(name)s on %(on)s.", name=law.name, on=on)
    base = table.fee_for(value)
    if rule is None:
        return base, base.percent(factor * 100)
    if value <= rule.small_up_to:
        base = rule.small_fee
    return base, max(base.percent(factor * 100), rule.minimum)
