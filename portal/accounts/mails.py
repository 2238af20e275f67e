"""What the portal writes to people with a login: invitations, links, and what happened to it."""

import uuid
from datetime import timedelta

from flask_babel import force_locale, gettext

from portal import clock, slots
from portal.accounts import links
from portal.accounts.models import Agency, AgencySettings, Invitation, User
from portal.mail import send_later


def send_invitation(
    invitation: Invitation, agency: Agency, settings: AgencySettings | None, *, by: User | None
) -> None:
    """Invite somebody, with the link that only this mail holds."""
    place = creditor_name(invitation.creditor_id) or agency.name
    with force_locale(agency.locale):
        subject = gettext("An invitation to %(place)s", place=place)
        inviter = by.name if by else gettext("The operator of the portal")
    send_later(
        "invitation",
        to=invitation.email,
        subject=subject,
        locale=agency.locale,
        sender_name=agency.name,
        reply_to=settings.email if settings else "",
        inviter=inviter,
        place=place,
        url=links.invitation_link(invitation, agency),
        expires_at=invitation.expires_at,
    )


def send_password_link(user: User) -> None:
    """The link for a new password."""
    locale = locale_of(user)
    with force_locale(locale):
        subject, sender = gettext("Choose a new password"), portal_name()
    send_later(
        "password_reset",
        to=user.email,
        subject=subject,
        locale=locale,
        sender_name=sender,
        url=links.address("accounts.new_password", token=links.password_token(user)),
        expires_at=clock.now() + timedelta(seconds=links.PASSWORD_LINK_SECONDS),
    )


def send_notice(user: User, what: str) -> None:
    """Tell somebody what happened to their login, should it not have been them."""
    locale = locale_of(user)
    with force_locale(locale):
        subject = {
            "locked": gettext("Your login is shut for 15 minutes"),
            "password_changed": gettext("Your password was changed"),
            "recovery_code_used": gettext("A recovery code was used"),
            "second_factor_switched_off": gettext("Your second factor was switched off"),
        }[what]
        sender = portal_name()
    send_later(
        "login_notice",
        to=user.email,
        subject=subject,
        locale=locale,
        sender_name=sender,
        what=what,
        url=links.address("accounts.forgotten_password"),
    )


def creditor_name(creditor_id: uuid.UUID | None) -> str:
    """A creditor of the acting agency, by the part of the house that knows creditors."""
    known = slots.offers("creditor_name")
    return str(known(creditor_id)) if known and creditor_id else ""


def locale_of(user: User) -> str:
    """The language a person reads mails in."""
    return user.locale or "en"


def portal_name() -> str:
    """What the portal calls itself where no agency speaks."""
    return str(gettext("Collection portal"))
