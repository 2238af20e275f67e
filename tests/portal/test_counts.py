"""Counts stop where a higher number tells nobody more."""

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from portal import counts, db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.counts import MOST, Count, counted
from tests.office import Office


@pytest.mark.parametrize(
    ("number", "locale", "said"),
    [
        (0, "en", "0"),
        (999, "en", "999"),
        (MOST, "en", "1,000"),
        (MOST + 1, "en", "1,000+"),
        (MOST + 1, "nl", "1.000+"),
    ],
)
def test_a_count_says_where_it_stopped(office: Office, number: int, locale: str, said: str) -> None:
    with office.at_work(), force_locale(locale):
        assert str(Count(number)) == f"{Count(number)}" == said


def test_counting_ends_one_beyond(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MOST", 2)
    for _ in range(4):
        office.new_person(Role.COLLECTOR)
    people = select(Membership.id)
    with office.at_work():
        assert db.session.scalar(select(counted(people))) == 3
