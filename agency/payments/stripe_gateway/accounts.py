"""What an account says of itself: whose it is, whether it may charge, what Stripe still wants to know."""

import stripe

from agency.payments.stripe_gateway.values import AccountFacts


def facts_of(account: stripe.Account, *, livemode: bool) -> AccountFacts:
    """The facts of an account that we use."""
    wants = account.requirements
    return AccountFacts(
        id=account.id,
        name=_name_of(account),
        livemode=livemode,
        country=account.country,
        currency=(account.default_currency or "").upper() or None,
        charges_enabled=bool(account.charges_enabled),
        payouts_enabled=bool(account.payouts_enabled),
        wanted=tuple(wants.currently_due or ()) if wants else (),
    )


def _name_of(account: stripe.Account) -> str:
    profile = account.business_profile
    settings = account.settings
    shown = settings.dashboard.display_name if settings else None
    return (profile.name if profile else None) or shown or account.email or account.id
