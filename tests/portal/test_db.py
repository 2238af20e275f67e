"""What waits for a transaction happens once that is safe; what a request has read is kept for it."""

import gc

import pytest
from flask import Flask

from agency.clients.models import Creditor
from portal import db
from portal.tenancy import act_for
from portal.web import get
from tests.office import Office


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
