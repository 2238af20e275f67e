"""Letters as mail programs write them, and an office that gets them."""

import uuid
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from agency.cases import threads
from agency.cases.models import Case, Party
from agency.messages.models import Message
from agency.messages.services import take
from portal.mail import answer_address
from portal.web import get
from tests.office import Office, new_claim, new_debtor

DEBTOR = "bakker@debtor.example"


def new_case(office: Office, creditor_id: uuid.UUID | None = None, **facts: Any) -> uuid.UUID:
    """A case against a bakery that has an e-mail address."""
    return office.accepted_case(creditor_id, new_claim(debtor=new_debtor(email=DEBTOR, **facts)))


def letter(
    text: str = "When can I pay?",
    *,
    sender: str = f"De Bakker <{DEBTOR}>",
    to: str = "info@office.example",
    subject: str = "Your letter",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """An e-mail that somebody wrote. `Message_ID="x"` sets that header."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{headers.pop('Message_ID', uuid.uuid4().hex + '@debtor.example')}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes(policy=SMTP)


def bounce(of: str = "", *, address: str = DEBTOR, action: str = "failed") -> bytes:
    """What a mail server writes when it could not deliver our mail with the Message-ID `of`."""
    return f"""From: MAILER-DAEMON@mx.debtor.example
To: reply@in.office.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{uuid.uuid4().hex}@mx.debtor.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.debtor.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: text/rfc822-headers

From: portal@office.example
Message-ID: <{of}>

--b--
""".replace("\n", "\r\n").encode()


def about(office: Office, case_id: uuid.UUID, party: Party = Party.DEBTOR) -> str:
    """What mails about a case carry."""
    with office.at_work():
        return threads.about(get(Case, case_id), party)


def address_of(office: Office, case_id: uuid.UUID, party: Party = Party.DEBTOR) -> str:
    """Where answers about a case come in."""
    return answer_address(about(office, case_id, party))


def came(office: Office, raw: bytes, about: str = "") -> uuid.UUID:
    """A letter that was taken in."""
    with office.at_work():
        return take(raw, about=about).id


def asked(
    office: Office, case_id: uuid.UUID, text: str = "When can I pay?", **facts: Any
) -> uuid.UUID:
    """What the debtor wrote in answer to a mail of ours."""
    return came(office, letter(text, **facts), about(office, case_id))


def found(office: Office, message_id: uuid.UUID) -> Message:
    """A message as it stands now, with its case and files."""
    with office.at_work():
        message = get(Message, message_id)
        _ = message.case, message.files
        return message
