"""What an agency's administrators are told by mail: that debtors cannot pay by card any more."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.payments.models import ProviderAccount
from portal import db
from portal.accounts import links
from portal.accounts.models import Agency, Membership
from portal.accounts.permissions import Permission
from portal.mail import send_later
from portal.tenancy import acting


def warn(account: ProviderAccount) -> None:
    """Write to everybody who keeps the settings, each in their own language."""
    agency = db.session.get_one(Agency, acting().agency_id)
    members = db.session.scalars(
        select(Membership)
        .where(Membership.creditor_id.is_(None), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).unique()
    for member in members:
        if not member.may(Permission.ADMINISTER) or member.user.closed_at is not None:
            continue
        locale = member.user.locale or agency.locale
        with force_locale(locale):
            subject = _("Debtors cannot pay by card now")
        send_later(
            "cards_off",
            to=member.user.email,
            subject=subject,
            locale=locale,
            sender_name=agency.name,
            left=not account.is_open,
            account=account.account_ref,
            url=links.address("agency.payments.provider"),
        )
