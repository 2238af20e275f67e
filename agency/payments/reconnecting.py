"""An agency goes on with the account that it took back, once that lets the platform in again at Stripe."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from agency.payments.accounts import connected_gateway, provider_account
from agency.payments.models import ConnectedAccount, ProviderAccount
from agency.payments.stripe_gateway import NO_ACCESS, AccountFacts, ProviderRefused
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


def may_go_on(account: ProviderAccount | None) -> bool:
    """Whether an agency took its account back and has no other since."""
    has_platform = bool(current_app.extensions["settings"].stripe_platform_key)
    return has_platform and account is not None and not account.is_open


def go_on(*, by: User) -> ProviderAccount:
    """Work with the account that the acting agency had before, and look up what was missed meanwhile.

    What began there is in reach again; saved cards stay over, since their debtors were told so. Done
    twice it changes nothing. Refused while the account does not let the platform in.
    """
    account = provider_account()
    if account is None:
        raise Refused(_("There is no account with Stripe yet. An admin can set one up."))
    db.session.refresh(account, with_for_update=True)
    if account.is_open:
        return account
    known = db.session.get_one(ConnectedAccount, account.account_ref)
    _fill(account, _ask(known), known)
    account.changed_at, account.changed_by = clock.now(), by.id
    db.session.flush()
    audit.record(account, "provider.reconnected", by=by, after=known.account_ref)
    outbox.later("payments.reconcile")
    return account


def _ask(known: ConnectedAccount) -> AccountFacts:
    try:
        return connected_gateway(known.account_ref).check_account()
    except ProviderRefused as refusal:
        if refusal.code != NO_ACCESS:
            raise
        raise Refused(
            _(
                "The account %(account)s does not let the portal in at Stripe, so you cannot go on with"
                " it. Ask whoever runs the portal for Stripe's page to let it in, or open a new account.",
                account=known.account_ref,
            )
        ) from refusal


def _fill(account: ProviderAccount, facts: AccountFacts, known: ConnectedAccount) -> None:
    account.disconnected_at = None
    account.charges_enabled, account.wanted = facts.charges_enabled, list(facts.wanted)
    account.account_name, account.checked_at = facts.name, clock.now()
    # What began with an account of before this one stays out of reach.
    account.left_at = known.connected_at if _had_another_before(known) else None


def _had_another_before(known: ConnectedAccount) -> bool:
    others = select(ConnectedAccount).where(
        ConnectedAccount.agency_id == known.agency_id,
        ConnectedAccount.connected_at < known.connected_at,
    )
    return bool(db.session.scalar(select(others.exists())))
