"""Reading creditors: their terms on a day, how they stand, who works for them, what changed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from agency.clients.models import Agreement, Creditor, Engagement, LawFirm, Lawyer
from agency.ledger.models import AccountKind, CaseBalance
from agency.ledger.queries import balances_of
from portal import clock, db
from portal.accounts.models import AgencySettings, Membership
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.counts import NONE, Count, counted
from portal.errors import Refused
from portal.filters import day
from portal.money import Money
from portal.tenancy import acting

PAYOUT_CHANGED = "creditor.payout_account_changed"
CLIENT_ACCOUNT_CHANGED = "agency.client_account_changed"
RECENT = timedelta(days=7)
"""How long a changed account is pointed out to everybody who sees the creditor."""


def agreement_on(creditor_id: uuid.UUID, on: date) -> Agreement:
    """The terms in force between the agency and a creditor on a day.

    Refused where there are none: before the first agreement, and once the creditor is closed.
    """
    creditor = db.session.get(Creditor, (acting().agency_id, creditor_id))
    if creditor and creditor.closed_at and clock.day_of(creditor.closed_at) <= on:
        raise Refused(_("%(name)s is closed; nothing can be handed over.", name=creditor.name))
    found = db.session.scalars(
        select(Agreement)
        .where(Agreement.creditor_id == creditor_id, Agreement.valid_from <= on)
        .order_by(Agreement.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise Refused(
            _(
                "There is no agreement with this creditor for %(day)s. "
                "An administrator of the agency has to enter one first.",
                day=day(on),
            )
        )
    return found


def creditor_name(creditor_id: uuid.UUID) -> str:
    """What a creditor is called."""
    found = db.session.get(Creditor, (acting().agency_id, creditor_id))
    return found.name if found else ""


def creditors_like(text: str, *, closed: bool = False) -> Select[Creditor]:
    """The creditors whose name, number, register or e-mail holds a text."""
    query = select(Creditor).where(
        Creditor.closed_at.is_not(None) if closed else Creditor.closed_at.is_(None)
    )
    if text := text.strip():
        columns = (Creditor.name, Creditor.legal_name, Creditor.email, Creditor.register_no)
        wanted = [column.icontains(text, autoescape=True) for column in columns]
        if text.isdecimal() and len(text) < 18:
            wanted.append(Creditor.number == int(text))
        query = query.where(or_(*wanted))
    return query


@dataclass(frozen=True, slots=True)
class Standing:
    """How a creditor stands: cases on which something is open, and what, by currency."""

    open_cases: Count = NONE
    open: tuple[Money, ...] = ()


def standings(creditor_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """How creditors stand, in two queries; one without open cases is left out."""
    owing = select(CaseBalance.id).where(
        CaseBalance.creditor_id == Creditor.id, CaseBalance.open_minor > 0
    )
    counts = db.session.execute(
        select(Creditor.id, counted(owing.correlate(Creditor))).where(Creditor.id.in_(creditor_ids))
    )
    open_cases = {creditor_id: Count(count) for creditor_id, count in counts if count}
    return {
        creditor_id: Standing(open_cases[creditor_id], tuple(-held for held in claims))
        for creditor_id, claims in balances_of(AccountKind.CLAIMS_HELD, [*open_cases]).items()
    }


def payout_changes(creditor_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Event]:
    """The latest change of the account that each creditor is paid to, while it is recent."""
    events = db.session.scalars(
        select(Event)
        .where(
            Event.subject_id.in_(creditor_ids),
            Event.kind == PAYOUT_CHANGED,
            Event.at >= clock.now() - RECENT,
        )
        .order_by(Event.id)
    )
    return {event.subject_id: event for event in events if event.subject_id}


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Money goes to another account since this event; whose, if it is a creditor's."""

    event: Event
    creditor: Creditor | None

    @property
    def is_recent(self) -> bool:
        """Whether it is still pointed out."""
        return self.event.at >= clock.now() - RECENT


def account_changes(settings: AgencySettings, *, limit: int = 10) -> list[AccountChange]:
    """The latest changes of the accounts behind the money: the creditors' and the agency's own."""
    creditors = select(Creditor.id).where(Creditor.agency_id == acting().agency_id)
    rows = db.session.execute(
        select(Event, Creditor)
        .outerjoin(
            Creditor, (Creditor.agency_id == Event.agency_id) & (Creditor.id == Event.subject_id)
        )
        .where(
            or_(Event.subject_id.in_(creditors), Event.subject_id == settings.id),
            Event.kind.in_((PAYOUT_CHANGED, CLIENT_ACCOUNT_CHANGED)),
        )
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return [AccountChange(event, creditor) for event, creditor in rows]


def engaged_firms(creditor_id: uuid.UUID) -> Sequence[LawFirm]:
    """The law firms whose letterhead may stand on notices for a creditor, by name."""
    return db.session.scalars(
        select(LawFirm)
        .join(Engagement, _of_firm())
        .where(
            Engagement.creditor_id == creditor_id,
            Engagement.ended_at.is_(None),
            LawFirm.closed_at.is_(None),
        )
        .order_by(LawFirm.name)
    ).all()


def engaging_creditors(law_firm_id: uuid.UUID) -> Sequence[Creditor]:
    """The creditors that a law firm acts for, by name."""
    return db.session.scalars(
        select(Creditor)
        .join(
            Engagement,
            (Engagement.agency_id == Creditor.agency_id) & (Engagement.creditor_id == Creditor.id),
        )
        .where(
            Engagement.law_firm_id == law_firm_id,
            Engagement.ended_at.is_(None),
            Creditor.closed_at.is_(None),
        )
        .order_by(Creditor.name)
    ).all()


def law_firms() -> Sequence[LawFirm]:
    """All law firms of the agency, those it still works with first."""
    return db.session.scalars(
        select(LawFirm).order_by(LawFirm.closed_at.is_not(None), LawFirm.name)
    ).all()


def lawyers_of(law_firm_id: uuid.UUID) -> Sequence[tuple[Lawyer, Membership | None]]:
    """A firm's lawyers, each with the login it releases notices with; those who left come last."""
    rows = db.session.execute(
        select(Lawyer, Membership)
        .outerjoin(
            Membership,
            (Membership.agency_id == Lawyer.agency_id) & (Membership.id == Lawyer.membership_id),
        )
        .where(Lawyer.law_firm_id == law_firm_id)
        .order_by(Lawyer.closed_at.is_not(None), Lawyer.name)
    )
    return [(lawyer, membership) for lawyer, membership in rows]


def lawyer_logins(lawyer: Lawyer | None) -> Sequence[Membership]:
    """People in the role of lawyer who are linked to no lawyer yet, or to this one."""
    linked = select(Lawyer.membership_id).where(
        Lawyer.agency_id == acting().agency_id,
        Lawyer.membership_id.is_not(None),
        Lawyer.id != (lawyer.id if lawyer else None),
    )
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.role == Role.LAWYER,
            Membership.ended_at.is_(None),
            Membership.id.not_in(linked),
        )
        .order_by(Membership.since, Membership.id)
    ).all()


def changes_of(*subject_ids: uuid.UUID, limit: int = 20) -> Sequence[Event]:
    """What was done to records, latest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.subject_id.in_(subject_ids))
        .order_by(Event.id.desc())
        .limit(limit)
    ).all()


def _of_firm() -> Any:
    return (Engagement.agency_id == LawFirm.agency_id) & (Engagement.law_firm_id == LawFirm.id)
