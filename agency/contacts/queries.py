"""Selects of contacts, promises and callbacks, and of what came in for promises."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case, Debtor
from agency.compliance.contacts import Earlier
from agency.compliance.persons import ids_of
from agency.contacts.kinds import RIGHT_PARTY, ContactKind, Direction, Outcome, PromiseState
from agency.contacts.models import Callback, Contact, Promise, PromiseLimits
from agency.law.vocabulary import Channel
from agency.payments.models import Payment
from agency.payments.queries import given_back
from portal import clock, db
from portal.bulk import among

WRITTEN = ("portal", Channel.EMAIL, Channel.POST, Channel.SMS)
"""How a promise is heard that can be shown later as it was made."""


def contacts_of_case(case: Case) -> Select[Contact]:
    """The contacts of a case, to be paged by key."""
    return select(Contact).where(Contact.case_id == case.id).options(joinedload(Contact.logger))


def promises_of(case: Case) -> Sequence[Promise]:
    """The promises of a case, the latest first."""
    return db.session.scalars(
        select(Promise).where(Promise.case_id == case.id).order_by(Promise.id.desc())
    ).all()


def promised_in_writing(case: Case) -> Sequence[date]:
    """The days on which the debtor itself wrote that it will pay, on its page or in a message."""
    made = db.session.scalars(
        select(Promise.made_at).where(Promise.case_id == case.id, Promise.channel.in_(WRITTEN))
    )
    return sorted({clock.day_of(at) for at in made})


def running_promise(case: Case) -> Promise | None:
    """The promise whose day has not come, if any."""
    return db.session.scalars(
        select(Promise).where(Promise.case_id == case.id, Promise.state == PromiseState.RUNNING)
    ).one_or_none()


def open_callbacks(case: Case) -> Sequence[Callback]:
    """The calls that were asked for and not made, the soonest first."""
    return db.session.scalars(
        select(Callback)
        .where(
            Callback.case_id == case.id, Callback.done_at.is_(None), Callback.dropped_at.is_(None)
        )
        .order_by(Callback.due_at, Callback.id)
    ).all()


def limits() -> PromiseLimits:
    """The agency's limits on promises; those of the house where it set none."""
    found = db.session.scalars(select(PromiseLimits)).one_or_none()
    return found or PromiseLimits(days=14, percent=25)


def wrong_numbers(debtor: Debtor) -> set[str]:
    """The numbers at which a call last found somebody else, without blanks."""
    rows = db.session.execute(
        select(Contact.phone, Contact.outcome)
        .where(among(Contact.debtor_id, ids_of(debtor)), Contact.phone != "")
        .order_by(Contact.at, Contact.id)
    )
    last = {bare_number(phone): outcome for phone, outcome in rows}
    return {phone for phone, outcome in last.items() if outcome == Outcome.WRONG_NUMBER}


def bare_number(phone: str) -> str:
    """A telephone number as it is compared: digits, and a plus before those of abroad."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


def received_for(promises: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What came in for promises by the books, in minor units: paid after it was made and received
    by its due date, less what of those payments went back since."""
    rows = db.session.execute(
        select(Promise.id, func.coalesce(func.sum(Payment.amount_minor - given_back()), 0))
        .join(
            Payment,
            and_(
                Payment.agency_id == Promise.agency_id,
                Payment.case_id == Promise.case_id,
                Payment.currency == Promise.currency,
                Payment.paid_at >= Promise.made_at,
                Payment.received_on <= Promise.due_on,
                or_(Promise.ended_at.is_(None), Payment.paid_at < Promise.ended_at),
            ),
        )
        .where(among(Promise.id, promises))
        .group_by(Promise.id)
    )
    return {promise_id: int(minor) for promise_id, minor in rows}


def contacts_of(debtors: Sequence[uuid.UUID], since: datetime) -> list[Earlier]:
    """What was sought from these debtors since a moment, as the limits on contact count it.

    Ours count as attempts; of theirs only what was said to the debtor itself.
    """
    spoken = [*RIGHT_PARTY]
    made = db.session.execute(
        select(Contact.kind, Contact.at, Contact.spoke, Contact.debtor_id).where(
            among(Contact.debtor_id, debtors),
            Contact.at >= since,
            or_(
                Contact.direction == Direction.OUT,
                and_(
                    Contact.spoke.in_(spoken),
                    Contact.kind.in_([ContactKind.CALL, ContactKind.VISIT]),
                ),
            ),
        )
    )
    reminded = db.session.execute(
        select(Promise.reminded_at, Case.debtor_id)
        .join(Case, and_(Case.agency_id == Promise.agency_id, Case.id == Promise.case_id))
        .where(among(Case.debtor_id, debtors), Promise.reminded_at >= since)
    )
    return [
        *(
            Earlier(ContactKind(kind).channel, at, spoke in spoken, debtor_id=debtor_id)
            for kind, at, spoke, debtor_id in made
        ),
        *(Earlier(Channel.EMAIL, at, debtor_id=debtor_id) for at, debtor_id in reminded if at),
    ]
