"""An instalment is put off by staff: as often as it helps, once for each press, and the debtor is told."""

import uuid
from datetime import date, timedelta

import pytest

from agency.plans import services
from agency.plans.models import Plan
from portal.errors import Refused
from portal.mail import Mail
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import FIRST, TODAY, agreed, lines_of, plan_of
from tests.office import Office, rows
from tests.worker import run_jobs


@pytest.fixture
def plan_id(office: Office) -> uuid.UUID:
    with on(TODAY):
        return agreed(office, new_case(office, email="jan@bakery.example"), count=3)


def seen(office: Office, plan_id: uuid.UUID) -> str:
    with office.at_work():
        return get(Plan, plan_id).as_seen


def put_off(office: Office, plan_id: uuid.UUID, as_seen: str) -> None:
    with office.at_work():
        services.defer_next(get(Plan, plan_id), as_seen, by=office.collector.user)


def test_the_same_collector_puts_the_same_instalment_off_again(
    office: Office, plan_id: uuid.UUID
) -> None:
    for day in (FIRST, date(2026, 8, 1)):
        with on(day):
            put_off(office, plan_id, seen(office, plan_id))
    assert plan_of(office, plan_id)[1] == date(2026, 9, 1)
    assert [day.month for day, *_rest in lines_of(office, plan_id)] == [9, 10, 11]


def test_the_debtor_is_told_of_its_new_days(office: Office, plan_id: uuid.UUID) -> None:
    with on(TODAY):
        run_jobs(office, only="plans.")
        put_off(office, plan_id, seen(office, plan_id))
        run_jobs(office, only="plans.")
        with office.at_work():
            assert len(rows(Mail, Mail.to_address == "jan@bakery.example")) == 2


def test_two_presses_at_once_change_a_plan_once(office: Office, plan_id: uuid.UUID) -> None:
    with on(TODAY):
        page = seen(office, plan_id)
        put_off(office, plan_id, page)
        with pytest.raises(Refused, match="changed meanwhile"):
            put_off(office, plan_id, page)
        page = seen(office, plan_id)
        with office.at_work():
            services.split_next(get(Plan, plan_id), page, by=office.collector.user)
        with office.at_work(), pytest.raises(Refused, match="changed meanwhile"):
            services.split_next(get(Plan, plan_id), page, by=office.collector.user)
    assert len(lines_of(office, plan_id)) == 4


def test_two_halves_that_are_put_off_stay_two_weeks_apart(
    office: Office, plan_id: uuid.UUID
) -> None:
    with on(TODAY):
        page = seen(office, plan_id)
        with office.at_work():
            services.split_next(get(Plan, plan_id), page, by=office.collector.user)
        with office.at_work():
            services.defer(get(Plan, plan_id), 1)
    first = date(2026, 8, 1)
    assert [day for day, *_rest in lines_of(office, plan_id)] == [
        first, first + timedelta(days=14), date(2026, 9, 1), date(2026, 10, 1),
    ]  # fmt: skip
