"""Agencies as the operator of the installation creates and closes them."""

import re

from flask_babel import gettext
from sqlalchemy import select, update

from portal import clock, db
from portal.accounts import invitations
from portal.accounts.models import Agency, AgencySettings, Invitation, UserSession
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.errors import Refused
from portal.tenancy import act_for, acting_for

_SLUG = re.compile(r"[a-z0-9](-?[a-z0-9])*")


def create(
    slug: str, name: str, country: str, *, admin_email: str, admin_name: str
) -> tuple[Agency, Invitation]:
    """A new agency with empty settings, and the invitation of its first administrator."""
    if not _SLUG.fullmatch(slug):
        raise Refused(gettext("A slug holds a-z, 0-9 and single hyphens: %(slug)s", slug=slug))
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Refused(gettext("A country has two capital letters, such as NL: %(it)s", it=country))
    with db.work():
        if _find(slug) is not None:
            raise Refused(gettext("There is an agency %(slug)s already.", slug=slug))
        agency = Agency(slug=slug, name=name, country=country)
        db.session.add(agency)
        db.session.flush()
        act_for(agency.id)
        db.session.add(_settings_to_fill_in(name, admin_email))
        db.session.flush()
        audit.record(None, "agency.created", by="operator", slug=slug, name=name)
        invitation = invitations.invite(admin_email, admin_name, Role.ADMIN, None, by=None)
        return agency, invitation


def close(slug: str) -> Agency:
    """Let nobody of an agency in any more. Its records stay, as the law asks."""
    with db.work():
        found = _find(slug)
        if found is None:
            raise Refused(gettext("There is no agency %(slug)s.", slug=slug))
        if found.closed_at:
            raise Refused(gettext("%(name)s is closed already.", name=found.name))
    with acting_for(found.id):
        agency = db.session.get_one(Agency, found.id)
        agency.closed_at = clock.now()
        db.session.execute(
            update(UserSession)
            .where(UserSession.agency_id == agency.id, UserSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
        audit.record(None, "agency.closed", by="operator")
        return agency


def _find(slug: str) -> Agency | None:
    return db.session.scalars(select(Agency).where(Agency.slug == slug)).one_or_none()


def _settings_to_fill_in(name: str, email: str) -> AgencySettings:
    return AgencySettings(legal_name=name, street="", postcode="", city="", email=email, phone="")
