"""The run, and what each instalment, method and mail of it has done in the background."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from agency.autopay import mails, services
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.payments.accounts import gateway, is_in_reach
from agency.plans.models import Plan
from portal.jobs import every, job
from portal.web import get

HOURLY, NIGHTLY = 3_600, 24 * 3_600


@job("autopay.run")
def run(after: Sequence[str] | None = None) -> None:
    """Write down a try for each instalment that is to be taken now, a chunk at a time."""
    services.run(after=(date.fromisoformat(after[0]), UUID(after[1])) if after else None)


@job("autopay.prepare")
def prepare(attempt_ids: Sequence[str]) -> None:
    """Reserve what some tries are to take."""
    services.prepare([UUID(it) for it in attempt_ids])


@job("autopay.charge")
def charge(attempt_id: str) -> None:
    """Ask the provider for one instalment."""
    services.charge(get(ChargeAttempt, UUID(attempt_id)))


@job("autopay.look_up")
def look_up(attempt_id: str) -> None:
    """Ask what became of a debit."""
    services.look_up(get(ChargeAttempt, UUID(attempt_id)))


@job("autopay.look_up_due")
def look_up_due(after: str | None = None) -> None:
    """Have debits looked up of which nothing was heard for days."""
    services.look_up_due(UUID(after) if after else None)


@job("autopay.complete", queue="urgent")
def complete(saved_method_id: str) -> None:
    """Begin with what a debtor chose on the provider's page."""
    services.complete(get(SavedMethod, UUID(saved_method_id)))


@job("autopay.forget")
def forget(saved_method_id: str) -> None:
    """Have the provider keep a method no longer."""
    saved = get(SavedMethod, UUID(saved_method_id))
    if saved.is_over and saved.method_ref and is_in_reach(saved.agreed_at):
        gateway().forget_method(saved.method_ref)


@job("autopay.end_lost")
def end_lost(before: str) -> None:
    """End what was kept with an account that is out of reach."""
    services.end_lost(datetime.fromisoformat(before))


@job("autopay.tell")
def tell(plan_id: str, news: str, about: str, again: str = "") -> None:
    """Write to the debtor about its instalments."""
    mails.tell(get(Plan, UUID(plan_id)), mails.News(news), UUID(about), again)


@job("autopay.look_at")
def look_at(saved_method_id: str) -> None:
    """Bring a card up to what the provider knows of it."""
    services.look_at_method(get(SavedMethod, UUID(saved_method_id)))


@job("autopay.look_ahead")
def look_ahead() -> None:
    """Announce what is taken soon, find what may not come in, and look after what hangs."""
    services.announce_due()
    services.look_ahead()
    services.check_at_provider()


for _name in ("autopay.run", "autopay.look_ahead"):
    every(HOURLY, _name)
every(NIGHTLY, "autopay.look_up_due")
