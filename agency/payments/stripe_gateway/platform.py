"""The platform's own account with Stripe: it opens accounts for agencies and leads them through."""

from agency.payments.stripe_gateway.client import client_of
from agency.payments.stripe_gateway.errors import translated


class StripePlatform:
    """The account to which the accounts of agencies are connected."""

    def __init__(self, secret_key: str, api_base: str | None = None) -> None:
        self._client = client_of(secret_key, api_base)

    def open_account(
        self, *, agency_id: str, name: str, email: str, country: str, idempotency_key: str
    ) -> str:
        """Open an account that is the agency's own, and connect it; its id. The same key, the same
        account. ProviderAway, ProviderRefused.
        """
        with translated():
            made = self._client.v1.accounts.create(
                {
                    "type": "standard",
                    "business_profile": {"name": name},
                    "country": country,
                    "email": email,
                    "metadata": {"agency_id": agency_id},
                },
                {"idempotency_key": f"account-{idempotency_key}"},
            )
        return made.id

    def introduction(self, account: str, *, back_url: str, again_url: str) -> str:
        """The address, good once and for minutes, at which an agency tells Stripe who it is."""
        with translated():
            link = self._client.v1.account_links.create(
                {
                    "account": account,
                    "type": "account_onboarding",
                    "return_url": back_url,
                    "refresh_url": again_url,
                }
            )
        return link.url
