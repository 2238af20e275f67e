"""What the provider's messages call for, each once and in any order."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from agency.payments.news import accounts, chargebacks, charges, checkouts, payouts, returns
from agency.payments.news.reading import POSTED, Facts, TooEarly
from portal import clock

__all__ = [
    "POSTED",
    "Act",
    "Facts",
    "TooEarly",
    "act_upon",
    "add_act",
    "events",
    "is_money_in",
    "platform_events",
    "post_together",
]

Act = Callable[[str, date, Facts], str]
"""Given the kind, the day and the object of a message, what came of it."""

_ACTS: dict[str, Act] = {
    "checkout.session.completed": checkouts.completed,
    "checkout.session.async_payment_succeeded": checkouts.completed,
    "checkout.session.async_payment_failed": checkouts.over,
    "checkout.session.expired": checkouts.over,
    "charge.succeeded": charges.charged,
    "charge.updated": charges.charged,
    "charge.failed": returns.charge_failed,
    "refund.created": returns.refunded,
    "refund.updated": returns.refunded,
    "refund.failed": returns.refunded,
    "charge.dispute.created": chargebacks.told_of,
    "charge.dispute.updated": chargebacks.told_of,
    "charge.dispute.funds_withdrawn": chargebacks.told_of,
    "charge.dispute.funds_reinstated": chargebacks.told_of,
    "charge.dispute.closed": chargebacks.told_of,
    "payout.paid": payouts.paid_out,
    "payout.failed": payouts.paid_out,
}


_ACCOUNT_ACTS: dict[str, Act] = {
    "account.updated": accounts.changed,
    "account.application.deauthorized": accounts.left,
}
"""What is said of an account as such, and to the platform only."""


def add_act(kind: str, act: Act) -> None:
    """Let a higher slice act upon a kind of message. Saying it twice changes nothing."""
    if _ACTS.setdefault(kind, act) is not act:
        raise RuntimeError(f"Two parts act upon {kind!r}.")


def events() -> tuple[str, ...]:
    """What the provider should tell us of; anything else is kept and not acted upon."""
    return tuple(_ACTS)


def platform_events() -> tuple[str, ...]:
    """What the provider should tell the platform of each account that is connected to it."""
    return (*_ACTS, *_ACCOUNT_ACTS)


def act_upon(kind: str, at: datetime, facts: Facts) -> str:
    """Do what an event calls for. TooEarly when another event must come first."""
    act = _ACTS.get(kind) or _ACCOUNT_ACTS.get(kind)
    return act(kind, clock.day_of(at), facts) if act else "ignored"


def is_money_in(kind: str, facts: Facts) -> bool:
    """Whether an event says that a checkout was paid, so that it can be posted with others."""
    return _ACTS.get(kind) is checkouts.completed and facts.get("payment_status") == "paid"


def post_together(events: Sequence[tuple[datetime, Facts]]) -> list[str]:
    """Post the money of events that say it came in; what came of each."""
    return checkouts.post([(clock.day_of(at), facts) for at, facts in events])
