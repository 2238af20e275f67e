"""The agency's account with Stripe: its own keys, sealed, or the platform's, and the gateway they open."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import bindparam, exists, or_, select

from agency.payments.models import Payment, ProviderAccount
from agency.payments.stripe_gateway import (
    NO_ACCESS,
    AccountFacts,
    ProviderRefused,
    StripeGateway,
)
from portal import clock, crypto, db
from portal.accounts.models import Agency, User
from portal.audit import services as audit
from portal.errors import Refused
from portal.money import Money
from portal.pay.wording import METHODS
from portal.together import together


def provider_account() -> ProviderAccount | None:
    """The acting agency's account, if it has one."""
    return db.session.scalars(select(ProviderAccount)).one_or_none()


def takes_cards() -> bool:
    """Whether the acting agency's debtors can pay through the provider now."""
    account = provider_account()
    return account is not None and account.charges_enabled


def is_in_reach(begun_at: datetime) -> bool:
    """Whether the provider can be asked about what began then, for the acting agency."""
    account = provider_account()
    if account is None or not account.is_open:
        return False
    return account.left_at is None or begun_at > account.left_at


def gateway() -> StripeGateway:
    """The acting agency's gateway. Refused while it has no account, or has taken it back."""
    account = provider_account()
    if account is None:
        raise Refused(_("There is no account with Stripe yet. An admin can set one up."))
    if not account.is_open:
        raise ProviderRefused(
            _("The account with Stripe is no longer connected to the portal."), NO_ACCESS
        )
    if account.secret_key_sealed is None:
        return connected_gateway(str(account.account_ref))
    return _open(crypto.unseal(account.secret_key_sealed))


def connected_gateway(account_ref: str) -> StripeGateway:
    """The gateway to an account by the platform's key, whether it lets the platform in or not."""
    return _open(current_app.extensions["settings"].stripe_platform_key, connected=account_ref)


def has_taken_payments() -> bool:
    """Whether payments lie with the account; what goes back of them goes back from there alone."""
    known = or_(Payment.checkout_id.is_not(None), Payment.payment_intent.is_not(None))
    return bool(db.session.scalar(select(exists().where(known))))


def methods_for(currency: str) -> list[str]:
    """By what the acting agency's debtors may pay on the provider's page."""
    [account] = together((OFFERED, {}))
    return methods_in(account, currency)


OFFERED = select(ProviderAccount.methods).where(
    ProviderAccount.agency_id == bindparam("agency_id"), ProviderAccount.charges_enabled
)
"""The row that `methods_in` reads; may be asked together with others."""


def methods_in(rows: Sequence[Any], currency: str) -> list[str]:
    """The same by the rows of `OFFERED`; banks' own methods take euro only."""
    if not rows:
        return []
    return [it for it in rows[0].methods if it == "card" or currency == "EUR"] or ["card"]


def choose_methods(methods: Collection[str], *, by: User) -> None:
    """Let debtors pay by these methods. Refused without keys, and when none is left."""
    account = provider_account()
    if account is None:
        raise Refused(_("Set up an account with Stripe first."))
    chosen = [it for it in METHODS if it in methods]
    if not chosen:
        raise Refused(_("Choose at least one way to pay."))
    if chosen == account.methods:
        return
    before, account.methods = account.methods, chosen
    audit.record(
        account,
        "provider.methods_changed",
        by=by,
        before=", ".join(before),
        after=", ".join(chosen),
    )


def limit_refunds(limit: Money | None, *, by: User) -> None:
    """Say above which amount a refund needs a second person; None where none does."""
    account = provider_account()
    if account is None:
        raise Refused(_("Set up an account with Stripe first."))
    minor = limit.minor if limit else None
    if minor == account.refund_limit_minor:
        return
    account.refund_limit_minor = minor
    audit.record(account, "provider.refund_limit_changed", by=by, amount=limit)


def webhook_secret(slug: str) -> str | None:
    """The secret that the provider signs its messages with, if the acting agency has this slug."""
    [found] = together((_SECRET, {"slug": slug}))
    return _opened(found[0].webhook_secret_sealed) if found else None


_SECRET = (
    select(ProviderAccount.webhook_secret_sealed)
    .join(Agency, Agency.id == ProviderAccount.agency_id)
    .where(
        ProviderAccount.agency_id == bindparam("agency_id"),
        ProviderAccount.webhook_secret_sealed.is_not(None),
        Agency.slug == bindparam("slug"),
    )
)


@lru_cache(maxsize=256)
def _opened(sealed: bytes) -> str:
    """Opening a secret takes longer than the query for it; a new one is sealed anew."""
    return crypto.unseal(sealed)


def save_keys(*, secret_key: str, webhook_secret: str, by: User) -> AccountFacts:
    """Check the keys with Stripe and keep them sealed. Refused when they open nothing.

    Keys take the place of a connected account if they open the same one, or nothing was paid into it.
    """
    facts = _open(secret_key).check_account()
    account = provider_account()
    if (
        account
        and account.is_connected
        and facts.id != account.account_ref
        and has_taken_payments()
    ):
        raise Refused(
            _(
                "Debtors have paid into the account that is connected, and refunds go back from there."
                " Enter the keys of that account."
            )
        )
    before = account.secret_key_hint if account else ""
    if account is None:
        account = ProviderAccount()
        db.session.add(account)
    account.secret_key_sealed = crypto.seal(secret_key)
    account.secret_key_hint = f"{secret_key[:8]}…{secret_key[-4:]}"
    account.webhook_secret_sealed = crypto.seal(webhook_secret)
    account.account_ref, account.account_name = None, facts.name
    account.charges_enabled, account.wanted, account.disconnected_at = True, [], None
    account.checked_at = account.changed_at = clock.now()
    account.changed_by = by.id
    db.session.flush()
    audit.record(
        account, "provider.keys_changed", by=by, before=before, after=account.secret_key_hint
    )
    return facts


def _open(secret_key: str, *, connected: str | None = None) -> StripeGateway:
    api_base = current_app.extensions["settings"].stripe_api_base or None
    return StripeGateway(secret_key, api_base, connected=connected)
