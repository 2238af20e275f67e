"""Asking a creditor to go beyond its limits: put before it with a deadline, answered, carried out."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from agency.budgets.queries import budget_of
from agency.cases.models import Case, Mover
from agency.cases.services import lock
from agency.plans.evidence import Consent
from agency.plans.kinds import Answer, PlanState
from agency.plans.models import Plan, Referral
from agency.plans.queries import alive, open_referral, settlement_of, terms_for
from agency.plans.schedule import Due
from agency.plans.services.agreeing import approve
from agency.plans.services.next_moves import ask_again, go_on
from agency.plans.services.offering import draft, new_plan, offer, refuse, situation
from agency.plans.services.settling import must_be_less, offer_settlement
from agency.plans.services.withdrawing import withdraw_open
from agency.plans.signals import referred
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money


def propose(
    case: Case,
    dues: Sequence[Due],
    why: str,
    *,
    day: int,
    consent: Consent | None = None,
    by: User,
) -> Referral:
    """Put a plan beyond the limits before the creditor; it runs, or is offered, once it is allowed."""
    if situation(case).limits.why_beyond(dues) is None:
        raise Refused(_("The creditor allows this already. Offer it."))
    channel = consent.channel if consent else "portal"
    plan = new_plan(case, dues, PlanState.ASKED, day=day, by=by, channel=channel, consent=consent)
    audit.record(plan, "plan.asked", by=by, amount=plan.total, instalments=len(dues))
    return refer(plan, why, by=by)


def refer(plan: Plan, why: str, *, by: Actor) -> Referral:
    """Put what a debtor asks for before the creditor. Twice is once."""
    case = lock(plan.case)
    db.session.refresh(plan)
    if plan.state != PlanState.ASKED:
        raise Refused(_("Somebody has answered this already."))
    standing = open_referral(case)
    if standing and standing.plan_id == plan.id:
        return standing
    first = plan.dues[0].due_on
    made = _put(case, why, by, plan_id=plan.id, owed=plan.total, latest=first)
    plan.open_until = made.answer_by
    return made


def refer_settlement(case: Case, amount: Money, pay_by: date, why: str, *, by: User) -> Referral:
    """Put an amount that would settle the case before the creditor."""
    lock(case).must_be_open()
    owed = situation(case).owed
    must_be_less(case, amount, owed, pay_by)
    plan, made = alive(case), settlement_of(case)
    if (plan and plan.is_running) or (made and made.is_agreed):
        raise Refused(_("A plan or settlement stands on this case. End that first."))
    return _put(case, why, by, amount=amount, pay_by=pay_by, owed=owed, latest=pay_by)


def answer_referral(
    referral: Referral,
    answer: Answer,
    why: str,
    *,
    by: User,
    count: int | None = None,
    amount: Money | None = None,
) -> None:
    """Take a creditor's answer down; a job of the agency carries it out at once."""
    case = lock(referral.case)
    db.session.refresh(referral)
    if not referral.is_open:
        raise Refused(_("This has been answered already, or is not asked any more."))
    case.must_be_open()
    if answer is Answer.COUNTERED:
        _check_counter(referral, count, amount)
        referral.counter_count, referral.counter_minor = count, amount.minor if amount else None
    referral.answer, referral.answer_why = answer, why
    referral.answered_by, referral.answered_at = by.id, clock.now()
    case.waits_for(Mover.AGENCY, "plan_asked", clock.today())
    db.session.flush()
    audit.record(referral, "plan.referral_answered", by=by, answer=str(answer))
    outbox.later("plans.carry_out", referral_id=referral.id)


def carry_out(referral: Referral) -> None:
    """Do what the creditor answered, once. Where that cannot be done any more, or it wants no settlement,
    a person of the agency decides what comes next.
    """
    case = lock(referral.case)
    db.session.refresh(referral)
    by = db.session.get(User, referral.answered_by) if referral.answered_by else None
    if by is None or referral.carried_out_at or not case.is_open:
        return
    referral.carried_out_at = clock.now()
    db.session.flush()
    try:
        with db.session.begin_nested():
            _do(referral, by=by)
    except Refused as error:
        audit.record(referral, "plan.referral_stuck", by="system", reason=str(error))
    go_on(case)
    if referral.plan_id is None and settlement_of(case) is None:
        ask_again(case)


def _put(
    case: Case,
    why: str,
    by: Actor,
    *,
    owed: Money,
    latest: date,
    plan_id: object = None,
    amount: Money | None = None,
    pay_by: date | None = None,
) -> Referral:
    withdraw_open(case, by=by)
    budget = budget_of(case)
    made = Referral(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        plan_id=plan_id,
        amount_minor=amount.minor if amount else None,
        pay_by=pay_by,
        owed_minor=owed.minor,
        currency=case.currency,
        bearable_minor=budget.bearable_minor if budget and budget.is_shared else None,
        why=why,
        asked_by=by if isinstance(by, str) else str(by.name),
        answer_by=_answer_by(case, latest),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "plan.referred", by=by, amount=amount or owed, due_on=made.answer_by)
    go_on(case)
    referred.send(made)
    return made


def _answer_by(case: Case, latest: date) -> date:
    """As many days as the limits say, unless what is asked about would begin before."""
    today = clock.today()
    until = today + timedelta(days=terms_for(case).answer_days)
    return max(today, min(until, latest - timedelta(days=1)))


def _check_counter(referral: Referral, count: int | None, amount: Money | None) -> None:
    """Refuse a counter-offer that could not be offered."""
    if referral.plan is not None:
        draft(situation(referral.case), day=referral.plan.day, count=count, amount=amount)
    elif amount is None or referral.pay_by is None:
        raise Refused(_("Give the amount that you would take."))
    else:
        must_be_less(referral.case, amount, situation(referral.case).owed, referral.pay_by)


def _do(referral: Referral, *, by: User) -> None:
    plan, why = referral.plan, referral.answer_why or referral.why
    if plan is not None and plan.state != PlanState.ASKED:
        return
    if referral.answer == Answer.REFUSED:
        if plan is not None:
            refuse(plan, why, by=by)
    elif plan is None:
        amount = referral.counter if referral.is_countered else referral.amount
        if amount is not None and referral.pay_by is not None:
            offer_settlement(referral.case, amount, referral.pay_by, by=by, beyond_why=why)
    elif referral.is_countered:
        found = situation(referral.case)
        dues = draft(found, day=plan.day, count=referral.counter_count, amount=referral.counter)
        is_beyond = found.limits.why_beyond(dues) is not None
        offer(referral.case, dues, day=plan.day, by=by, beyond_why=why if is_beyond else "")
    else:
        approve(plan, why, by=by)
