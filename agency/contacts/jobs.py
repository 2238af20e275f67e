"""What contacts do in the background: promises judged, reminded and confirmed, callbacks brought up."""

from uuid import UUID

from agency.contacts import mails, services
from agency.contacts.models import Promise
from portal.jobs import every, job
from portal.web import get

HOURLY = 3_600


@job("contacts.judge")
def judge() -> None:
    """Judge the promises whose day has passed."""
    services.judge_due()


@job("contacts.remind_due")
def remind_due() -> None:
    """Ask for the reminders of promises that are due tomorrow."""
    services.remind_due()


@job("contacts.wake_callbacks")
def wake_callbacks() -> None:
    """Bring up the cases whose callback is due."""
    services.wake_callbacks()


@job("contacts.confirm")
def confirm(promise_id: str) -> None:
    """Mail what was promised."""
    mails.confirm(get(Promise, UUID(promise_id)))


@job("contacts.remind")
def remind(promise_id: str) -> None:
    """Mail that a promise is due."""
    mails.remind(get(Promise, UUID(promise_id)))


for _name in ("contacts.judge", "contacts.remind_due", "contacts.wake_callbacks"):
    every(HOURLY, _name)
