"""Who may depart from the procedure."""

import pytest

from agency.strategy.kinds import Level
from agency.strategy.models import CollectorProfile
from agency.strategy.people import may_depart
from portal import db
from portal.accounts.models import Membership
from portal.web import get
from tests.office import Office, Person


def may(office: Office, person: Person) -> bool:
    with office.at_work():
        return may_depart(get(Membership, person.membership_id))


def test_a_collector_of_whom_nothing_is_known_follows_the_procedure(office: Office) -> None:
    assert not may(office, office.collector)


@pytest.mark.parametrize(
    ("level", "free"), [(Level.NOVICE, False), (Level.EXPERIENCED, True), (Level.EXPERT, True)]
)
def test_the_level_decides_who_may_depart(office: Office, level: Level, free: bool) -> None:
    with office.at_work():
        db.session.add(CollectorProfile(id=office.collector.membership_id, level=level))
    assert may(office, office.collector) is free


def test_a_manager_may_always_and_finance_never(office: Office) -> None:
    assert may(office, office.manager)
    assert not may(office, office.finance)
    assert not may_depart(None)
