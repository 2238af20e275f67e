"""A manager writes a procedure, changes it, sees what that does to running cases, and moves them."""

import pytest
from playwright.sync_api import expect

from agency.strategy.models import Course
from tests.agency.strategy.desk import plan
from tests.browser import NARROW, Window, part, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.office import new_claim, new_debtor, rows
from tests.worker import run_jobs

pytestmark = pytest.mark.browser
CASES = 3


def test_a_manager_changes_a_strategy_and_previews_what_it_does(house: House, visit: Opens) -> None:
    office = house.office
    for number in range(CASES):
        debtor = new_debtor(name=f"Bakkerij {number}")
        office.accepted_case(house.creditor_id, new_claim(debtor=debtor))
    manager = visit()
    manager.sign_in(office.manager)

    manager.follow("Strategies")
    page = manager.follow("New strategy")
    page.get_by_label("Name").fill("Businesses")
    page.get_by_label("Kind of debtor").select_option("business")
    manager.press("Begin the strategy")
    page = manager.follow("Go on with the draft")
    assert "Nothing stands in the way" in shown(part(page, "The law"))
    manager.follow("Release")
    manager.press("Release")
    confirmed(manager, "Let new cases begin with it")
    plan(office)

    manager.follow("Businesses")
    assert f"{CASES} open cases" in shown(part(page, "Versions"))
    manager.press("Write a new version")
    manager.follow("Change “Reminder”")
    page.get_by_label("Days after the due date").fill("5")
    page.get_by_role("radio", name="Call").check()
    expect(page.get_by_label("How it goes out")).to_be_hidden()
    page.get_by_label("Name").fill("Call first")
    manager.press("Save the step")
    assert "Call first" in shown(page)
    manager.follow("Release")
    manager.press("Release")

    manager.follow("Move running cases to it")
    manager.follow("Show what would change")
    assert f"Another step {CASES}" in shown(page)
    assert f"Call Another step {CASES}" in shown(part(page, "What would come next"))
    manager.resize(NARROW, "dark")
    manager.check()
    page.get_by_label("Why they are moved").fill("A call works better than a letter.")
    manager.press(f"Move {CASES} cases")
    assert "Cases are being moved" in shown(page)
    run_jobs(office)
    manager.after(page.reload)
    assert "All are moved" in shown(page)
    with office.at_work():
        assert len({course.version_id for course in rows(Course)}) == 1

    collector = visit()
    collector.sign_in(office.collector)
    collector.follow("Strategies")
    collector.follow("Businesses")
    assert "Write a new version" not in shown(collector.page)


def confirmed(window: Window, button: str) -> None:
    """Press a button that asks first."""
    window.page.get_by_role("button", name=button, exact=True).click()
    window.press("Go on")
