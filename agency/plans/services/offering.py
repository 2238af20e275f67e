"""Before a plan runs: what is possible on a case, what is offered, and what a debtor asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.services import lock
from agency.charges.services import owed
from agency.plans import limits as bounds
from agency.plans.evidence import Consent, seal, shown
from agency.plans.kinds import Interest, PlanState
from agency.plans.limits import Limits
from agency.plans.models import Instalment, Plan, PlanTerms
from agency.plans.queries import alive, settlement_of, terms_for
from agency.plans.schedule import Due, by_amount, first_day
from agency.plans.services.next_moves import go_on
from agency.plans.services.withdrawing import withdraw_open
from agency.plans.signals import plan_asked, plan_dropped, plan_offered, plan_refused
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.i18n import said
from portal.keys import new_key
from portal.money import Money, total

OFFER_DAYS = 14
ANSWER_DAYS = 3
"""Until when somebody answers a plan that a debtor asks for."""
FIRST_AFTER_DAYS = 2
"""How soon the first instalment may be, so that a transfer can arrive."""
MOST = 120
"""Instalments that a plan has at the most, whoever allows it."""
FIRST_WITHIN_DAYS = 45
"""How late the first instalment may be."""


@dataclass(frozen=True)
class Situation:
    """What is possible on a case today."""

    case: Case
    owed: Money
    terms: PlanTerms

    @cached_property
    def limits(self) -> Limits:
        """What the creditor allows."""
        return self.terms.limits(self.case.currency)

    @property
    def earliest(self) -> date:
        """The first day on which an instalment may be due."""
        return clock.today() + timedelta(days=FIRST_AFTER_DAYS)

    def offers(self, day: int) -> list[tuple[Due, ...]]:
        """Plans that are ready to be agreed to, paid on a day of the month."""
        return bounds.offers(self.owed, self.limits, day=day, earliest=self.earliest)


def situation(case: Case) -> Situation:
    """What is owed on a case, and what its creditor allows."""
    return Situation(case, owed(case, clock.today()).total, terms_for(case))


def draft(
    of: Situation,
    *,
    day: int,
    count: int | None = None,
    amount: Money | None = None,
    first_on: date | None = None,
) -> tuple[Due, ...]:
    """The instalments of a wish: a number of them or the amount of each. Refused where there are none."""
    starts_on = first_on or first_day(day, earliest=of.earliest)
    if starts_on < clock.today():
        raise Refused(_("This day has passed. Choose a later one."))
    if starts_on > clock.today() + timedelta(days=FIRST_WITHIN_DAYS):
        raise Refused(
            _("The first instalment is to be paid within %(days)s days.", days=FIRST_WITHIN_DAYS)
        )
    if amount is not None and amount.times(Decimal(MOST)) < of.owed:
        raise Refused(_("This would take too long. Choose a higher amount."))
    try:
        if amount is not None:
            return by_amount(of.owed, amount, first_on=starts_on, day=day)
        return bounds.within(of.owed, count or 1, of.limits, day=day, first_on=starts_on)
    except ValueError:
        raise Refused(_("There is less to pay than there are instalments.")) from None


def must_be_within(of: Situation, dues: Sequence[Due]) -> None:
    """Refuse a plan that the creditor does not allow."""
    if why := of.limits.why_beyond(dues):
        raise Refused(said(why))


def offer(case: Case, dues: Sequence[Due], *, day: int, by: User, beyond_why: str = "") -> Plan:
    """Send the debtor a plan that it can agree to on its page; it takes the place of an earlier offer."""
    made = new_plan(
        case, dues, PlanState.OFFERED, day=day, by=by, channel="portal", beyond_why=beyond_why
    )
    audit.record(made, "plan.offered", by=by, amount=made.total, instalments=len(dues))
    go_on(case)
    plan_offered.send(made)
    return made


def ask_for(case: Case, dues: Sequence[Due], *, day: int, consent: Consent) -> Plan:
    """Take in a plan beyond the limits that the debtor asks for; somebody decides on it."""
    standing = alive(case)
    if standing and standing.state == PlanState.ASKED and standing.dues == tuple(dues):
        return standing
    made = new_plan(
        case, dues, PlanState.ASKED, day=day, by="debtor", channel="portal", consent=consent
    )
    audit.record(made, "plan.asked", by="debtor", amount=made.total, instalments=len(dues))
    go_on(case)
    plan_asked.send(made)
    return made


def refuse(plan: Plan, why: str, *, by: User) -> None:
    """Turn down what the debtor asked for, or take an offer back. Twice is once."""
    case = lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_open:
        return
    was_asked = plan.state == PlanState.ASKED
    close_offer(plan, why)
    audit.record(plan, "plan.refused", by=by, amount=plan.total)
    go_on(case)
    if was_asked:
        plan_refused.send(plan)


def offered_until(dues: Sequence[Due]) -> date:
    """Through which day a plan may be agreed to from today on: not beyond its own first day."""
    return min(clock.today() + timedelta(days=OFFER_DAYS), dues[0].due_on)


def close_offer(plan: Plan, why: str) -> None:
    """Let an offer or a wish be over, and what the creditor was asked about it."""
    withdraw_open(plan.case, by="system")
    plan.state, plan.ended_at, plan.ended_why = PlanState.ENDED, clock.now(), why
    db.session.flush()
    plan_dropped.send(plan)


def new_plan(
    case: Case,
    dues: Sequence[Due],
    state: PlanState,
    *,
    day: int,
    by: Actor,
    channel: str,
    beyond_why: str = "",
    consent: Consent | None = None,
) -> Plan:
    """Write down a plan and what was shown of it. Refused where it cannot be agreed upon now."""
    lock(case).must_be_open()
    found = situation(case)
    _must_fit(found, dues)
    standing = alive(case)
    if standing and standing.is_running:
        raise Refused(_("A payment plan is running on this case. End that first."))
    made_less = settlement_of(case)
    if made_less and made_less.is_alive:
        raise Refused(_("A settlement is offered or agreed on this case. End that first."))
    if standing:
        close_offer(standing, "renewed")
    withdraw_open(case, by=by)
    if state is not PlanState.ASKED and not beyond_why:
        must_be_within(found, dues)
    limits, terms = found.limits, found.terms
    with force_locale(reader_of(case, by)):
        seen = shown(
            case,
            dues,
            waives_interest=limits.waives_interest,
            grace_days=limits.grace_days,
            limits=terms.version if terms.id else 0,
        )
    made = Plan(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        state=state,
        channel=channel,
        total_minor=found.owed.minor,
        currency=case.currency,
        day=day,
        interest=Interest.WAIVED if limits.waives_interest else Interest.RUNS,
        grace_days=limits.grace_days,
        terms_id=terms.id,
        beyond_why=beyond_why,
        allowed_by=audit.user_id(by) if beyond_why else None,
        made_by=by if isinstance(by, str) else str(by.name),
        open_until=clock.today() + timedelta(days=ANSWER_DAYS)
        if state is PlanState.ASKED
        else offered_until(dues),
        shown=seen,
        shown_hash=seal(seen),
        next_on=dues[0].due_on,
        next_minor=dues[0].amount.minor,
        **_consented(consent),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        Instalment(
            creditor_id=case.creditor_id,
            plan_id=made.id,
            number=due.number,
            due_on=due.due_on,
            amount_minor=due.amount.minor,
        )
        for due in dues
    )
    db.session.flush()
    return made


def reader_of(case: Case, by: Actor) -> str:
    """The language in which a plan is shown: that of the debtor's page, or else the debtor's own."""
    return str(get_locale() or "en") if by == "debtor" else case.debtor.locale


def _must_fit(of: Situation, dues: Sequence[Due]) -> None:
    """Refuse a plan that is not the balance, begins in the past, or is of a case that rests."""
    if of.owed.minor <= 0:
        raise Refused(_("Nothing is owed any more. You do not have to pay."))
    if of.case.hold:
        raise Refused(_("The case is on hold. Lift the hold first."))
    if total((due.amount for due in dues), of.case.currency) != of.owed:
        raise Refused(_("What is owed has changed. Look at the instalments again."))
    if dues[0].due_on < clock.today():
        raise Refused(_("This day has passed. Choose a later one."))


def _consented(consent: Consent | None) -> dict[str, Any]:
    if consent is None:
        return {}
    return {
        "agreed_by": consent.name,
        "agreed_ip": consent.ip,
        "agreed_with": consent.browser,
    }
