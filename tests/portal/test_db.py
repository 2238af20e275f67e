"""What waits for a transaction happens once that is safe; what a request has read is kept for it;
a connection that the server ended is not used again.
"""

import gc
import time
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from agency.clients.models import Creditor
from portal import db
from portal.tenancy import act_for
from portal.web import get
from tests.office import Office

HAS_ENDED = text("select pg_terminate_backend(:backend)")
BACKEND = text("select pg_backend_pid()")


class Trouble(Exception):
    """Stands for any fault."""


def test_what_waits_happens_once_all_is_safe(office: Office) -> None:
    done: list[str] = []
    with office.at_work():
        db.after_commit(lambda: done.append("told"))
        assert done == []
    assert done == ["told"]


def test_nothing_happens_where_the_transaction_is_undone(office: Office) -> None:
    done: list[str] = []

    def work() -> None:
        with office.at_work():
            db.after_commit(lambda: done.append("told"))
            raise Trouble

    with pytest.raises(Trouble):
        work()
    assert done == []


def test_an_undone_savepoint_takes_with_it_what_waited_for_it(office: Office) -> None:
    done: list[str] = []

    def fail() -> None:
        with db.session.begin_nested():
            db.after_commit(lambda: done.append("within"))
            with db.session.begin_nested():
                db.after_commit(lambda: done.append("deeper"))
            raise Trouble

    with office.at_work():
        db.after_commit(lambda: done.append("before"))
        with pytest.raises(Trouble):
            fail()
        with db.session.begin_nested():
            db.after_commit(lambda: done.append("after"))
    assert done == ["before", "after"]


def test_a_request_keeps_what_it_read_and_a_job_does_not(app: Flask, office: Office) -> None:
    creditor_id = office.new_creditor()
    with app.test_request_context():
        act_for(office.agency_id)
        assert get(Creditor, creditor_id).id == creditor_id
        gc.collect()
        assert [it.id for it in db.session if isinstance(it, Creditor)] == [creditor_id]
    with office.at_work():
        assert get(Creditor, creditor_id).id == creditor_id
        gc.collect()
        assert [it for it in db.session if isinstance(it, Creditor)] == []


def test_the_database_speaks_utc_whatever_its_server_is_set_to(app: Flask) -> None:
    elsewhere = {"options": "-c timezone=Pacific/Auckland"}
    url = app.extensions["engine"].url.update_query_dict(elsewhere)
    engine = db.connect(url.render_as_string(hide_password=False), pool_size=1)
    with engine.connect() as connection:
        assert connection.scalar(text("show timezone")) == "UTC"
        assert connection.scalar(text("select clock_timestamp()")).utcoffset() == timedelta()
        connection.rollback()
        assert connection.scalar(text("show timezone")) == "UTC"
    engine.dispose()


@pytest.mark.parametrize("rested", [0, db.ASKED_AFTER_SECONDS + 1])
def test_a_connection_that_the_server_ended_is_not_used_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rested: int
) -> None:
    engine = db.connect(
        app.extensions["engine"].url.render_as_string(hide_password=False), pool_size=1
    )
    with engine.connect() as before:
        ended = before.scalar(BACKEND)
    with db.work() as other:
        assert other.scalar(HAS_ENDED, {"backend": ended})
    now = time.monotonic() + rested
    monkeypatch.setattr(db.time, "monotonic", lambda: now)
    with engine.connect() as after:
        assert after.scalar(BACKEND) != ended
    engine.dispose()


def test_a_connection_that_rested_for_long_is_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = db.connect(
        app.extensions["engine"].url.render_as_string(hide_password=False), pool_size=1
    )
    asked: list[object] = []

    def is_gone(connection: object) -> bool:
        asked.append(connection)
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr(engine.dialect, "do_ping", is_gone)
    with engine.connect() as fresh:
        first = fresh.scalar(BACKEND)
    with engine.connect() as again:
        assert again.scalar(BACKEND) == first
    assert not asked, "it was used a moment ago"
    now = time.monotonic() + db.ASKED_AFTER_SECONDS + 1
    monkeypatch.setattr(db.time, "monotonic", lambda: now)
    with engine.connect() as later:
        assert later.scalar(BACKEND) != first
    assert len(asked) == 1
    engine.dispose()
