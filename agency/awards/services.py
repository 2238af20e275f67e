"""Entering what a court awarded in costs, with a second person above the limit; and taking it back.

It is owed from the day on which it comes into the books, whatever was paid before, and counts as costs:
paid in the law's order, with the success fee as on other costs. The law's own costs are worked out as
if there were no award, since these are for the work before the court and those for the work before that.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from agency.awards import queries
from agency.awards.models import AwardLimit, CourtAward
from agency.cases.models import Case, Claim
from agency.cases.services import carry_on, close_if_settled, lock
from agency.charges.services import book
from agency.charges.why import Why
from agency.compliance.services.declaring import Paper
from agency.files import services as files
from agency.ledger.models import AccountKind, Entry
from agency.ledger.posting import Line, NewEntry, post, reverse
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import day
from portal.keys import new_key
from portal.money import Money
from portal.web import get


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """What a judgment says of costs."""

    court: str
    judged_on: date
    reference: str
    amount: Money


def enter(
    claim: Claim, judgment: Judgment, paper: Paper, *, form_key: UUID, by: User
) -> CourtAward:
    """Add awarded costs to a claim, at once or once a second person approves; once for each form.

    Refused when the same judgment was entered before.
    """
    case = lock(claim.case)
    known = db.session.scalars(select(CourtAward).where(CourtAward.form_key == form_key)).first()
    if known:
        return known
    _check(case, claim, judgment)
    about = _(
        "Judgment of %(court)s, %(reference)s", court=judgment.court, reference=judgment.reference
    )
    kept = files.add(case, paper, about, shared=True, form_key=form_key, by=by)
    made = CourtAward(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        claim_id=claim.id,
        case_file_id=kept.id,
        form_key=form_key,
        court=judgment.court,
        judged_on=judgment.judged_on,
        reference=judgment.reference,
        amount_minor=judgment.amount.minor,
        currency=judgment.amount.currency,
        entered_by=by.id,
    )
    db.session.add(made)
    db.session.flush()
    if needs_second_person(judgment.amount):
        _record(made, "award.asked", by)
        carry_on(case, 1)
    else:
        _book(case, made, by)
    return made


def needs_second_person(amount: Money) -> bool:
    """Whether an amount is above the agency's limit."""
    limit = queries.limit(amount.currency)
    return limit is not None and amount > limit


def approve(award: CourtAward, *, by: User) -> None:
    """Let it be owed. Refused for one's own entry, and where somebody decided before."""
    case = _decide(award)
    if award.entered_by == by.id:
        raise Refused(_("You entered this award. Somebody else has to approve it."))
    _must_be_worked(case, award.claim)
    award.decided_by, award.decided_at = by.id, clock.now()
    _book(case, award, by)
    carry_on(case, 1)


def refuse(award: CourtAward, *, by: User) -> None:
    """Decide that it is not owed; who entered it may take it back in this way."""
    case = _decide(award)
    award.decided_by, award.decided_at, award.is_refused = by.id, clock.now(), True
    db.session.flush()
    _record(award, "award.refused", by)
    carry_on(case, 1)


def take_back(award: CourtAward, why: str, *, by: User) -> None:
    """Take it out of the books as of its day, as when it is set aside on appeal. Twice changes nothing.

    What was paid on it goes to what else is owed, or is kept for the debtor.
    """
    case = lock(award.case)
    db.session.refresh(award, with_for_update=True)
    if award.entry_id is None:
        raise Refused(_("This award is not in the books. There is nothing to take back."))
    if award.reversed_at is not None:
        return
    entry = get(Entry, award.entry_id)
    award.reversed_by, award.reversed_at, award.reversed_why = by.id, clock.now(), why
    post(
        reverse(
            entry,
            key=f"award_reversed:{award.id}",
            text=f"{award.court} {award.reference}",
            booked_on=entry.booked_on,
            recorded_by=by.id,
        )
    )
    db.session.flush()
    db.session.expire(case, ["balance"])
    _record(award, "award.reversed", by, why=why)
    book(case, case.reckoned_on, by=by, why=Why.AWARD_REVERSED)
    close_if_settled(case, by=by)


def set_limit(limit: Money | None, *, by: User) -> None:
    """Change above which amount a second person approves. Saying the same again changes nothing."""
    found = db.session.scalars(select(AwardLimit)).one_or_none()
    minor = limit.minor if limit else None
    if (found.limit_minor if found else None) == minor:
        return
    found = found or AwardLimit(id=new_key())
    found.limit_minor = minor
    db.session.add(found)
    db.session.flush()
    audit.record(found, "award.limit_changed", by=by, amount=limit)


def _must_be_worked(case: Case, claim: Claim) -> None:
    case.must_be_open()
    db.session.refresh(claim)
    if not claim.is_worked:
        raise Refused(_("This claim is not worked. Only on what is worked costs can be owed."))


def _check(case: Case, claim: Claim, judgment: Judgment) -> None:
    _must_be_worked(case, claim)
    if judgment.judged_on > clock.today():
        raise Refused(_("The judgment is dated in the future."))
    same = [
        it
        for it in queries.awards_of(case)
        if (it.court, it.reference, it.judged_on)
        == (judgment.court, judgment.reference, judgment.judged_on)
        and (it.waits or it.is_owed)
    ]
    if same:
        raise Refused(
            _(
                "This judgment was entered already, on %(day)s. Take that back first to change it.",
                day=day(same[0].entered_at),
            )
        )


def _decide(award: CourtAward) -> Case:
    case = lock(award.case)
    db.session.refresh(award, with_for_update=True)
    if not award.waits:
        raise Refused(_("Somebody has decided on this award already. Reload the page."))
    return case


def _book(case: Case, award: CourtAward, by: User) -> None:
    """Bring it into the books, and charges up to the day."""
    place: dict[str, Any] = {"creditor_id": case.creditor_id, "case_id": case.id}
    entry = NewEntry(
        key=f"award:{award.id}",
        kind="costs.awarded",
        text=f"{award.court} {award.reference}",
        booked_on=clock.today(),
        lines=[
            Line(AccountKind.OWED_COSTS, award.amount, claim_id=award.claim_id, **place),
            Line(AccountKind.CLAIMS_HELD, -award.amount, claim_id=award.claim_id, **place),
        ],
        recorded_by=by.id,
        **place,
    )
    post(entry)
    award.entry_id = entry.id
    db.session.flush()
    db.session.expire(case, ["balance"])
    _record(award, "award.booked", by)
    book(case, clock.today(), by=by)


def _record(award: CourtAward, kind: str, by: User, **more: str) -> None:
    text = f"{award.court}, {day(award.judged_on)}, {award.reference}"
    audit.record(award, kind, by=by, amount=award.amount, text=text, **more)
