"""A settlement: less than the balance, offered, agreed to, and ended by staff."""

from datetime import date, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.cases.services import lock
from agency.contacts import services as contacts
from agency.plans.evidence import Consent, seal
from agency.plans.kinds import SettlementState
from agency.plans.models import Settlement
from agency.plans.queries import alive, oldest_due, settlement_of
from agency.plans.services.next_moves import go_on
from agency.plans.services.offering import close_offer, reader_of, situation
from agency.plans.services.withdrawing import withdraw_open
from agency.plans.signals import settlement_agreed, settlement_offered
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.filters import day, money
from portal.keys import new_key
from portal.money import Money

LONGEST_DAYS = 60
"""How far ahead the day of a settlement may be."""


def least_settlement(case: Case) -> Money | None:
    """The least that the creditor settles for today; None where it wants no settlement."""
    found = situation(case)
    age = (clock.today() - oldest_due(case)).days
    return found.limits.settled_for(found.owed, age)


def offer_settlement(
    case: Case, amount: Money, pay_by: date, *, by: User, beyond_why: str = ""
) -> Settlement:
    """Offer the debtor to take less; it takes the place of an earlier offer."""
    lock(case).must_be_open()
    owed = situation(case).owed
    standing = settlement_of(case)
    if standing and standing.is_agreed:
        raise Refused(_("A settlement is agreed on this case. End that first."))
    plan = alive(case)
    if plan and plan.is_running:
        raise Refused(_("A payment plan is running on this case. End that first."))
    _check(case, amount, owed, pay_by, is_free=bool(beyond_why))
    if standing:
        over(standing, SettlementState.ENDED, "renewed")
    if plan:
        close_offer(plan, "renewed")
    withdraw_open(case, by=by)
    made = Settlement(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        state=SettlementState.OFFERED,
        channel="portal",
        amount_minor=amount.minor,
        balance_minor=owed.minor,
        currency=case.currency,
        pay_by=pay_by,
        beyond_why=beyond_why,
        allowed_by=by.id if beyond_why else None,
        made_by=by.name,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "settlement.offered", by=by, amount=amount, due_on=pay_by)
    go_on(case)
    settlement_offered.send(made)
    return made


def accept_settlement(made: Settlement, *, consent: Consent, by: Actor) -> Settlement:
    """Agree to a settlement. Twice is once."""
    case = lock(made.case)
    db.session.refresh(made)
    if made.is_agreed:
        return made
    if not made.may_be_agreed or made.amount >= situation(case).owed:
        raise Refused(_("This offer is over. Ask us for a new one."))
    case.must_be_open()
    withdraw_open(case, by=by)
    contacts.give_way(case, why="settlement")
    with force_locale(reader_of(case, by)):
        made.shown = terms_shown(made)
    made.shown_hash = seal(made.shown)
    made.state, made.agreed_at, made.channel = SettlementState.AGREED, clock.now(), consent.channel
    made.agreed_by, made.agreed_ip, made.agreed_with = consent.name, consent.ip, consent.browser
    db.session.flush()
    audit.record(
        made, "settlement.agreed", by=by, amount=made.amount, due_on=made.pay_by,
        digest=made.shown_hash,
    )  # fmt: skip
    go_on(case)
    settlement_agreed.send(made)
    return made


def terms_shown(made: Settlement) -> dict[str, Any]:
    """What a settlement says, in the reader's language."""
    return {
        "case": made.case.reference,
        "creditor": made.case.creditor.name,
        "amount": made.amount_minor,
        "currency": made.currency,
        "pay_by": made.pay_by.isoformat(),
        "terms": [
            _(
                "If you pay %(amount)s by %(day)s, all is settled and nothing more is asked.",
                amount=money(made.amount),
                day=day(made.pay_by),
            ),
            _("If it is not paid by then, this no longer holds, and all that is open stays open."),
        ],
    }


def end_settlement(made: Settlement, why: str, *, by: User) -> None:
    """Take an offer back, or end one that is agreed and not paid. Twice is once."""
    case = lock(made.case)
    db.session.refresh(made)
    if not made.is_alive:
        return
    over(made, SettlementState.ENDED, why)
    audit.record(made, "settlement.ended", by=by, amount=made.amount)
    go_on(case)


def must_be_less(case: Case, amount: Money, owed: Money, pay_by: date) -> None:
    """Refuse what is no settlement, or is to be paid too late."""
    if case.hold:
        raise Refused(_("The case is on hold. Lift the hold first."))
    if not amount < owed:
        raise Refused(_("A settlement is for less than the %(owed)s owed.", owed=money(owed)))
    if not clock.today() <= pay_by <= clock.today() + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Choose a day within %(days)s days from today.", days=LONGEST_DAYS))


def _check(case: Case, amount: Money, owed: Money, pay_by: date, *, is_free: bool) -> None:
    must_be_less(case, amount, owed, pay_by)
    least = least_settlement(case)
    if is_free or (least is not None and amount >= least):
        return
    if least is None:
        raise Refused(_("The creditor wants no settlement. A manager can allow one."))
    raise Refused(
        _(
            "The creditor settles for %(least)s or more. A manager can allow less.",
            least=money(least),
        )
    )


def over(made: Settlement, state: SettlementState, why: str) -> None:
    """Let a settlement not stand any more, in one of its ways."""
    made.state, made.ended_at, made.ended_why = state, clock.now(), why
    db.session.flush()
