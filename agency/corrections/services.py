"""Mending a claim that is worked: the books follow at once, with all that hangs on it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case, Claim
from agency.cases.services import close_if_settled, lock
from agency.charges.services import book, owed
from agency.charges.why import Why
from agency.corrections.models import Correction, CorrectionKind
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import day, money
from portal.keys import new_key
from portal.money import Money

CREDITED = "claim.credited"
WITHDRAWN = "claim.withdrawn"
_CHARGED_ANEW = {
    CorrectionKind.INTEREST: Why.INTEREST,
    CorrectionKind.CIRCUMSTANCES: Why.CIRCUMSTANCES,
}
"""The changes that charges follow."""


def enter_credit_note(
    claim: Claim, amount: Money, *, reference: str, counts_from: date, why: str, by: User
) -> Correction:
    """Lower the principal of a claim from a day on. Refused when the same note was entered before."""
    case = _locked(claim)
    check_credit(claim, amount, reference=reference)
    made = _correction(
        claim,
        CorrectionKind.CREDIT_NOTE,
        by=by,
        reference=reference,
        amount=amount,
        counts_from=counts_from,
        why=why,
    )
    _take_off(made, CREDITED, reference)
    _keep(made)
    audit.record(
        made, CREDITED, by=by, invoice_no=claim.invoice_no, amount=amount, name=reference, why=why
    )
    _follow(case, Why.CREDIT_NOTE, by)
    return made


def correct_due_date(claim: Claim, due_on: date, *, why: str, by: User) -> Correction | None:
    """Let a claim have been due on another day; None when it was that day already."""
    case = _locked(claim)
    before = claim.due_on
    if before == due_on:
        return None
    check_due_date(claim, due_on)
    claim.due_on = due_on
    db.session.flush()
    made = _correction(
        claim, CorrectionKind.DUE_DATE, by=by, due_before=before, due_after=due_on, why=why
    )
    _keep(made)
    audit.record(
        made,
        "claim.due_date_corrected",
        by=by,
        invoice_no=claim.invoice_no,
        before=before,
        after=due_on,
        why=why,
    )
    _follow(case, Why.DUE_DATE, by)
    return made


def change(
    claim: Claim, kind: CorrectionKind, says: Mapping[str, Any], *, why: str, by: User
) -> Correction | None:
    """Let a claim say something else, by the names of its columns; None when it says that already.

    What is charged follows, unless only the description changes.
    """
    case = _locked(claim)
    before = {name: getattr(claim, name) for name in says}
    changed = {name: value for name, value in says.items() if value != before[name]}
    if not changed:
        return None
    check_change(claim, changed)
    for name, value in changed.items():
        setattr(claim, name, value)
    db.session.flush()
    old = {name: _kept(before[name]) for name in changed}
    new = {name: _kept(value) for name, value in changed.items()}
    made = _correction(
        claim, kind, by=by, why=why, changes={name: [old[name], new[name]] for name in changed}
    )
    _keep(made)
    audit.record(
        made,
        f"claim.{kind}_corrected",
        by=by,
        invoice_no=claim.invoice_no,
        before=old,
        after=new,
        why=why,
    )
    if kind in _CHARGED_ANEW:
        _follow(case, _CHARGED_ANEW[kind], by)
    return made


def withdraw(claim: Claim, *, why: str, by: User) -> Correction:
    """Take a claim out of its case as if it had never been owed; what was paid on it goes to the
    other claims, or is kept for the debtor."""
    case = _locked(claim)
    check_withdrawal(claim)
    left = principal_of(claim)
    made = _correction(
        claim,
        CorrectionKind.WITHDRAWAL,
        by=by,
        amount=left,
        counts_from=claim.invoice_date,
        why=why,
    )
    if left:
        _take_off(made, WITHDRAWN, why)
    claim.withdrawn_at = clock.now()
    _keep(made)
    audit.record(made, WITHDRAWN, by=by, invoice_no=claim.invoice_no, amount=left, why=why)
    _follow(case, Why.WITHDRAWAL, by)
    return made


def principal_of(claim: Claim) -> Money:
    """The principal of a claim less what was credited, paid or not. Refused where it is not worked."""
    _must_be_worked(claim)
    lines = owed(claim.case, clock.today()).claims
    return next(line.principal for line in lines if line.claim.id == claim.id)


def check_credit(claim: Claim, amount: Money, *, reference: str) -> None:
    """Refuse a credit note that was entered before, or is more than the claim."""
    known = select(Correction.id).where(
        Correction.claim_id == claim.id,
        Correction.kind == CorrectionKind.CREDIT_NOTE,
        Correction.reference == reference,
    )
    if db.session.scalars(known).first():
        raise Refused(_("This credit note has been entered already."))
    if amount > (most := principal_of(claim)):
        raise Refused(
            _(
                "The claim is %(most)s after earlier credit notes. A credit note cannot be more.",
                most=money(most),
            )
        )


def check_due_date(claim: Claim, due_on: date) -> None:
    """Refuse a day on which the claim cannot have been due."""
    _must_be_worked(claim)
    if due_on < claim.invoice_date:
        raise Refused(_("The due date lies before the invoice date."))
    if due_on >= clock.today():
        raise Refused(_("A claim that is not overdue is not collected. Withdraw it instead."))


def check_change(claim: Claim, says: Mapping[str, Any]) -> None:
    """Refuse agreed interest from a day on which nothing was overdue yet."""
    _must_be_worked(claim)
    since = says.get("agreed_from")
    if since and since <= claim.due_on:
        raise Refused(
            _(
                "Agreed interest runs from the day after the due date, %(day)s, or from later.",
                day=day(claim.due_on),
            )
        )


def is_only_claim(claim: Claim) -> bool:
    """Whether no other claim of its case is worked."""
    return not any(other.is_worked for other in claim.case.claims if other.id != claim.id)


def check_withdrawal(claim: Claim) -> None:
    """Refuse to leave a case without any claim, or costs that a court awarded without theirs."""
    _must_be_worked(claim)
    lines = owed(claim.case, clock.today()).claims
    if any(line.awarded for line in lines if line.claim.id == claim.id):
        raise Refused(_("A court awarded costs on this claim. Take that award back first."))
    if is_only_claim(claim):
        raise Refused(_("This is the only claim of the case. Close the case instead."))


def _locked(claim: Claim) -> Case:
    case = lock(claim.case)
    db.session.expire(case, ["claims"])
    db.session.refresh(claim)
    _must_be_worked(claim)
    return case


def _must_be_worked(claim: Claim) -> None:
    claim.case.must_be_open()
    if not claim.is_worked:
        raise Refused(_("This claim is not worked. Only what is worked can be corrected."))


def _correction(
    claim: Claim, kind: CorrectionKind, *, by: User, amount: Money | None = None, **facts: object
) -> Correction:
    return Correction(
        id=new_key(),
        creditor_id=claim.creditor_id,
        case_id=claim.case_id,
        claim_id=claim.id,
        kind=kind,
        amount_minor=amount.minor if amount else 0,
        currency=claim.currency,
        made_by=by.id,
        **facts,
    )


def _take_off(made: Correction, kind: str, text: str) -> None:
    """Take the principal of a correction off its claim in the books, as of its day."""

    def line(account: AccountKind, amount: Money) -> Line:
        return Line(account, amount, made.creditor_id, made.case_id, made.claim_id)

    made.entry_id = new_key()
    post(
        NewEntry(
            id=made.entry_id,
            key=f"{kind}:{made.id}",
            kind=kind,
            text=text,
            booked_on=made.counts_from or clock.today(),
            lines=[
                line(AccountKind.OWED_PRINCIPAL, -made.amount),
                line(AccountKind.CLAIMS_HELD, made.amount),
            ],
            creditor_id=made.creditor_id,
            case_id=made.case_id,
            recorded_by=made.made_by,
        )
    )


def _kept(value: Any) -> Any:
    """A column's value as a correction keeps it."""
    return str(value) if isinstance(value, date | Decimal) else value


def _keep(made: Correction) -> None:
    db.session.add(made)
    db.session.flush()


def _follow(case: Case, why: Why, by: User) -> None:
    """Charge the case anew; it ends when nothing is left."""
    db.session.expire(case, ["claims", "balance"])
    book(case, clock.today(), by=by, why=why)
    close_if_settled(case, by=by)
