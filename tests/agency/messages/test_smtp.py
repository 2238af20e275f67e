"""The door for e-mail, over real SMTP: it takes what is for our conversations, and nothing else."""

import socket
from collections.abc import Iterator
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
from flask import Flask

from agency.messages import smtp
from agency.messages.models import Message
from portal.errors import Refused
from tests.agency.messages.post import DEBTOR, address_of, letter, new_case
from tests.office import Office, rows


@pytest.fixture
def door(app: Flask) -> Iterator[int]:
    """The port at which it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = smtp.listen(app, "127.0.0.1", port)
    yield port
    server.stop()


def send(port: int, raw: bytes, *to: str) -> None:
    with SMTP("127.0.0.1", port, timeout=20) as server:
        server.sendmail(DEBTOR, to, raw)


def taken(office: Office) -> list[Message]:
    with office.at_work():
        return rows(Message)


def test_a_mail_to_a_conversation_is_safe_when_the_sender_hears_so(
    office: Office, door: int
) -> None:
    case_id = new_case(office)
    send(door, letter("I paid yesterday."), address_of(office, case_id))
    [message] = taken(office)
    assert (message.case_id, message.text) == (case_id, "I paid yesterday.")


def test_an_address_in_capitals_is_the_same(office: Office, door: int) -> None:
    send(door, letter(), address_of(office, new_case(office)).upper())
    assert len(taken(office)) == 1


@pytest.mark.parametrize(
    "change", ["x{}", "{}x", "reply+nobody.1d.aaaaaaaaaaaaaaaa@in.office.example"]
)
def test_an_unknown_address_is_refused_before_the_mail_is_sent(
    office: Office, door: int, change: str
) -> None:
    to = change.format(address_of(office, new_case(office)))
    with pytest.raises(SMTPRecipientsRefused) as refused:
        send(door, letter(), to)
    [(code, _words)] = refused.value.recipients.values()
    assert code == 550
    assert taken(office) == []


def test_one_mail_to_two_conversations_comes_to_both(office: Office, door: int) -> None:
    one, two = new_case(office), new_case(office)
    send(door, letter(), address_of(office, one), address_of(office, two))
    assert {message.case_id for message in taken(office)} == {one, two}


def test_a_mail_that_is_too_large_is_refused(office: Office, door: int) -> None:
    most = office.app.extensions["settings"].upload_max_mb * 1024 * 1024
    to = address_of(office, new_case(office))
    with pytest.raises((SMTPSenderRefused, SMTPDataError)) as refused:
        send(door, letter("x" * 70 + "\n") + b"x" * 70 * (most // 35), to)
    assert refused.value.smtp_code == 552
    assert taken(office) == []


def test_a_virus_is_refused_and_a_fault_of_ours_is_for_later(
    office: Office, door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = address_of(office, new_case(office))
    for fault, code in ((Refused("The file contains a virus."), 550), (OSError("disk"), 451)):

        def fail(*_args: object, fault: Exception = fault, **_facts: object) -> None:
            raise fault

        monkeypatch.setattr(smtp.services, "take", fail)
        with pytest.raises(SMTPDataError) as refused:
            send(door, letter(), to)
        assert refused.value.smtp_code == code
    assert taken(office) == []
