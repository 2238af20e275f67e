"""The figures of a notice: which claims it is about, what is to pay, and what would follow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import CaseOwed, ClaimOwed
from agency.law.costs import collection_costs
from agency.law.vocabulary import NoticeKind
from agency.notices.contents import Amounts
from agency.notices.letters import ClaimRow, InterestRow
from portal.errors import Refused
from portal.money import Money, total


def claims_for(kind: NoticeKind, found: CaseOwed) -> list[ClaimOwed]:
    """The claims that a notice of a kind is about: overdue, still owed, and for the free letter
    those that it has not been sent for."""
    return [
        claim
        for claim in found.claims
        if (claim.owed.principal if kind is NoticeKind.OWN_REMINDER else claim.owed.total)
        and claim.claim.due_on < found.on
        and (kind is not NoticeKind.FOURTEEN_DAY_LETTER or claim.claim.reminded_on is None)
    ]


def amounts_of(
    case: Case, found: CaseOwed, kind: NoticeKind, claims: Sequence[ClaimOwed]
) -> Amounts:
    """What is to pay of these claims, as far as the law is known. Refused when it is nothing."""
    if not claims:
        raise Refused(_("Nothing is owed and overdue that this notice could ask for."))
    if kind is NoticeKind.OWN_REMINDER:
        return _invoices_alone(case, claims)
    costs = total((claim.owed.costs for claim in claims), case.currency)
    ours = costs - total((claim.awarded for claim in claims), case.currency)
    full = found.costs if found.costs and found.costs.total == ours else None
    to_come, vat = None, full.vat if full and full.vat else None
    if kind is NoticeKind.FOURTEEN_DAY_LETTER:
        to_come, vat = _costs_to_come(case, found)
    return Amounts(
        principal=total((claim.owed.principal for claim in claims), case.currency),
        interest=total((claim.owed.interest for claim in claims), case.currency),
        costs=costs,
        total=total((claim.owed.total for claim in claims), case.currency),
        vat=vat,
        to_come=to_come,
    )


def _invoices_alone(case: Case, claims: Sequence[ClaimOwed]) -> Amounts:
    """What a creditor asks in its own name: neither interest nor costs."""
    principal, zero = (
        total((claim.owed.principal for claim in claims), case.currency),
        Money.zero(case.currency),
    )
    return Amounts(
        principal=principal, interest=zero, costs=zero, total=principal, vat=None, to_come=None
    )


def left_out(claims: Sequence[ClaimOwed]) -> str:
    """What of the law is not known, so that interest or costs of it are left out; or nothing."""
    return next((claim.charge.law_missing for claim in claims if claim.charge.law_missing), "")


def interest_runs(claims: Sequence[ClaimOwed], on: date) -> bool:
    """Whether interest goes on by a known rate, on each claim that bears any."""
    running = [_counted_until(claim) == on for claim in claims]
    stopped = (bool(claim.charge.law_missing) for claim in claims)
    return any(running) and not any(
        stops and not runs for runs, stops in zip(running, stopped, strict=True)
    )


def interest_until(claims: Sequence[ClaimOwed]) -> date | None:
    """The last day that interest is counted for, if there is any."""
    days = [day for claim in claims if (day := _counted_until(claim))]
    return max(days, default=None)


def _counted_until(claim: ClaimOwed) -> date | None:
    lines = claim.charge.detail.lines
    return lines[-1].until_on if lines else None


def _costs_to_come(case: Case, found: CaseOwed) -> tuple[Money, Money | None]:
    """What the claims of a case cost when the free letter is not heeded, less what is charged.

    They count as one principal (NL 6:96 lid 7 BW). With the VAT in it, where there is some.
    """
    costs = collection_costs(
        [claim.owed.principal for claim in found.claims],
        debtor=case.debtor.debtor_kind,
        on=found.on,
        creditor_deducts_vat=case.creditor.deducts_vat,
        vat_declared=not case.creditor.deducts_vat,
        country=case.debtor.country,
    )
    charged = total((claim.charge.costs for claim in found.claims), case.currency)
    return costs.total - charged, costs.vat if costs.vat and not charged else None


def invoice_row(claim: ClaimOwed) -> ClaimRow:
    """A claim in the table of a creditor's own reminder: the invoice and what was paid of it."""
    zero = Money.zero(claim.principal.currency)
    return replace(row_of(claim), interest=zero, costs=zero)


def row_of(claim: ClaimOwed) -> ClaimRow:
    """A claim in the table of what is owed."""
    return ClaimRow(
        invoice_no=claim.claim.invoice_no,
        invoiced_on=claim.claim.invoice_date,
        due_on=claim.claim.due_on,
        principal=claim.principal,
        interest=claim.charge.interest,
        costs=claim.costs,
        paid=claim.paid,
    )


def periods_of(claims: Sequence[ClaimOwed]) -> tuple[InterestRow, ...]:
    """The interest of all claims by period; equal periods of several claims are one row."""
    sums: dict[tuple[object, ...], InterestRow] = {}
    for line in (line for claim in claims for line in claim.charge.detail.lines):
        key = (line.from_on, line.until_on, line.percent, line.article)
        before = sums.get(key)
        sums[key] = InterestRow(
            starts_on=line.from_on,
            ends_on=line.until_on,
            days=line.days,
            rate=line.percent,
            base=line.base + before.base if before else line.base,
            amount=line.amount + before.amount if before else line.amount,
            article=line.article,
        )
    return tuple(sorted(sums.values(), key=lambda row: (row.starts_on, row.ends_on)))
