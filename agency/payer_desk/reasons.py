"""Why interest and costs are owed, in plain words, line by line."""

from collections.abc import Sequence

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import CaseOwed, ClaimOwed
from agency.law.costs import CostStep
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.filters import day
from portal.money import total
from portal.pay.desk import Reason


def interest_reasons(line: ClaimOwed) -> Sequence[Reason]:
    """The stretches of interest on a claim; they add up to it."""
    return [
        Reason(
            what=_("Interest"),
            article=stretch.article,
            amount=stretch.amount,
            base=stretch.base,
            percent=stretch.percent,
            from_on=stretch.from_on,
            until_on=stretch.until_on,
            days=stretch.days,
        )
        for stretch in line.charge.detail.lines
    ]


def costs_reason(case: Case, line: ClaimOwed) -> str:
    """Why a claim carries costs, or why it does not."""
    gate = line.charge.gate
    if not line.charge.costs:
        if gate.charge_from is None or gate.is_open(clock.today()):
            return str(_("No collection costs."))
        until = day(gate.base_on)
        return str(_("No costs yet. They are added if this is not paid by %(day)s.", day=until))
    if case.debtor.debtor_kind is DebtorKind.BUSINESS:
        return str(_("A business pays collection costs as soon as an invoice is too late."))
    until = day(gate.base_on)
    return str(_("You had 14 days to pay without costs. They ended on %(day)s.", day=until))


def costs_reasons(found: CaseOwed) -> Sequence[Reason]:
    """The sum behind the costs of a case; empty where other costs were charged earlier."""
    charged = total((line.charge.costs for line in found.claims), found.currency)
    if found.costs is None or found.costs.total != charged:
        return []
    words = {
        CostStep.MINIMUM: _("Up to the lowest amount in the law"),
        CostStep.MAXIMUM: _("Down to the highest amount in the law"),
        CostStep.RECURRING_CAP: _("Down to the most for this contract"),
        CostStep.COMPENSATION: _("Fixed amount for paying late"),
        CostStep.VAT: _("VAT on the costs, which the creditor cannot get back"),
    }
    return [
        Reason(
            what=words.get(line.step, _("Collection costs")),
            article=line.article,
            amount=line.amount,
            base=line.base,
            percent=line.percent,
        )
        for line in found.costs.lines
    ]
