"""An office that writes text messages, and a debtor with a telephone."""

import uuid
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from agency.cases.models import Case
from agency.messages.models import Message
from agency.messages.services import (
    IncomingText,
    WrittenText,
    set_text_gateway,
    take_text,
    text_gateway,
    write_text,
)
from portal import crypto
from portal.web import get
from tests.office import Office, new_claim, new_debtor
from tests.standins.sms import TOKEN

PHONE, NUMBER = "06 12345678", "+31612345678"
ADDRESS = "https://sms.provider.example/send"


def set_up(office: Office, token: str = TOKEN) -> str:
    """A provider of text messages; returns the secret that it has to name."""
    with office.at_work():
        set_text_gateway(ADDRESS, token, "Office", by=office.admin.user)
        found = text_gateway()
        assert found
        return crypto.unseal(found.secret_sealed)


def new_case(office: Office, creditor_id: uuid.UUID | None = None, **facts: Any) -> uuid.UUID:
    """A case against somebody with a telephone."""
    facts = {"phone": "+31 6 12345678", "email": "bakker@debtor.example", **facts}
    return office.accepted_case(creditor_id, new_claim(debtor=new_debtor(**facts)))


def texted(
    office: Office, case_id: uuid.UUID, answers: uuid.UUID | None = None, **facts: Any
) -> uuid.UUID:
    """What a collector texted."""
    with office.at_work():
        written = WrittenText(
            **{
                "form_key": uuid.uuid4(),
                "to": NUMBER,
                "text": "Please call us.",
                "answers": get(Message, answers) if answers else None,
                **facts,
            }
        )
        return write_text(get(Case, case_id), written, by=office.collector.user).id


def came(office: Office, words: str, sender: str = NUMBER, id: str = "") -> uuid.UUID:
    """A text message that somebody sent us."""
    with office.at_work():
        return take_text(IncomingText(id or uuid.uuid4().hex, sender, "Office", words)).id


def told(client: FlaskClient, office: Office, what: str, secret: str, **body: str) -> TestResponse:
    """What the provider tells us."""
    return client.post(
        f"/webhooks/sms/{office.slug}/{what}", json=body, headers={"X-Webhook-Secret": secret}
    )
