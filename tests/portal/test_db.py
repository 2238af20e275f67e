"""What waits for a transaction happens once that is safe, and never when it is undone."""

import pytest

from portal import db
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
