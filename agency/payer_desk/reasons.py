"""Why principal, interest and costs are owed, in plain words, line by line."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from agency.awards.models import CourtAward
from agency.cases.models import Case
from agency.charges.running import InterestBasis
from agency.charges.services import CaseOwed, ClaimOwed
from agency.charges.wording import CHANNELS
from agency.corrections.models import Correction, CorrectionKind
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.filters import day
from portal.i18n import said
from portal.money import total
from portal.pay.sheets import Reason


def principal_reasons(line: ClaimOwed, corrections: Iterable[Correction]) -> Sequence[Reason]:
    """The invoice, and each credit note on it; empty where there is none."""
    notes = [
        Reason(
            what=_(
                "Credit note %(number)s of %(day)s", number=it.reference, day=day(it.counts_from)
            ),
            article="",
            amount=-it.amount,
        )
        for it in corrections
        if it.claim_id == line.claim.id and it.kind == CorrectionKind.CREDIT_NOTE
    ]
    if not notes:
        return []
    invoice = Reason(
        what=_("Invoice of %(day)s", day=day(line.claim.invoice_date)),
        article="",
        amount=line.claim.principal,
    )
    return [invoice, *reversed(notes)]


def interest_why(case: Case, line: ClaimOwed) -> str:
    """By what right interest runs, in a sentence."""
    if not line.charge.interest:
        return str(_("No interest was counted."))
    if line.claim.interest_basis == InterestBasis.AGREED:
        return str(_("You agreed with the creditor that interest is paid on what is late:"))
    if case.debtor.debtor_kind is DebtorKind.BUSINESS:
        return str(_("A business that pays late owes the interest that the law gives:"))
    return str(_("Who pays late owes the interest that the law gives:"))


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
    gate, claim = line.charge.gate, line.claim
    if not line.charge.costs:
        if gate.charge_from is None or gate.is_open(clock.today()):
            return str(_("No collection costs."))
        until = day(gate.base_on)
        return str(_("No costs yet. They are added if this is not paid by %(day)s.", day=until))
    if case.debtor.debtor_kind is DebtorKind.BUSINESS and gate.base_on == claim.due_on:
        return str(_("A business pays collection costs as soon as an invoice is too late."))
    if claim.reminded_on is None:
        return said(gate.reason)
    return str(
        _(
            "You got a letter of %(sent)s, by %(channel)s. You had until %(day)s to pay without "
            "costs. This was not paid by then, so costs came on top.",
            sent=day(claim.reminded_on),
            channel=CHANNELS[claim.reminded_channel or "post"],
            day=day(gate.base_on),
        )
    )


def costs_reasons(found: CaseOwed) -> Sequence[Reason]:
    """The sum behind the costs of a case; empty where it gives no account of them."""
    charged = total((line.charge.costs for line in found.claims), found.currency)
    if found.costs is None or found.costs.total != charged:
        return []
    return [_step(step) for step in found.costs.lines]


def award_reasons(line: ClaimOwed, awards: Iterable[CourtAward]) -> Sequence[Reason]:
    """The judgments that add costs to a claim; they add up to what was awarded."""
    return [
        Reason(
            what=_(
                "Judgment of %(court)s of %(day)s, number %(number)s",
                court=it.court,
                day=day(it.judged_on),
                number=it.reference,
            ),
            article="",
            amount=it.amount,
        )
        for it in awards
        if it.claim_id == line.claim.id
    ]


def _step(step: Any) -> Reason:
    return Reason(
        what=said(step.what),
        article=step.article,
        amount=step.amount,
        base=step.base,
        percent=step.percent,
    )
