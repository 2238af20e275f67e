"""Which case a message belongs to: by the address it came to, by what it answers, or by its sender."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from agency.cases import threads
from agency.cases.finding import TermKind
from agency.cases.matching import bare
from agency.cases.models import Case, CaseTerm, Debtor, Party
from agency.messages.reading import Incoming
from portal import db, mail
from portal.accounts.models import Membership, User


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message belongs, as far as that is known."""

    party: Party = Party.OTHER
    case: Case | None = None
    creditor_id: uuid.UUID | None = None


def place_of(incoming: Incoming, about: str = "") -> Place:
    """The first of three ways that tells: `about`, the conversation, the sender if it is one only.

    Who claims to have sent it gives it nothing but a place to be read in.
    """
    for word in (about, mail.about_of_sent(incoming.thread)):
        if word and (thread := threads.find(word)):
            creditor_id = thread.case.creditor_id if thread.party is Party.CREDITOR else None
            return Place(thread.party, thread.case, creditor_id)
    return by_address(incoming.failed_address or incoming.sender)


def by_address(address: str) -> Place:
    """Where somebody with an e-mail address belongs."""
    if debtors := _debtors_with(address):
        return Place(Party.DEBTOR, only_case(Case.debtor_id.in_(debtors)))
    creditors = set(_creditors_of(address))
    if len(creditors) != 1:
        return Place()
    [creditor_id] = creditors
    return Place(Party.CREDITOR, only_case(Case.creditor_id == creditor_id), creditor_id)


def _debtors_with(address: str) -> Sequence[uuid.UUID]:
    """Debtors with an e-mail address, found by the words of their cases."""
    if "@" not in address:
        return []
    return db.session.scalars(
        select(Debtor.id)
        .distinct()
        .join(Case, and_(Case.agency_id == Debtor.agency_id, Case.debtor_id == Debtor.id))
        .join(CaseTerm, and_(CaseTerm.agency_id == Case.agency_id, CaseTerm.case_id == Case.id))
        .where(
            CaseTerm.kind == TermKind.EMAIL,
            CaseTerm.term == bare(address),
            func.lower(Debtor.email) == address,
        )
        .limit(10)
    ).all()


def _creditors_of(address: str) -> Sequence[uuid.UUID]:
    found = db.session.scalars(
        select(Membership.creditor_id)
        .join(User, User.id == Membership.user_id)
        .where(
            User.email == address,
            Membership.creditor_id.is_not(None),
            Membership.ended_at.is_(None),
            User.closed_at.is_(None),
        )
    )
    return [each for each in found if each is not None]


def only_case(condition: object) -> Case | None:
    """The one open case that there is, or the one case if none is open."""
    cases = select(Case).where(condition).limit(2)  # type: ignore[arg-type]
    still_open = db.session.scalars(cases.where(Case.closed_at.is_(None))).all()
    found = still_open or db.session.scalars(cases).all()
    return found[0] if len(found) == 1 else None
