"""What strategies bring: figures of each arm, and how sure their difference is."""

from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.strategy.kinds import Arm
from agency.strategy.models import Course
from agency.strategy.proportions import Share, difference, wilson
from agency.strategy.queries.results import by_arm, by_departure
from agency.strategy.services import departing, releasing
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.agency.strategy.author import PAGE, next_version, strategy_in_force, words
from tests.agency.strategy.desk import plan
from tests.agency.strategy.rungs import step
from tests.office import Office, rows


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """Newcombe 1998, table II, method 10: 56 of 70 against 48 of 80; 9 of 10 against 3 of 10."""
    found = difference(Share(56, 70), Share(48, 80))
    assert round(found.value, 4) == 0.2
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.is_clear
    small = difference(Share(9, 10), Share(3, 10))
    assert (round(small.low, 4), round(small.high, 4)) == (0.1705, 0.8090)
    assert not small.is_clear, "ten cases say nothing"


def test_the_interval_of_a_share_is_wilsons() -> None:
    """Newcombe 1998 (single proportions): 81 of 263."""
    low, high = wilson(Share(81, 263))
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("one", "other"), [((0, 0), (5, 10)), ((5, 10), (0, 0))])
def test_nothing_is_said_of_nobody(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert not difference(Share(*one), Share(*other)).is_clear


def test_each_arm_counts_what_its_cases_owed_and_paid(office: Office) -> None:
    paid, unpaid, other = (office.accepted_case() for _ in range(3))
    with office.at_work():
        made = strategy_in_force(office, step(1), step(2))
        first_id = made.versions[0].id
        version = next_version(office, made, step(1), step(2, after_due_days=50))
        releasing.challenge(version, 20, by=office.manager.user)
        made_id = made.id
    plan(office)
    with office.at_work():
        for course in rows(Course):
            course.arm = Arm.CHAMPION if course.id in (paid, unpaid) else Arm.CHALLENGER
            leads = course.arm == Arm.CHAMPION
            course.version_id = first_id if leads else version.id
    pay(office, paid)
    with office.at_work():
        found = by_arm(get(type(made), made_id))
        champion, challenger = found.arms["champion"], found.arms["challenger"]
        assert (champion.cases, challenger.cases) == (2, 1)
        owed = get(Case, unpaid).balance
        assert owed is not None
        assert champion.at_start >= owed.open
        assert champion.recovered > Money.of("1000.00")
        assert (champion.paying, champion.median_days) == (1, 0)
        assert challenger.recovered == Money.zero()
        assert challenger.median_days is None
    seen = words(office.sign_in(office.manager).get(f"{PAGE}/{made_id}/results").text)
    assert "Too few cases" in seen
    assert "Nothing can be said before 30 cases began with each" in seen
    assert "too few to tell" in seen
    assert other


def test_cases_that_were_moved_are_left_out(office: Office) -> None:
    office.accepted_case()
    with office.at_work():
        made = strategy_in_force(office, step(1))
    plan(office)
    with office.at_work():
        rows(Course)[0].changed_over_at = clock.now() - timedelta(days=1)
    with office.at_work():
        assert by_arm(get(type(made), made.id)).arms["champion"].cases == 0
        assert by_departure(get(type(made), made.id)) == {}


def test_departures_are_told_from_steps_that_were_followed(office: Office) -> None:
    left, _followed = office.accepted_case(), office.accepted_case()
    with office.at_work():
        made = strategy_in_force(office, step(1), step(2))
    plan(office)
    with office.at_work():
        departing.skip(get(Case, left), "Was called before.", by=office.manager.user)
    with office.at_work():
        found = by_departure(get(type(made), made.id))
        assert {key: each.cases for key, each in found.items()} == {
            ("departed", "novice"): 1,
            ("followed", "novice"): 1,
        }
    seen = words(office.sign_in(office.manager).get(f"{PAGE}/{made.id}/results").text)
    assert "Departed from the steps" in seen
    assert office.sign_in(office.collector).get(f"{PAGE}/{made.id}/results").status_code == 403


def test_a_creditors_page_says_which_strategy_its_cases_begin_with(office: Office) -> None:
    creditor_id = office.new_creditor()
    path = f"{PAGE}/of-creditor/{creditor_id}"
    manager = office.sign_in(office.manager)
    assert "No strategy fits its cases" in words(manager.get(path).text)
    with office.at_work():
        strategy_in_force(office)
    assert "Everybody" in words(manager.get(path).text)
    assert "Everybody" in words(office.sign_in(office.finance).get(path).text)
    assert path in manager.get(f"/agency/creditors/{creditor_id}").text
