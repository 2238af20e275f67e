"""Text messages that the house writes by itself: what a debtor should learn in time."""

from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.phones import e164
from agency.cases.services import lock
from agency.law.vocabulary import Purpose
from agency.messages.models import Message
from agency.messages.services.text_gateways import text_gateway
from agency.messages.services.text_writing import ending, keep_text
from portal import db
from portal.accounts.models import Agency
from portal.tenancy import acting


def text_number(case: Case) -> str:
    """The number that a debtor can be texted at; empty where there is none, or nobody carries texts."""
    debtor = case.debtor
    if not debtor.phone or text_gateway() is None:
        return ""
    return e164(debtor.phone, debtor.country)


def text_by_itself(case: Case, words: str, key: str, *, purpose: Purpose) -> Message:
    """Keep a text message of the house and have it sent; the same key twice is one.

    Whoever calls has asked whether it is lawful for that purpose; it is asked again as it is sent.
    """
    lock(case)
    source_id = f"house {key}"
    if known := db.session.scalars(
        select(Message).where(Message.source_id == source_id)
    ).one_or_none():
        return known
    agency = db.session.get_one(Agency, acting().agency_id)
    return keep_text(
        case,
        f"{words}\n{ending(case)}",
        to=text_number(case),
        source_id=source_id,
        sender_name=agency.name,
        by="system",
        purpose=purpose,
    )
