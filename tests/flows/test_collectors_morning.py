"""A collector's morning: a dozen cases, the keyboard alone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from agency.cases.models import Case
from agency.contacts.models import Contact
from portal import clock, db
from portal.web import get
from tests.agency.contacts.desk import PHONE
from tests.browser import PASSWORD, shown
from tests.conftest import Opens
from tests.flows.people import House
from tests.office import new_claim, new_debtor, rows

pytestmark = pytest.mark.browser
CASES = 12


def press(page: Page, *keys: str) -> None:
    """Keys of which the last leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(keys[-1])


def test_a_dozen_cases_by_keyboard(
    house: House, visit: Opens, browser: Chromium, live: str
) -> None:
    office = house.office
    for number in range(CASES):
        debtor = new_debtor(name=f"Debiteur {number:02}", phone=PHONE, email="")
        office.accepted_case(house.creditor_id, new_claim(debtor=debtor))
    with office.at_work():
        callback = rows(Case)[-1].id
        get(Case, callback).waits_for("agency", "broken_promise", clock.today())  # type: ignore[arg-type]
    window = visit()
    window.sign_in(office.collector)
    assert "Worklist" in shown(window.page)

    page = browser.new_context(base_url=live).new_page()
    page.goto("/login")
    page.get_by_label("E-mail").fill(office.collector.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Enter")
    press(page, "n")
    assert str(callback) in page.url, "what is owed comes before what is worth most"
    seen = set()
    for _ in range(CASES):
        seen.add(page.url)
        press(page, "c")
        press(page, *["ArrowDown"] * 5, "Enter")
        press(page, "n")
    assert len(seen) == CASES
    assert "You have seen all that waits for you today." in shown(page)
    with office.at_work():
        calls = rows(Contact)
        assert len(calls) == CASES
        assert {call.outcome for call in calls} == {"no_answer"}
        assert all(call.at > clock.now() - timedelta(hours=1) for call in calls)
        assert db.session.get(Case, (office.agency_id, callback))
    page.context.close()
