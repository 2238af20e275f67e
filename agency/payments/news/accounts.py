"""What Stripe says of an account that is connected to the platform's."""

from datetime import date

from agency.payments import connecting
from agency.payments.news.reading import Facts
from portal import outbox

NOT_OURS = "not ours"


def changed(_kind: str, _on: date, account: Facts) -> str:
    """It may do more, or less: have it read as it is now, since messages overtake one another."""
    if not connecting.is_ours(str(account.get("id"))):
        return NOT_OURS
    outbox.later("payments.look_at_account")
    return "asked for"


def left(_kind: str, _on: date, account: Facts) -> str:
    """Its owner has taken it back from the platform, unless it let the platform in again since."""
    if not connecting.is_ours(str(account.get("id"))):
        return NOT_OURS
    return "let go" if connecting.look() is None else "let in again"
