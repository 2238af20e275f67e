"""An agency's account that is connected to the platform's: opened, looked after, and let go."""

import re
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from agency.payments import signals
from agency.payments.accounts import gateway, has_taken_payments, provider_account
from agency.payments.models import ConnectedAccount, ProviderAccount
from agency.payments.provider_mails import warn
from agency.payments.stripe_gateway import NO_ACCESS, ProviderRefused, StripePlatform
from portal import clock, db
from portal.accounts import links
from portal.accounts.models import Agency, AgencySettings, User
from portal.audit import services as audit
from portal.errors import Refused
from portal.tenancy import acting

_NAME = re.compile(r"acct_[A-Za-z0-9]+")


def may_connect(account: ProviderAccount | None) -> bool:
    """Whether an agency may have an account opened: not beside one into which debtors have paid."""
    if not current_app.extensions["settings"].stripe_platform_key:
        return False
    return account is None or not account.is_open or not has_taken_payments()


def connect(*, by: User) -> str:
    """Open an account for the acting agency; the address at which it tells Stripe who it is.

    Done twice it is the same account. Refused beside keys of the agency's own that took payments.
    """
    house = db.session.scalars(select(AgencySettings).with_for_update()).one()
    account = provider_account()
    if account is None or not account.is_connected:
        if not may_connect(account):
            raise Refused(
                _(
                    "Debtors have paid into the account of your own keys, and refunds go back from"
                    " there. Keep these keys."
                )
            )
        account = _open(account, house, by=by)
    return introduction(account)


def introduction(account: ProviderAccount) -> str:
    """The address, good once and for minutes, at which an agency tells Stripe what it wants to know."""
    return _platform().introduction(
        str(account.account_ref),
        back_url=links.address("agency.payments.show_connection"),
        again_url=links.address("agency.payments.continue_connection"),
    )


def look() -> ProviderAccount | None:
    """Bring the connected account up to what Stripe says of it now; None where there is none.

    One at a time, so that what was read first is not written last.
    """
    account = provider_account()
    if account is None:
        return None
    db.session.refresh(account, with_for_update=True)
    if not account.is_connected:
        return None
    try:
        facts = gateway().check_account()
    except ProviderRefused as refusal:
        if refusal.code != NO_ACCESS:
            raise
        let_go(str(account.account_ref))
        return None
    before, account.charges_enabled = account.charges_enabled, facts.charges_enabled
    account.account_name, account.wanted = facts.name, list(facts.wanted)
    account.checked_at = clock.now()
    if account.charges_enabled != before:
        kind = "provider.charges_off" if before else "provider.charges_on"
        audit.record(account, kind, by="stripe")
    if before and not account.charges_enabled:
        warn(account)
    return account


def is_ours(account_ref: str) -> bool:
    """Whether the acting agency works with this account now."""
    account = provider_account()
    return account is not None and account.is_connected and account.account_ref == account_ref


def let_go(account_ref: str) -> bool:
    """Note that an agency took its account back, and tell its administrators. False when known."""
    account = provider_account()
    if account is None:
        return False
    db.session.refresh(account, with_for_update=True)
    if account.account_ref != account_ref or not account.is_open:
        return False
    account.charges_enabled = False
    account.disconnected_at = account.left_at = clock.now()
    db.session.flush()
    audit.record(account, "provider.disconnected", by="stripe", before=account_ref)
    warn(account)
    signals.account_left.send(account)
    return True


def agency_of(account_ref: str) -> UUID | None:
    """Whose account the provider's message names; asked before anybody acts."""
    if not _NAME.fullmatch(account_ref):
        return None
    # A checked literal: SET takes no parameters.
    db.session.connection().exec_driver_sql(f"SET LOCAL app.provider_account = '{account_ref}'")
    found = db.session.scalar(
        select(ConnectedAccount.agency_id).where(ConnectedAccount.account_ref == account_ref)
    )
    db.roll_back()
    return found


def _open(account: ProviderAccount | None, house: AgencySettings, *, by: User) -> ProviderAccount:
    agency = db.session.get_one(Agency, acting().agency_id)
    ours = select(func.count()).where(ConnectedAccount.agency_id == agency.id)
    opened = _platform().open_account(
        agency_id=str(agency.id),
        name=house.legal_name,
        email=house.email,
        country=agency.country,
        idempotency_key=f"{agency.id}-{db.session.scalar(ours)}",
    )
    db.session.add(ConnectedAccount(account_ref=opened, agency_id=agency.id))
    before = _name(account)
    if account is None:
        account = ProviderAccount()
        db.session.add(account)
    account.secret_key_sealed = account.webhook_secret_sealed = None
    account.secret_key_hint = current_app.extensions["settings"].stripe_platform_key[:8]
    account.account_ref, account.account_name = opened, house.legal_name
    account.charges_enabled, account.wanted, account.disconnected_at = False, [], None
    account.changed_at, account.changed_by = clock.now(), by.id
    db.session.flush()
    audit.record(account, "provider.connected", by=by, before=before, after=opened)
    return account


def _name(account: ProviderAccount | None) -> str:
    return (account.account_ref or account.secret_key_hint) if account else ""


def _platform() -> StripePlatform:
    settings = current_app.extensions["settings"]
    if not settings.stripe_platform_key:
        raise Refused(_("Accounts are not connected in this installation. Enter keys of your own."))
    return StripePlatform(settings.stripe_platform_key, settings.stripe_api_base or None)
