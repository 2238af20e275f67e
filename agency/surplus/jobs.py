"""What is done of itself: debtors asked, finance reminded, cases brought up."""

from uuid import UUID

from agency.cases.models import Case
from agency.surplus import mails, reminders, services
from portal.jobs import every, job
from portal.web import get

DAILY = 24 * 3_600


@job("surplus.ask")
def ask(case_id: str) -> None:
    """Ask a debtor what to do with its money."""
    mails.ask(get(Case, UUID(case_id)))


@job("surplus.ask_due")
def ask_due() -> None:
    """Have those asked who were not yet."""
    mails.ask_due()


@job("surplus.remind")
def remind() -> None:
    """Remind finance of money that waits, and bring up the open cases among them."""
    services.bring_up()
    reminders.remind()


for _name in ("surplus.ask_due", "surplus.remind"):
    every(DAILY, _name)
