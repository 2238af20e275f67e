"""A debtor names who guarantees its plan: where the plan waits for that, or asks for more than its limits."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from agency.cases.services import lock
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.guarantors.queries import guarantor_of, newest_of
from agency.guarantors.services import Asked, ask, end
from agency.law.errors import LawMissing
from agency.law.suretyship import must_hold_by_click
from agency.law.vocabulary import DebtorKind
from agency.plans.kinds import PlanState
from agency.plans.models import Plan
from agency.plans.services import begin_agreed
from portal import db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused

MOST_NAMED = 3
"""So many people a debtor may name for one plan; then somebody of the agency looks at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a debtor names, as what it signs, and what it is to the debtor."""

    name: str
    email: str
    kind: DebtorKind
    relation: str
    country: str
    locale: str


def want(plan: Plan, *, by: Actor) -> None:
    """Let a plan wait for a guarantor whom its debtor names. Twice is once."""
    lock(plan.case)
    db.session.refresh(plan)
    if plan.needs_guarantor:
        return
    if not plan.is_open:
        raise Refused(_("The plan runs already, so that a signature cannot be its condition."))
    if guarantor_of(plan):
        raise Refused(_("Somebody is asked already, or has signed. Take that back first."))
    plan.needs_guarantor = True
    db.session.flush()
    audit.record(plan, "guarantor.wanted", by=by, amount=plan.total)


def do_without(plan: Plan, *, by: Actor) -> None:
    """Want no guarantor any more; a plan that the debtor agreed to begins. Twice is once."""
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.needs_guarantor:
        return
    if guarantor_of(plan):
        raise Refused(_("Somebody is asked already, or has signed. Take that back first."))
    plan.needs_guarantor = False
    if last := newest_of(plan):
        last.is_condition = False
    db.session.flush()
    audit.record(plan, "guarantor.not_wanted", by=by, amount=plan.total)
    begin_agreed(plan, by=by)


def is_room(plan: Plan) -> bool:
    """Whether a plan asks for a guarantor of the debtor's choice, or allows one: it waits for one, or
    for somebody who decides whether it may go beyond the limits.
    """
    waits = plan.needs_guarantor and plan.may_be_agreed
    is_asked_for = plan.state == PlanState.ASKED and bool(plan.agreed_by)
    return waits or is_asked_for


def may_name(plan: Plan) -> bool:
    """Whether the debtor may name somebody now."""
    if not is_room(plan) or guarantor_of(plan) is not None:
        return False
    named = select(func.count()).where(Guarantor.plan_id == plan.id, Guarantor.relation != "")
    return int(db.session.scalar(named) or 0) < MOST_NAMED


def name(plan: Plan, named: Named) -> Guarantor:
    """Ask whom the debtor names, by a link of its own. Refused as the law refuses staff."""
    lock(plan.case)
    db.session.refresh(plan)
    if not may_name(plan):
        raise Refused(_("Nobody can be named here any more. Call us, and we look at it together."))
    if named.email.casefold() == plan.case.debtor.email.casefold():
        raise Refused(_("This is your own e-mail address. Write that of the guarantor."))
    _must_hold(named)
    asked = Asked(
        name=named.name,
        kind=named.kind,
        email=named.email,
        country=named.country,
        locale=named.locale,
        is_condition=plan.needs_guarantor,
        relation=named.relation,
    )
    return ask(plan, asked, by="debtor")


def withdraw(it: Guarantor) -> None:
    """Ask whom the debtor named no more; a plan that waits for a guarantor goes on waiting."""
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    if not it.is_named_by_debtor:
        raise Refused(_("We asked this guarantor. Call us if somebody else shall sign."))
    if it.state == GuarantorState.SIGNED:
        raise Refused(_("This is signed. It ends with its plan."))
    if it.state == GuarantorState.ASKED:
        end(it, GuarantorState.ENDED, "guarantor.withdrawn", by="debtor")


def _must_hold(named: Named) -> None:
    """The law's refusal in words for debtors; staff read the law itself."""
    try:
        must_hold_by_click(named.country, named.kind)
    except (LawMissing, Refused) as refusal:
        raise Refused(
            _(
                "By the law there, the guarantee of a business may need a signature by hand, on paper,"
                " and cannot be given here. Name somebody else, or call us and we look at it together."
            )
            if named.kind is DebtorKind.BUSINESS
            else _(
                "By the law there, the guarantee of a person may need a signature by hand, on paper,"
                " and cannot be given here. Name somebody else, or call us and we look at it together."
            )
        ) from refusal
