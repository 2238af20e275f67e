"""The outbox: a job is written with what needs it, goes once that is safe, and waits for a queue."""

import socket
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import SimpleWorker
from sqlalchemy import delete, select

from portal import clock, db, jobs, outbox
from portal.errors import Refused
from portal.mail import Mail, send_later
from portal.outbox import GRACE, OutboxJob, later, relay
from tests.mailbox import Mailbox
from tests.office import Office, rows

DONE: list[tuple[str, uuid.UUID]] = []


@jobs.job("test.note")
def note(word: str) -> None:
    """Remember that it ran, and for whom."""
    from portal.tenancy import acting

    DONE.append((word, acting().agency_id))


@pytest.fixture(autouse=True)
def _nothing_done(app: Flask) -> Iterator[None]:
    DONE.clear()
    app.extensions.pop("redis", None)
    with app.app_context():
        for name in ("urgent", "default", "documents"):
            outbox.queue(name).empty()
        with db.work():
            db.session.execute(delete(OutboxJob))
    yield
    app.extensions.pop("redis", None)


@pytest.fixture
def sending(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: what is written is sent right after the commit."""
    monkeypatch.setitem(app.config, "OUTBOX_SENDS_AT_ONCE", True)


@pytest.fixture
def queue_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers where the queue should be."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gone = Redis(port=port, socket_connect_timeout=1, retry=None)
    monkeypatch.setitem(app.extensions, "redis", gone)


def waiting() -> list[str]:
    """Words of the jobs that lie in the outbox."""
    with db.work():
        return [job.arguments["word"] for job in rows(OutboxJob, OutboxJob.name == "test.note")]


def queued() -> list[str]:
    """Words of the jobs that were handed to the queue."""
    return [job.args[2]["word"] for job in outbox.queue().jobs]


def refuse_after_writing(office: Office) -> None:
    with office.at_work():
        later("test.note", word="undone")
        raise Refused("No.")


def test_a_job_is_written_with_its_transaction(office: Office) -> None:
    with office.at_work():
        later("test.note", word="kept")
        assert waiting() == [], "nobody else sees it before the commit"
    assert waiting() == ["kept"]


def test_an_undone_transaction_leaves_no_job(office: Office, sending: None) -> None:
    with pytest.raises(Refused):
        refuse_after_writing(office)
    assert waiting() == queued() == []
    with office.at_work():
        later("test.note", word="undone")
        db.roll_back()
        later("test.note", word="after")
    assert queued() == ["after"]


def test_a_kept_job_goes_to_the_queue_at_once(office: Office, sending: None) -> None:
    with office.at_work():
        later("test.note", word="quick")
        assert queued() == []
    assert queued() == ["quick"]
    assert waiting() == []


def test_without_a_queue_the_work_is_saved_and_the_job_waits(
    office: Office, sending: None, queue_away: None
) -> None:
    with office.at_work():
        later("test.note", word="patient")
    assert waiting() == ["patient"]


def test_the_relay_sends_what_waited_once_the_queue_is_back(
    app: Flask, office: Office, sending: None, queue_away: None
) -> None:
    with office.at_work():
        later("test.note", word="patient")
    app.extensions.pop("redis")
    with clock.moved_to(clock.now() + GRACE * 2):
        assert relay() == 1
        assert relay() == 0
    assert queued() == ["patient"]
    assert waiting() == []


def test_the_relay_gives_the_writer_time_to_send_by_itself(office: Office) -> None:
    with office.at_work():
        later("test.note", word="young")
    assert relay() == 0
    assert waiting() == ["young"]


def test_a_job_for_tomorrow_waits_for_tomorrow(office: Office, sending: None) -> None:
    with office.at_work():
        later("test.note", word="tomorrow", at=clock.now() + timedelta(days=1))
    assert queued() == []
    with clock.moved_to(clock.now() + timedelta(hours=23)):
        assert relay() == 0
    with clock.moved_to(clock.now() + timedelta(hours=25)):
        assert relay() == 1
    assert queued() == ["tomorrow"]


def test_two_relays_do_not_send_the_same_job(office: Office) -> None:
    with office.at_work():
        later("test.note", word="once")
    with clock.moved_to(clock.now() + GRACE * 2):
        with db.work():
            db.session.scalars(select(OutboxJob).with_for_update()).all()  # Another is at it.
            assert relay() == 0
        assert relay() == 1
    assert queued() == ["once"]


def test_a_process_that_dies_between_sending_and_forgetting_sends_twice_not_never(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.at_work():
        later("test.note", word="again")

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with clock.moved_to(clock.now() + GRACE * 2):
        with monkeypatch.context() as dying:
            dying.setattr(outbox, "delete", die)
            with pytest.raises(KeyboardInterrupt):
                relay()
        assert waiting() == ["again"]
        assert relay() == 1
    assert set(queued()) == {"again"}


def test_a_worker_does_the_job_for_its_agency(app: Flask, office: Office, sending: None) -> None:
    with office.at_work():
        later("test.note", word="done")
    worker = SimpleWorker([outbox.queue()], connection=outbox.store(), serializer="json")
    worker.work(burst=True, logging_level="ERROR")
    assert [("done", office.agency_id)] == DONE


def test_a_job_that_nobody_knows_is_a_fault_at_once(office: Office) -> None:
    with pytest.raises(RuntimeError, match="no job named"), office.at_work():
        later("test.unknown")


def test_arguments_are_plain(office: Office) -> None:
    key = uuid.uuid4()
    with office.at_work():
        later("test.note", word="x", ids=[key], more={"id": key})
    with db.work():
        (job,) = rows(OutboxJob, OutboxJob.name == "test.note")
        assert job.arguments == {"word": "x", "ids": [str(key)], "more": {"id": str(key)}}


@pytest.fixture
def mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that the application sends to."""
    with Mailbox() as server:
        settings = replace(app.extensions["settings"], smtp_url=server.url)
        monkeypatch.setitem(app.extensions, "settings", settings)
        yield server


@pytest.fixture
def mailbox_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers where the mail server should be."""
    settings = replace(app.extensions["settings"], smtp_url=Mailbox().url)
    monkeypatch.setitem(app.extensions, "settings", settings)


def write_mail(office: Office) -> None:
    with office.at_work():
        send_later(
            "password_reset",
            to="marit@office.example",
            subject="Choose a new password",
            locale="en",
            sender_name="Portal",
            url="http://localhost/x",
            expires_at=clock.now(),
        )


def take_job(office: Office) -> dict[str, Any]:
    with db.work():
        (job,) = rows(OutboxJob, OutboxJob.name == "mail.send")
        return dict(job.arguments)


def test_a_mail_job_that_runs_twice_sends_once(office: Office, mailbox: Mailbox) -> None:
    write_mail(office)
    arguments = take_job(office)
    for _ in range(2):
        jobs.run("mail.send", str(office.agency_id), arguments)
    [got] = mailbox.to("marit@office.example")
    assert got["Subject"] == "Choose a new password"
    with office.at_work():
        (mail,) = rows(Mail, Mail.agency_id == office.agency_id)
        assert mail.sent_at is not None
        assert mail.message == b"", "a sent mail is not kept"


def test_a_mail_waits_for_a_server_that_is_away(office: Office, mailbox_away: None) -> None:
    write_mail(office)
    arguments = take_job(office)
    with pytest.raises(OSError, match="refused"):
        jobs.run("mail.send", str(office.agency_id), arguments)
    with office.at_work():
        (mail,) = rows(Mail, Mail.agency_id == office.agency_id)
        assert mail.sent_at is None
        assert mail.message


def test_a_mail_of_one_agency_is_not_sent_for_another(
    app: Flask, office: Office, mailbox: Mailbox
) -> None:
    from tests.office import open_office

    write_mail(office)
    jobs.run("mail.send", str(open_office(app).agency_id), take_job(office))
    assert mailbox.to("marit@office.example") == []
