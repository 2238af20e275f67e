"""Numbers count up without gaps, per agency and series, also when two take them at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from agency.clients.numbers import next_numbers
from portal import db
from tests.office import Office, open_office


def test_a_series_begins_at_one_and_goes_on_where_it_stood(office: Office) -> None:
    with office.at_work():
        assert list(next_numbers("cases")) == [1]
        assert list(next_numbers("cases", 3)) == [2, 3, 4]
        assert list(next_numbers("creditors")) == [1]
    with office.at_work():
        assert list(next_numbers("cases")) == [5]


def test_agencies_count_apart(app: Flask, office: Office) -> None:
    other = open_office(app)
    with office.at_work():
        next_numbers("cases", 7)
    with other.at_work():
        assert list(next_numbers("cases")) == [1]


def test_what_was_undone_leaves_no_gap(office: Office) -> None:
    with office.at_work():
        next_numbers("cases", 5)
        db.session.rollback()
    with office.at_work():
        assert list(next_numbers("cases")) == [1]


def test_nobody_takes_less_than_one(office: Office) -> None:
    with office.at_work(), pytest.raises(ValueError, match="at least"):
        next_numbers("cases", 0)


def test_two_who_take_numbers_at_once_never_share_one(app: Flask, office: Office) -> None:
    def take(_: int) -> list[int]:
        with app.app_context(), office.at_work():
            return list(next_numbers("cases", 2))

    with ThreadPoolExecutor(4) as pool:
        taken = [number for numbers in pool.map(take, range(12)) for number in numbers]

    assert sorted(taken) == list(range(1, 25))
