"""The specification of a notice: the sum behind its costs, the letters before them, credit notes."""

from collections.abc import Iterator, Sequence

from agency.awards.queries import owed_awards
from agency.cases.models import Case
from agency.charges.services import CaseOwed, ClaimOwed
from agency.corrections.models import CorrectionKind
from agency.corrections.queries import corrections_of
from agency.notices.letters import CostStepRow, CreditRow, GroundRow
from portal.errors import Words
from portal.money import total

AWARDED = Words("Costs awarded by a court")


def cost_steps_of(
    case: Case, found: CaseOwed, claims: Sequence[ClaimOwed]
) -> tuple[CostStepRow, ...]:
    """The sum of the costs, where it is that of just these claims, and what courts awarded on them."""
    charged = total((claim.charge.costs for claim in claims), found.currency)
    lines = found.costs.lines if found.costs and found.costs.total == charged else ()
    if charged and not lines:
        return ()
    steps = (
        CostStepRow(step.what.pattern, step.article, step.amount, step.base, step.percent)
        for step in lines
    )
    return (*steps, *_awards_of(case, claims))


def _awards_of(case: Case, claims: Sequence[ClaimOwed]) -> Iterator[CostStepRow]:
    """Each judgment with its costs, in the place of the law its court and number."""
    about = {line.claim.id for line in claims if line.awarded}
    for it in owed_awards(case) if about else ():
        if it.claim_id in about:
            yield CostStepRow(AWARDED.pattern, f"{it.court}, {it.reference}", it.amount)


def grounds_of(claims: Sequence[ClaimOwed]) -> tuple[GroundRow, ...]:
    """The letters that gave time without costs, for the claims that carry costs since."""
    return tuple(
        GroundRow(
            line.claim.invoice_no,
            line.claim.reminded_on,
            line.claim.reminded_channel or "post",
            line.charge.gate.base_on,
            line.charge.gate.article,
        )
        for line in claims
        if line.charge.costs
        and line.claim.reminded_on
        and line.charge.gate.base_on
        and line.claim.reminded_on <= line.charge.gate.base_on
    )


def credits_of(case: Case, claims: Sequence[ClaimOwed]) -> tuple[CreditRow, ...]:
    """The credit notes on the claims, the oldest first."""
    about = {line.claim.id for line in claims}
    return tuple(
        CreditRow(it.claim.invoice_no, it.reference, it.counts_from, it.amount)
        for it in reversed(corrections_of(case))
        if it.claim_id in about and it.kind == CorrectionKind.CREDIT_NOTE and it.counts_from
    )
