"""How the provider says no, in our words: what the SDK raises goes no further than here."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from portal.errors import Refused, Words

NO_ACCESS = "account_invalid"
"""The provider's word for an account that its owner has taken back from the platform."""
NO_SUCH = "resource_missing"
"""The provider's word for what the account of these keys never had."""
_OF_AMOUNT = ("amount_too_small", "amount_too_large")
AWAY = Words("Stripe does not answer now; nothing was charged. Try again in a minute.")


class ProviderAway(Refused):
    """The provider cannot be reached, fails or is too busy; the same call may work later."""

    def __init__(self) -> None:
        super().__init__(AWAY)


class ProviderRefused(Refused):
    """The provider understood and says no; `code` is its word for the reason."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    @property
    def is_about_amount(self) -> bool:
        """Whether so little, or so much, cannot be paid in this way at all."""
        return self.code in _OF_AMOUNT


class ForgedEvent(Exception):
    """A webhook that the provider did not sign with our secret, or signed too long ago."""


class UnreadableEvent(ValueError):
    """A webhook that is signed but is no event."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the SDK's errors into ours, so that nobody else needs to know them."""
    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        if _code_of(error) == NO_ACCESS:
            raise ProviderRefused(
                Words(
                    "Stripe does not let the portal act for this agency any more. An admin can"
                    " connect an account again in the payment settings."
                ),
                NO_ACCESS,
            ) from error
        raise ProviderRefused(
            "Stripe does not accept the secret key of this agency. An admin can correct it in the"
            " payment settings.",
            "key_refused",
        ) from error
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        raise _refused(error) from error
    except stripe.StripeError as error:
        # What is left is the network, the provider's own failures, and its limit of requests.
        raise ProviderAway from error


def _code_of(error: stripe.StripeError) -> str | None:
    """The provider's word for it; of what it does not permit the SDK tells it in the body alone."""
    return error.code or (error.error.code if error.error else None)


def _refused(error: stripe.StripeError) -> ProviderRefused:
    code = error.code or (error.error.type if error.error else None)
    why = error.user_message or Words("no reason given")
    return ProviderRefused(Words("Stripe refused this: %(why)s", why=why), code)
