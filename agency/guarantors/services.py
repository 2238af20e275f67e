"""What is done about guarantees: ask, sign, decline, take back, and call upon when a plan is broken."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _

from agency.cases.services import lock
from agency.charges.services import owed
from agency.guarantors.evidence import shown
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.guarantors.queries import guarantor_of
from agency.law.suretyship import must_hold_by_click
from agency.law.vocabulary import DebtorKind
from agency.payments import guests
from agency.payments.models import GuestLink
from agency.plans.evidence import Consent, seal
from agency.plans.models import Plan
from agency.plans.services import begin_agreed
from portal import clock, crypto, db, outbox
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting

CODE_BITS = 128
SIGN_DAYS = 14
HOLDS_DAYS = 180
"""How long after the last instalment a guarantee can be called upon."""
PAY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked to guarantee a plan."""

    name: str
    kind: DebtorKind
    email: str
    country: str
    locale: str
    is_condition: bool
    relation: str = ""
    """What it is to the debtor, where the debtor named it."""


def ask(plan: Plan, asked: Asked, *, by: Actor) -> Guarantor:
    """Ask somebody by a link of its own. Refused where a click does not hold by its law."""
    lock(plan.case)
    db.session.refresh(plan)
    if not plan.is_alive:
        raise Refused(_("This plan is over. Make a new one first."))
    if guarantor_of(plan):
        raise Refused(_("Somebody is asked already, or has signed. Take that back first."))
    if asked.is_condition and plan.is_running:
        raise Refused(_("The plan runs already, so that a signature cannot be its condition."))
    law = must_hold_by_click(asked.country, asked.kind)
    code = crypto.new_token(CODE_BITS)
    made = Guarantor(
        id=new_key(),
        creditor_id=plan.creditor_id,
        case_id=plan.case_id,
        plan_id=plan.id,
        name=asked.name,
        kind=asked.kind,
        email=asked.email,
        country=asked.country,
        locale=asked.locale,
        is_condition=asked.is_condition,
        relation=asked.relation,
        most_minor=plan.total_minor,
        currency=plan.currency,
        holds_until=plan.dues[-1].due_on + timedelta(days=HOLDS_DAYS),
        open_until=clock.today() + timedelta(days=SIGN_DAYS),
        law=law.text,
        code_hash=crypto.fingerprint(code),
        code_sealed=crypto.seal(code),
        asked_by=by if isinstance(by, str) else str(by.name),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "guarantor.asked", by=by, amount=made.most)
    outbox.later("guarantors.tell", guarantor_id=made.id, news="asked")
    return made


def sign(it: Guarantor, consent: Consent) -> None:
    """Take the guarantee, with what was shown. A plan that waited for it begins. Twice is once."""
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    if it.state == GuarantorState.SIGNED:
        return
    if not it.may_sign:
        raise Refused(_("This can no longer be signed. Ask us if you have a question."))
    it.shown = shown(it)
    it.shown_hash = seal(it.shown)
    it.state, it.agreed_at, it.agreed_by = GuarantorState.SIGNED, clock.now(), consent.name
    it.agreed_ip, it.agreed_with = consent.ip, consent.browser
    db.session.flush()
    audit.record(it, "guarantor.signed", by="guarantor", amount=it.most, digest=it.shown_hash)
    outbox.later("guarantors.tell", guarantor_id=it.id, news="signed")
    begin_agreed(it.plan, by="guarantor")


def decline(it: Guarantor) -> None:
    """Say no. Nothing is asked of it any more. Twice is once."""
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    if it.state == GuarantorState.ASKED:
        end(it, GuarantorState.DECLINED, "guarantor.declined", by="guarantor")


def take_back(it: Guarantor, *, by: Actor) -> None:
    """Want no signature any more, of this one or another; a plan that was agreed to begins. Twice is once.

    Refused once it is signed: only the plan's end releases a guarantor.
    """
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    if it.state == GuarantorState.SIGNED:
        raise Refused(_("This is signed. It ends with its plan."))
    it.is_condition, it.plan.needs_guarantor = False, False
    if it.state == GuarantorState.ASKED:
        end(it, GuarantorState.ENDED, "guarantor.taken_back", by=by)
    db.session.flush()
    begin_agreed(it.plan, by=by)


def lapse(it: Guarantor) -> None:
    """Let it run out, unless it was signed meanwhile."""
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    if it.state == GuarantorState.ASKED and clock.today() > it.open_until:
        end(it, GuarantorState.ENDED, "guarantor.lapsed", by="system")


def end(it: Guarantor, state: GuarantorState, kind: str, *, by: Actor) -> None:
    """Let it be over in one of its ways, under the lock of its case."""
    it.state, it.ended_at = state, clock.now()
    db.session.flush()
    audit.record(it, kind, by=by, amount=it.most)


def over_with_plan(plan: Plan) -> None:
    """The plan is over: a broken one is told to who guaranteed it, any other releases it."""
    it = guarantor_of(plan)
    if it is None:
        return
    if plan.state == "broken" and it.state == GuarantorState.SIGNED:
        outbox.later("guarantors.tell", guarantor_id=it.id, news="broken")
    else:
        end(it, GuarantorState.ENDED, "guarantor.released", by="system")


def payable(it: Guarantor) -> Money:
    """What can be asked of a guarantor: what is open, and of its amount what it has not paid."""
    if not it.may_be_called or not it.case.is_open:
        return Money.zero(it.currency)
    left = owed(it.case, clock.today()).total
    return max(min(left, it.most - _paid(it)), Money.zero(it.currency))


def way_to_pay(it: Guarantor) -> str:
    """The address at which it pays what it guarantees, and no more."""
    lock(it.case)
    db.session.refresh(it, with_for_update=True)
    due = payable(it)
    if not due:
        raise Refused(_("Nothing is asked of you now."))
    link = _link(it)
    if link is None or not link.is_usable:
        made = guests.make(
            it.case,
            label=it.case.debtor.name,
            amount=due,
            days=PAY_DAYS,
            locale=it.locale,
            by="guarantor",
        )
        it.paid_before, it.guest_link_id = _paid(it), made.id
        db.session.flush()
        link = made
    return guests.address(link)


def address(it: Guarantor) -> str:
    """The guarantor's own address."""
    agency = db.session.get_one(Agency, acting().agency_id)
    base = current_app.extensions["settings"].base_url.rstrip("/")
    return f"{base}/guarantor/{agency.slug}/{crypto.unseal(it.code_sealed)}"


def _link(it: Guarantor) -> GuestLink | None:
    if it.guest_link_id is None:
        return None
    return db.session.get(GuestLink, (acting().agency_id, it.guest_link_id))


def _paid(it: Guarantor) -> Money:
    link = _link(it)
    return it.paid_before + (guests.paid_with(link) if link else Money.zero(it.currency))
