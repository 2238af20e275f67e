"""Telling a creditor's people that money is on its way. Nothing personal is in the mail."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.remittance import queries
from agency.remittance.models import Remittance
from portal import db
from portal.accounts import links
from portal.accounts.models import Agency, Membership, User
from portal.accounts.permissions import Permission
from portal.filters import money
from portal.mail import send_later

STATEMENTS = "creditor.statements.index"
"""Where a creditor finds its statements; the desk above brings it."""


def tell(remittance: Remittance) -> None:
    """Write to all of the creditor's people who may see statements, each in their own language."""
    agency = db.session.get_one(Agency, remittance.agency_id)
    settings = queries.settings()
    for user in _readers(remittance):
        locale = user.locale or remittance.creditor.locale
        with force_locale(locale):
            subject = _("We have paid out %(amount)s to you", amount=money(remittance.net))
        send_later(
            "remittance_sent",
            to=user.email,
            subject=subject,
            locale=locale,
            sender_name=agency.name,
            reply_to=settings.email,
            number=remittance.reference,
            period_from=remittance.period_from,
            period_to=remittance.period_to,
            collected=remittance.collected,
            fee=remittance.fee,
            fee_vat=remittance.fee_vat,
            net=remittance.net,
            payout_iban_end=remittance.payout_iban[-4:],
            url=_statements_url(),
        )


def _readers(remittance: Remittance) -> list[User]:
    members = db.session.scalars(
        select(Membership)
        .where(Membership.creditor_id == remittance.creditor_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).unique()
    return [
        member.user
        for member in members
        if member.may(Permission.SEE_STATEMENTS) and member.user.closed_at is None
    ]


def _statements_url() -> str:
    if STATEMENTS in current_app.view_functions:
        return links.address(STATEMENTS)
    return f"{current_app.extensions['settings'].base_url.rstrip('/')}/creditor/statements/"
