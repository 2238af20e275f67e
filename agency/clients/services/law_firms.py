"""Law firms with their letterhead, and the lawyers who release notices in their name."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients.changes import change
from agency.clients.models import Engagement, LawFirm, Lawyer
from agency.clients.services.logos import NO_LOGO
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.errors import Refused


@dataclass(frozen=True, slots=True)
class LawFirmFacts:
    """What stands on a law firm's letterhead, apart from its logo."""

    name: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    country: str = "NL"
    website: str = ""
    register_lines: str = ""


@dataclass(frozen=True, slots=True)
class LawyerFacts:
    """A named lawyer, and the login with which it releases notices, if it has one."""

    name: str
    title: str = "advocaat"
    bar_no: str = ""
    membership_id: uuid.UUID | None = None


def create_law_firm(
    facts: LawFirmFacts, *, logo: Mapping[str, str] = NO_LOGO, by: User | str
) -> LawFirm:
    """Enter a law firm. It acts for nobody until a creditor engages it."""
    _refuse_taken_name(facts.name)
    firm = LawFirm(**asdict(facts), **logo)
    db.session.add(firm)
    db.session.flush()
    audit.record(firm, "law_firm.created", by=by, after={**asdict(facts), **logo})
    return firm


def change_law_firm(
    firm: LawFirm, facts: LawFirmFacts, *, logo: Mapping[str, str] = NO_LOGO, by: User
) -> None:
    """Change a firm's letterhead; notices that were set before stay as they are."""
    if facts.name != firm.name:
        _refuse_taken_name(facts.name)
    if changed := change(firm, {**asdict(facts), **logo}):
        audit.record(firm, "law_firm.changed", by=by, before=changed.before, after=changed.after)


def close_law_firm(firm: LawFirm, *, by: User) -> None:
    """Work with a firm no longer: it acts for nobody, and its lawyers release nothing more."""
    if firm.closed_at:
        return
    firm.closed_at = clock.now()
    running = db.session.scalars(
        select(Engagement).where(Engagement.law_firm_id == firm.id, Engagement.ended_at.is_(None))
    ).all()
    for engagement in running:
        engagement.ended_at = firm.closed_at
    audit.record(
        firm, "law_firm.closed", by=by, ended=[engagement.creditor_id for engagement in running]
    )


def reopen_law_firm(firm: LawFirm, *, by: User) -> None:
    """Work with a firm again; which creditors it acts for is said anew."""
    if firm.closed_at:
        firm.closed_at = None
        audit.record(firm, "law_firm.reopened", by=by)


def add_lawyer(firm: LawFirm, facts: LawyerFacts, *, by: User | str) -> Lawyer:
    """Enter a lawyer of a firm."""
    _check_login(facts.membership_id)
    lawyer = Lawyer(law_firm_id=firm.id, **asdict(facts))
    db.session.add(lawyer)
    db.session.flush()
    audit.record(lawyer, "lawyer.added", by=by, after=asdict(facts))
    return lawyer


def change_lawyer(lawyer: Lawyer, facts: LawyerFacts, *, by: User) -> None:
    """Change a lawyer's name, title, bar number or login."""
    if facts.membership_id != lawyer.membership_id:
        _check_login(facts.membership_id)
    if changed := change(lawyer, asdict(facts)):
        audit.record(lawyer, "lawyer.changed", by=by, before=changed.before, after=changed.after)


def close_lawyer(lawyer: Lawyer, *, by: User) -> None:
    """A lawyer leaves its firm and releases nothing more in its name. The login becomes free."""
    if lawyer.closed_at:
        return
    before = {"membership_id": lawyer.membership_id}
    lawyer.closed_at, lawyer.membership_id = clock.now(), None
    audit.record(lawyer, "lawyer.closed", by=by, before=before)


def _check_login(membership_id: uuid.UUID | None) -> None:
    """Only a person in the role of lawyer, and only for one lawyer at a time."""
    if membership_id is None:
        return
    membership = db.session.scalars(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    ).one_or_none()
    if membership is None or membership.role != Role.LAWYER:
        raise Refused(_("Only somebody whose role is lawyer can be linked to a lawyer."))
    if db.session.scalar(select(Lawyer.id).where(Lawyer.membership_id == membership_id)):
        raise Refused(_("%(name)s is linked to another lawyer already.", name=membership.user.name))


def _refuse_taken_name(name: str) -> None:
    if db.session.scalar(select(LawFirm.id).where(LawFirm.name == name)):
        raise Refused(_("There is already a law firm named %(name)s.", name=name))
