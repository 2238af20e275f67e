"""Before the day: instalments announced, and what may keep them from coming in found days ahead."""

from datetime import timedelta

from sqlalchemy import and_, extract, or_, select, update

from agency.autopay.kinds import MethodState, Risk
from agency.autopay.models import SavedMethod
from agency.autopay.retries import kinds, notice_days
from agency.autopay.services.next_moves import go_on
from agency.cases.services import lock
from agency.payments.accounts import gateway
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from portal import clock, db, outbox
from portal.audit import services as audit

LOOK_DAYS = 14
"""How many days before an instalment its card is looked at."""
LIMIT = 2_000


def announce_due() -> int:
    """Have the debtors told of the instalments that are taken soon, each once; how many."""
    today = clock.today()
    soon = or_(
        *(
            and_(
                SavedMethod.kind == kind, Plan.next_on <= today + timedelta(days=notice_days(kind))
            )
            for kind in kinds()
        )
    )
    found = db.session.execute(
        update(SavedMethod)
        .where(
            SavedMethod.state == MethodState.ACTIVE,
            Plan.agency_id == SavedMethod.agency_id,
            Plan.id == SavedMethod.plan_id,
            Plan.state == PlanState.RUNNING,
            Plan.next_on > today,
            soon,
            or_(
                SavedMethod.announced_for.is_(None),
                SavedMethod.announced_for != Plan.next_on,
            ),
        )
        .values(announced_for=Plan.next_on)
        .returning(SavedMethod.id, SavedMethod.plan_id)
        .execution_options(synchronize_session=False)
    ).all()
    for saved_id, plan_id in found:
        outbox.later("autopay.tell", plan_id=plan_id, news="announced", about=str(saved_id))
        outbox.later("autopay.look_at", saved_method_id=saved_id)
    return len(found)


def look_ahead() -> int:
    """Find the cards that expire before their next instalment; how many. Each is said once."""
    good_until = SavedMethod.exp_year * 12 + SavedMethod.exp_month
    day_in = extract("year", Plan.next_on) * 12 + extract("month", Plan.next_on)
    found = db.session.scalars(
        select(SavedMethod)
        .join(Plan, and_(Plan.agency_id == SavedMethod.agency_id, Plan.id == SavedMethod.plan_id))
        .where(
            SavedMethod.state == MethodState.ACTIVE,
            SavedMethod.exp_year.is_not(None),
            Plan.state == PlanState.RUNNING,
            Plan.next_on <= clock.today() + timedelta(days=LOOK_DAYS),
            good_until < day_in,
            or_(SavedMethod.risk_for.is_(None), SavedMethod.risk_for != Plan.next_on),
        )
        .limit(LIMIT)
    ).all()
    for saved in found:
        see_risk(saved, Risk.EXPIRES)
    return len(found)


def see_risk(saved: SavedMethod, risk: Risk) -> None:
    """Note that the next instalment may not come in: a task for the office, a remedy for the debtor.

    Each cause is noted and told once for an instalment.
    """
    lock(saved.case)
    db.session.refresh(saved)
    coming = saved.plan.next_on
    if not saved.is_active or coming is None or (saved.risk, saved.risk_for) == (risk, coming):
        return
    saved.risk, saved.risk_for = risk, coming
    db.session.flush()
    audit.record(saved, "autopay.at_risk", by="system", risk=str(risk), day=coming)
    outbox.later("autopay.tell", plan_id=saved.plan_id, news="at_risk", about=str(saved.id))
    go_on(saved.case)


def look_at_method(saved: SavedMethod) -> None:
    """Bring a card up to what the provider knows of it, some days before it is charged."""
    if not saved.is_active or not saved.method_ref:
        return
    facts = gateway().read_method(saved.method_ref)
    if facts is None:
        see_risk(saved, Risk.GONE)
        return
    saved.exp_month, saved.exp_year, saved.last4 = facts.exp_month, facts.exp_year, facts.last4
