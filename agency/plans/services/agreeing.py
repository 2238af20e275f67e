"""A plan begins: agreed with staff, or by click on the debtor's page; others make way for it."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.services import lock
from agency.charges.services import book
from agency.contacts import services as contacts
from agency.contacts.queries import running_promise
from agency.plans import conditions
from agency.plans.evidence import Consent, seal, shown
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.position import interest_of
from agency.plans.queries import alive
from agency.plans.schedule import Due
from agency.plans.services.next_moves import go_on
from agency.plans.services.offering import new_plan, offered_until, reader_of
from agency.plans.services.withdrawing import withdraw_open
from agency.plans.signals import plan_agreed, plan_offered
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.money import Money


def agree(
    case: Case, dues: Sequence[Due], *, day: int, consent: Consent, by: Actor, beyond_why: str = ""
) -> Plan:
    """Let a plan run that was agreed upon just now. The same one twice is one."""
    lock(case)
    running = alive(case)
    if running and running.is_running and running.dues == tuple(dues):
        return running
    made = new_plan(
        case,
        dues,
        PlanState.OFFERED,
        day=day,
        by=by,
        channel=consent.channel,
        beyond_why=beyond_why,
    )
    return _begin(made, consent, by=by)


def accept(plan: Plan, *, consent: Consent, by: Actor) -> Plan:
    """Agree to a plan that was offered. Refused where it is over or no longer is the balance."""
    lock(plan.case)
    db.session.refresh(plan)
    if plan.is_running:
        return plan
    if not plan.may_be_agreed:
        raise Refused(_("This offer is over. Ask us for a new one."))
    with force_locale(reader_of(plan.case, by)):
        plan.shown = shown(
            plan.case,
            plan.dues,
            waives_interest=plan.waives_interest,
            grace_days=plan.grace_days,
            limits=plan.limits_version,
        )
    plan.shown_hash = seal(plan.shown)
    return _begin(plan, consent, by=by)


def approve(plan: Plan, why: str, *, by: User) -> Plan:
    """Allow a plan that was asked for, with a reason.

    It runs at once where the debtor agreed to it already, and is offered where it did not.
    """
    lock(plan.case)
    db.session.refresh(plan)
    if plan.is_running:
        return plan
    if plan.state != PlanState.ASKED:
        raise Refused(_("Somebody has answered this already."))
    plan.beyond_why, plan.allowed_by = why, by.id
    if not plan.agreed_by:
        return _offer_now(plan, by=by)
    consent = Consent(
        name=plan.agreed_by, channel=plan.channel, ip=plan.agreed_ip, browser=plan.agreed_with
    )
    return _begin(plan, consent, by=by)


def _offer_now(plan: Plan, *, by: User) -> Plan:
    _must_be_ahead(plan)
    withdraw_open(plan.case, by=by)
    plan.state, plan.open_until = PlanState.OFFERED, offered_until(plan.dues)
    db.session.flush()
    audit.record(plan, "plan.offered", by=by, amount=plan.total, instalments=len(plan.instalments))
    go_on(plan.case)
    plan_offered.send(plan)
    return plan


def begin_agreed(plan: Plan, *, by: Actor) -> None:
    """Let a plan begin that the debtor agreed to, now that nothing is waited for.

    Where it cannot begin any more, the file says why, and what let it begin is kept.
    """
    db.session.refresh(plan)
    if not (plan.may_be_agreed and plan.agreed_by) or conditions.waits(plan):
        return
    consent = Consent(
        name=plan.agreed_by, channel=plan.channel, ip=plan.agreed_ip, browser=plan.agreed_with
    )
    try:
        _begin(plan, consent, by=by)
    except Refused as error:
        audit.record(plan, "plan.not_begun", by=by, why=str(error))


def _keep_agreement(plan: Plan, consent: Consent, *, by: Actor) -> Plan:
    """The debtor agreed, and the plan begins once what it waits for has come."""
    withdraw_open(plan.case, by=by)
    if plan.state != PlanState.OFFERED:
        plan.state, plan.open_until = PlanState.OFFERED, offered_until(plan.dues)
    plan.channel, plan.agreed_by = consent.channel, consent.name
    plan.agreed_ip, plan.agreed_with = consent.ip, consent.browser
    db.session.flush()
    audit.record(plan, "plan.awaits", by=by, amount=plan.total, digest=plan.shown_hash)
    go_on(plan.case)
    return plan


def _begin(plan: Plan, consent: Consent, *, by: Actor) -> Plan:
    case = plan.case
    case.must_be_open()
    _must_be_ahead(plan)
    if conditions.waits(plan):
        return _keep_agreement(plan, consent, by=by)
    first = plan.dues[0]
    found = book(case, clock.today(), by="system")
    if found.total.minor < plan.total_minor:
        raise Refused(_("What is owed has changed. Look at the instalments again."))
    if not found.total:
        raise Refused(_("Nothing is owed any more. You do not have to pay."))
    withdraw_open(case, by=by)
    if running_promise(case):
        contacts.give_way(case, why="plan")
    plan.state, plan.channel, plan.agreed_at = PlanState.RUNNING, consent.channel, clock.now()
    plan.agreed_by, plan.agreed_ip, plan.agreed_with = consent.name, consent.ip, consent.browser
    plan.interest_minor = interest_of(found).minor
    plan.next_on, plan.next_amount = first.due_on, first.amount
    db.session.flush()
    audit.record(
        plan,
        "plan.agreed",
        by=by,
        amount=Money(plan.total_minor, plan.currency),
        instalments=len(plan.instalments),
        digest=plan.shown_hash,
    )
    go_on(case)
    plan_agreed.send(plan)
    return plan


def _must_be_ahead(plan: Plan) -> None:
    if plan.dues[0].due_on < clock.today():
        raise Refused(_("The first day of this plan has passed. Make a new one."))
