"""What guarantees do in the background: written about, and run out."""

from uuid import UUID

from agency.guarantors import mails, queries, services
from agency.guarantors.models import Guarantor
from portal import outbox
from portal.jobs import every, job
from portal.web import get


@job("guarantors.tell")
def tell(guarantor_id: str, news: str) -> None:
    """Mail a guarantor."""
    mails.tell(get(Guarantor, UUID(guarantor_id)), mails.News(news))


@job("guarantors.lapse_due")
def lapse_due() -> None:
    """Let those run out that were not signed in time."""
    for it in queries.run_out():
        outbox.later("guarantors.lapse", guarantor_id=it.id)


@job("guarantors.lapse")
def lapse(guarantor_id: str) -> None:
    """Let one run out."""
    services.lapse(get(Guarantor, UUID(guarantor_id)))


every(3_600, "guarantors.lapse_due")
