"""What the office does with a case: accept or ask, rest, close, open again; and whose move it is."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import signals
from agency.cases.circumstances import kept_letters
from agency.cases.closing import end
from agency.cases.models import (
    Case,
    Claim,
    Closure,
    ClosureReason,
    Hold,
    HoldReason,
    Mover,
    Review,
    ReviewOutcome,
)
from agency.cases.pending import next_move, pending
from agency.law.vocabulary import FeeLetterKind
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.together import Batch

FIRST_NOTICE_DAYS = 2
ANSWER_DAYS = 7
HOLD_DAYS = 14
"""After how many days a hold is looked at again, unless somebody says otherwise."""


def lock(case: Case) -> Case:
    """Have the case to ourselves until the transaction ends, as it is in the database now."""
    return db.session.scalars(
        select(Case)
        .where(Case.id == case.id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).one()


def accept(case: Case, *, by: User) -> Review:
    """Work the new claims of a case: they enter the books, and the first notice can be written."""
    claims = _claims_to_review(case)
    review = _answer(case, claims, ReviewOutcome.ACCEPTED, "", by)
    lines = [
        Line(kind, amount, creditor_id=case.creditor_id, case_id=case.id, claim_id=claim.id)
        for claim in claims
        for kind, amount in (
            (AccountKind.OWED_PRINCIPAL, claim.principal),
            (AccountKind.CLAIMS_HELD, -claim.principal),
        )
    ]
    post(
        NewEntry(
            key=f"accepted:{review.id}",
            kind="claims.accepted",
            text=", ".join(claim.invoice_no for claim in claims),
            booked_on=clock.today(),
            lines=lines,
            creditor_id=case.creditor_id,
            case_id=case.id,
            recorded_by=by.id,
        )
    )
    db.session.flush()
    carry_on(case, FIRST_NOTICE_DAYS)
    db.session.expire(case, ["balance"])
    signals.claims_accepted.send(case, claims=claims)
    return review


def ask(case: Case, question: str, *, by: User) -> Review:
    """Send the new claims back to the creditor with a question."""
    review = _answer(case, _claims_to_review(case), ReviewOutcome.ASKED, question, by)
    case.waits_for(Mover.CREDITOR, "answer", clock.today() + timedelta(days=ANSWER_DAYS))
    signals.question_asked.send(review)
    return review


def refuse(case: Case, reason: str, *, by: User) -> Review:
    """Turn the new claims down. The case ends when it has no others."""
    claims = _claims_to_review(case)
    review = _answer(case, claims, ReviewOutcome.REFUSED, reason, by)
    for claim in claims:
        claim.withdrawn_at = clock.now()
    db.session.flush()
    if any(claim.is_accepted for claim in case.claims):
        carry_on(case, FIRST_NOTICE_DAYS)
    else:
        close(case, ClosureReason.REFUSED, text=reason, by=by)
    return review


def reply(review: Review, text: str, *, by: User) -> None:
    """Answer the agency's question; it is its move again."""
    case = lock(review.case)
    db.session.refresh(review)
    if review.outcome != ReviewOutcome.ASKED or review.replied_at:
        raise Refused(_("This question has been answered already."))
    case.must_be_open()
    review.reply, review.replied_by, review.replied_at = text, by.id, clock.now()
    case.waits_for(Mover.AGENCY, "review", clock.today() + timedelta(days=1))
    audit.record(review, "review.answered", by=by, reply=text)


def put_on_hold(
    case: Case, reason: HoldReason, *, by: Actor, text: str = "", until: date | None = None
) -> Hold:
    """Stop all chasing; `until` is when it is looked at again. Doing it twice changes nothing."""
    lock(case)
    if case.hold:
        return case.hold
    case.must_be_open()
    hold = Hold(
        case_id=case.id,
        creditor_id=case.creditor_id,
        reason=reason,
        text=text,
        held_by=by if isinstance(by, str) else by.name,
    )
    db.session.add(hold)
    db.session.flush()
    db.session.expire(case, ["holds", "running_hold"])
    if case.mover == Mover.AGENCY and case.move not in ("review", "request"):
        case.waits_for(Mover.AGENCY, "held", until or clock.today() + timedelta(days=HOLD_DAYS))
    audit.record(hold, "case.held", by=by, reason=reason, text=text, until=until)
    return hold


def lift_hold(case: Case, *, by: User) -> None:
    """Let the case be worked again. Doing it twice changes nothing."""
    lock(case)
    if case.hold is None:
        return
    hold = case.hold
    hold.lifted_by, hold.lifted_at = by.id, clock.now()
    db.session.flush()
    db.session.expire(case, ["holds", "running_hold"])
    if case.move == "held":
        carry_on(case, 1)
    audit.record(hold, "case.hold_lifted", by=by, reason=hold.reason)
    signals.hold_lifted.send(case)


def carry_on(case: Case, days: int) -> None:
    """What presses most comes next: our own work, what is waited for, or else the procedure.

    Where a case follows none, the next notice is written after some days.
    """
    if not case.is_open:
        return
    if any(claim.is_our_turn for claim in case.claims):
        move = "review"
    elif any(not request.is_answered for request in case.requests):
        move = "request"
    elif (waited := pending(case)) and (waited[0].mover is Mover.AGENCY or not case.hold):
        case.waits_for(waited[0].mover, waited[0].move, waited[0].until)
        return
    elif case.hold:
        move, days = "held", max(days, HOLD_DAYS)
    elif following := next_move(case):
        case.waits_for(Mover.AGENCY, *following)
        return
    else:
        move = "notice"
    case.waits_for(Mover.AGENCY, move, clock.today() + timedelta(days=days))


def assign(case: Case, collector: Membership | None, *, by: User) -> None:
    """Give a case to a collector, or to nobody."""
    lock(case)
    case.must_be_open()
    if collector is not None and (collector.ended_at or not collector.may(Permission.WORK_CASES)):
        raise Refused(_("Only somebody who works cases here can have this one."))
    before, after = case.collector, collector
    if (before and before.id) == (after and after.id):
        return
    case.collector_id = after.id if after else None
    db.session.flush()
    db.session.expire(case, ["collector"])
    audit.record(
        case,
        "case.assigned",
        by=by,
        before=before.user.name if before else "",
        after=after.user.name if after else "",
    )


def close(case: Case, reason: ClosureReason, *, by: Actor, text: str = "") -> None:
    """End a case. Doing it twice changes nothing."""
    lock(case)
    if not case.is_open:
        return
    if reason is ClosureReason.WITHDRAWN and case.open_amount and not text:
        raise Refused(_("Say why the creditor withdraws; there is still an amount open."))
    batch = Batch()
    end(batch, case.id, case.creditor_id, reason, open_amount=case.open_amount, by=by, text=text)
    batch.write()
    db.session.expire(case)
    signals.case_closed.send(case, reason=reason)


def close_if_settled(case: Case, *, by: Actor) -> bool:
    """Close a case on which nothing is left, neither owed nor to be reviewed."""
    db.session.expire(case, ["balance"])
    if not case.is_open or case.open_amount or any(c.awaits_review for c in case.claims):
        return False
    close(case, ClosureReason.PAID, by=by)
    return True


def reopen(case: Case, *, by: Actor, why: str) -> None:
    """Work a closed case again, for instance because a payment was taken back."""
    lock(case)
    if case.is_open:
        return
    closure = db.session.scalars(
        select(Closure).where(Closure.case_id == case.id).order_by(Closure.id.desc()).limit(1)
    ).first()
    if closure:
        closure.reopened_at = clock.now()
    case.closed_at = None
    case.reopened_at = clock.now()
    carry_on(case, 1)
    audit.record(case, "case.reopened", by=by, why=why)
    signals.case_reopened.send(case)


def remind(claims: Sequence[Claim], *, on: date, channel: str) -> None:
    """Note that the letter which the law asks for before costs was sent, where it was not before."""
    for claim in claims:
        if claim.reminded_on is None:
            claim.reminded_on, claim.reminded_channel = on, channel


def note_letter(claims: Sequence[Claim], kind: FeeLetterKind, *, on: date, channel: str) -> None:
    """Note that a letter of the agency was sent, for countries whose law prices letters and work."""
    for claim in claims:
        claim.letters = [*claim.letters, *kept_letters([(kind, on, channel)])]


def spare(claims: Sequence[Claim], *, until: date) -> None:
    """Ask nothing but the invoices through a day, by which a reminder gave time to pay them."""
    for claim in claims:
        claim.spared_until = max(until, claim.spared_until or until)


def _claims_to_review(case: Case) -> list[Claim]:
    lock(case)
    db.session.expire(case, ["claims"])
    case.must_be_open()
    claims = [claim for claim in case.claims if claim.awaits_review]
    if not claims:
        raise Refused(_("There are no new claims to answer; somebody has done it already."))
    return claims


def _answer(
    case: Case, claims: Sequence[Claim], outcome: ReviewOutcome, text: str, by: User
) -> Review:
    review = Review(
        id=new_key(),
        case_id=case.id,
        creditor_id=case.creditor_id,
        outcome=outcome,
        text=text,
        reviewed_by=by.id,
        at=clock.now(),
    )
    db.session.add(review)
    db.session.flush()
    for claim in claims:
        claim.review_id = review.id
    db.session.flush()
    for claim in claims:
        db.session.expire(claim, ["review"])
    db.session.expire(case, ["reviews"])
    audit.record(
        review,
        f"claims.{outcome}",
        by=by,
        invoices=[claim.invoice_no for claim in claims],
        text=text,
    )
    return review
