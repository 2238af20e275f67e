"""Which step comes next for each case, by one statement for one case or a million.

The one truth about the order of steps: planning, previews and the page of a case all ask here.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

from agency.cases.models import Case, Claim, Debtor, Review, ReviewOutcome
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from agency.law.vocabulary import Channel, NoticeKind
from agency.ledger.models import CaseBalance
from agency.strategy.kinds import By, Deed, Reach, Sender
from agency.strategy.models import Course, Step, StrategyVersion
from portal.tenancy import acting


def due_since() -> Any:
    """The oldest due date among the claims of a case that the agency works; a correlated subquery."""
    return (
        select(func.min(Claim.due_on))
        .join(Review, (Review.agency_id == Claim.agency_id) & (Review.id == Claim.review_id))
        .where(
            Claim.agency_id == Case.agency_id,
            Claim.case_id == Case.id,
            Claim.withdrawn_at.is_(None),
            Review.outcome == ReviewOutcome.ACCEPTED,
        )
        .correlate(Case)
        .scalar_subquery()
    )


def next_steps(
    which: ColumnElement[bool],
    today: date,
    *,
    under: uuid.UUID | None = None,
    place: Any = None,
) -> Select[Any]:
    """The next step of the open cases that `which` names, and the first day on which it may be done.

    Columns: case_id, version_id, step_id, position, deed, notice_kind, channel, tone, sender,
    approver, planned_on. One row for each case that follows a strategy. The first step in order
    behind the last one done whose conditions fit today; when none is left, a person decides. `under`
    asks what it would be under another version, with as many steps done; or with as many as `place`.
    """
    facts = _facts(which, under, place).cte("facts").prefix_with("materialized")
    step = _fitting(facts, today).lateral("step")
    version = StrategyVersion.__table__.alias("version")
    ends = step.c.id.is_(None)
    waits = case(
        (ends, version.c.decide_days),
        else_=func.greatest(step.c.after_previous_days, 1),
    )
    after_previous = facts.c.done_on + cast(waits, Integer)
    after_due = case(
        (ends, facts.c.begun_on + cast(version.c.decide_days, Integer)),
        else_=facts.c.due_since + cast(step.c.after_due_days, Integer),
    )
    earliest = func.greatest(
        case((ends & facts.c.done_on.is_not(None), after_previous), else_=after_due),
        after_previous,
        facts.c.begun_on,
    )
    empty = literal("")
    return (
        select(
            facts.c.id.label("case_id"),
            facts.c.version_id,
            step.c.id.label("step_id"),
            func.coalesce(step.c.position, facts.c.position + 1).label("position"),
            func.coalesce(step.c.deed, literal(Deed.DECIDE.value)).label("deed"),
            _letter(step).label("notice_kind"),
            _way(facts, step).label("channel"),
            func.coalesce(step.c.tone, empty).label("tone"),
            func.coalesce(step.c.sender, literal(Sender.AGENCY.value)).label("sender"),
            func.coalesce(step.c.approver, empty).label("approver"),
            cast(earliest, Date).label("planned_on"),
        )
        .select_from(facts)
        .join(
            version,
            and_(version.c.agency_id == facts.c.agency_id, version.c.id == facts.c.version_id),
        )
        .outerjoin(step, true())
    )


def place_under(places: Sequence[int], done: Any = Course.position) -> Any:
    """Where cases stand in another version, by how many places they have done in theirs."""
    if not places:
        return done
    return case(dict(enumerate(places)), value=done, else_=places[-1])


def _facts(which: ColumnElement[bool], under: uuid.UUID | None, place: Any) -> Select[Any]:
    """What the conditions of steps are held against, a row for each open case with a course."""
    return (
        select(
            Case.agency_id,
            Case.id,
            (literal(under, Course.version_id.type) if under else Course.version_id).label(
                "version_id"
            ),
            (Course.position if place is None else place).label("position"),
            Course.done_on,
            Course.begun_on,
            Course.segment,
            Debtor.country,
            Debtor.kind.label("debtor_kind"),
            and_(Debtor.email != "", func.lower(Debtor.email) != Debtor.email_failing).label(
                "has_email"
            ),
            (Debtor.phone != "").label("has_phone"),
            _can_be_texted().label("has_text"),
            and_(Debtor.street != "", Debtor.city != "").label("has_address"),
            func.coalesce(CaseBalance.open_minor, 0).label("open_minor"),
            due_since().label("due_since"),
        )
        .join(Course, (Course.agency_id == Case.agency_id) & (Course.id == Case.id))
        .join(Debtor, (Debtor.agency_id == Case.agency_id) & (Debtor.id == Case.debtor_id))
        .outerjoin(
            CaseBalance, (CaseBalance.agency_id == Case.agency_id) & (CaseBalance.id == Case.id)
        )
        .where(Case.agency_id == acting().agency_id, Case.closed_at.is_(None), which)
    )


def _can_be_texted() -> ColumnElement[bool]:
    """A mobile number is known, the last text to it did not fail, and the debtor has not said no."""
    said_no = (
        select(Declaration.id)
        .where(
            Declaration.agency_id == Debtor.agency_id,
            Declaration.debtor_id == Debtor.id,
            Declaration.kind == DeclarationKind.OPT_OUT,
            Declaration.channel == Channel.SMS,
            Declaration.revoked_at.is_(None),
        )
        .exists()
    )
    return and_(Debtor.mobile != "", Debtor.mobile != Debtor.text_failing, ~said_no)


def _fitting(facts: Any, today: date) -> Select[Any]:
    """The first step behind the last one done that fits a case; those that do nothing are passed."""
    step = Step.__table__.alias("s")
    age = literal(today, Date) - facts.c.due_since
    return (
        select(step)
        .where(
            step.c.agency_id == facts.c.agency_id,
            step.c.version_id == facts.c.version_id,
            step.c.position > facts.c.position,
            step.c.deed != Deed.NOTHING.value,
            or_(
                func.cardinality(step.c.countries) == 0, facts.c.country == step.c.countries.any_()
            ),
            step.c.debtor_kind.in_(["", facts.c.debtor_kind]),
            or_(func.cardinality(step.c.segments) == 0, facts.c.segment == step.c.segments.any_()),
            facts.c.open_minor >= step.c.from_minor,
            or_(step.c.below_minor.is_(None), facts.c.open_minor < step.c.below_minor),
            age >= step.c.from_age,
            or_(step.c.below_age.is_(None), age < step.c.below_age),
            case(
                (step.c.reach == Reach.EMAIL.value, facts.c.has_email),
                (step.c.reach == Reach.PHONE.value, facts.c.has_phone),
                (step.c.reach == Reach.NO_EMAIL.value, ~facts.c.has_email),
                (step.c.reach == Reach.NO_PHONE.value, ~facts.c.has_phone),
                (step.c.reach == Reach.TEXT.value, facts.c.has_text),
                (step.c.reach == Reach.NO_TEXT.value, ~facts.c.has_text),
                else_=true(),
            ),
        )
        .order_by(step.c.position, step.c.variant)
        .limit(1)
    )


def _letter(step: Any) -> ColumnElement[str]:
    """What goes out, by `kinds.sent_as`: a creditor's reminder is a letter of its own."""
    return case(
        (step.c.sender == Sender.CREDITOR.value, NoticeKind.OWN_REMINDER.value),
        else_=func.coalesce(step.c.notice_kind, literal("")),
    )


def _way(facts: Any, step: Any) -> ColumnElement[str]:
    """How a notice goes out: the best way is by e-mail, else by post; a text, to whom it reaches."""
    best = case((facts.c.has_email, By.EMAIL.value), else_=By.POST.value)
    unreached = (step.c.channel == By.SMS.value) & ~facts.c.has_text
    return case(
        (or_(step.c.channel == By.BEST.value, unreached), best),
        else_=func.coalesce(step.c.channel, literal("")),
    )


def among(ids: list[uuid.UUID]) -> ColumnElement[bool]:
    """These cases."""
    return Case.id == func.any(array(ids)) if ids else literal(value=False)
