"""The agency's own mailbox is picked up: each mail once, from the day on which it was set."""

from collections.abc import Iterator
from imaplib import IMAP4

import pytest

from agency.messages import imap
from agency.messages.models import Mailbox, Message
from agency.messages.services import fetch, set_mailbox
from agency.messages.services import taking as taking_service
from portal.errors import Refused
from portal.jobs import run
from tests.agency.messages.post import letter, new_case
from tests.office import Office, rows
from tests.standins.imap import ImapStandIn

PASSWORD = "three green lamps"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapStandIn]:
    """The stand-in speaks no TLS; that a connection asks for it is the last test."""
    monkeypatch.setattr(imap, "connect", lambda host, port: IMAP4(host, port, timeout=10))
    with ImapStandIn() as standin:
        yield standin


def set_up(office: Office, server: ImapStandIn, password: str = PASSWORD) -> None:
    with office.at_work():
        set_mailbox("127.0.0.1", server.port, server.name, password, "INBOX", by=office.admin.user)


def fetched(office: Office) -> list[Message]:
    run("messages.fetch", str(office.agency_id), {})
    with office.at_work():
        return rows(Message)


def test_what_came_in_before_stays_and_what_comes_after_is_taken_once(
    office: Office, server: ImapStandIn
) -> None:
    case_id = new_case(office)
    server.mails.append(letter("Long ago"))
    set_up(office, server)
    server.mails += [letter("I can pay."), letter("Who are you?", sender="x@unknown.example")]
    found = fetched(office)
    assert [(message.text, message.case_id) for message in found] == [
        ("I can pay.", case_id),
        ("Who are you?", None),
    ]
    assert len(fetched(office)) == 2


def test_a_server_that_numbers_anew_brings_nothing_twice(
    office: Office, server: ImapStandIn
) -> None:
    set_up(office, server)
    server.mails.append(letter("Once"))
    fetched(office)
    server.uid_validity, server.mails = 8, [*server.mails, letter("Twice")]
    assert [message.text for message in fetched(office)] == ["Once", "Twice"]


def test_a_mailbox_that_does_not_open_says_so_and_is_not_kept(
    office: Office, server: ImapStandIn
) -> None:
    with pytest.raises(Refused, match="does not take this name and password"):
        set_up(office, server, "wrong")
    with office.at_work():
        assert rows(Mailbox) == []


def test_a_password_is_sealed_and_a_fault_is_shown(office: Office, server: ImapStandIn) -> None:
    set_up(office, server)
    with office.at_work():
        assert PASSWORD.encode() not in rows(Mailbox)[0].password_sealed
    server.password = "another"
    fetched(office)
    page = office.sign_in(office.admin).get("/agency/settings/messages/mailbox").text
    assert "does not take this name and password" in page
    assert PASSWORD not in page


def test_a_mail_that_is_refused_does_not_stop_the_next(
    office: Office, server: ImapStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(office, server)
    server.mails += [letter("A virus"), letter("I can pay.")]

    def scan(raw: bytes) -> None:
        if b"A virus" in raw:
            raise Refused("The file contains a virus.")

    monkeypatch.setattr(taking_service, "scan", scan)
    assert [message.text for message in fetched(office)] == ["I can pay."]


def test_a_mailbox_is_set_and_removed_on_a_page(office: Office, server: ImapStandIn) -> None:
    client = office.sign_in(office.admin)
    form = {
        "host": "127.0.0.1",
        "port": server.port,
        "user_name": server.name,
        "password": PASSWORD,
    }
    assert client.post("/agency/settings/messages/mailbox", data=form).status_code == 302
    assert "Picked up last" in client.get("/agency/settings/messages/mailbox").text
    assert (
        client.post("/agency/settings/messages/mailbox", data={**form, "password": ""}).status_code
        == 302
    )
    client.post("/agency/settings/messages/mailbox/removal")
    with office.at_work():
        assert rows(Mailbox) == []
        assert fetch() == 0


def test_nothing_is_said_to_a_server_without_a_certificate() -> None:
    with (
        ImapStandIn() as standin,
        pytest.raises(Refused, match="does not answer"),
        imap.opened("127.0.0.1", standin.port, "x", "x", "INBOX"),
    ):
        pass
