"""A batch of notices: made from the worklist, one pulled by keyboard, released by a lawyer, sent."""

import pytest
from playwright.sync_api import Page, expect

from agency.notices.models import Notice, NoticeState, PrintBatch
from portal.accounts.permissions import Role
from tests.browser import NARROW
from tests.conftest import Opens
from tests.flows.people import House
from tests.office import new_claim, new_debtor, rows
from tests.worker import run_jobs

pytestmark = pytest.mark.browser

LIST = "/agency/notices/batches"
BAKERIES = ("Ash", "Beech", "Cedar", "Elm")


def _pull_by_keyboard(page: Page) -> str:
    """Walk to the second letter, look at all of it, and pull it with a reason; says whose it was."""
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-page]").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#whole")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#whole")).to_be_hidden()
    page.locator("[data-page]").nth(1).focus()
    page.keyboard.press("x")
    page.keyboard.type("The baker rang: it is paid on Friday.")
    return str(page.locator(".page-words strong").nth(1).inner_text())


def test_a_batch_with_a_pull_and_a_lawyers_release(house: House, visit: Opens) -> None:
    office = house.office
    for name in BAKERIES:
        claim = new_claim(debtor=new_debtor(name=f"Bakery {name}", locale="en"))
        office.accepted_case(house.creditor_id, claim)

    manager = visit()
    manager.sign_in(office.person(Role.MANAGER))
    manager.open(LIST)
    manager.follow("New batch")
    manager.page.get_by_label("Notice").select_option(label="Notice of a law firm")
    manager.page.get_by_label("Sent by").select_option(label="Post")
    manager.press("Make the batch")
    expect(manager.page.get_by_text("0 of 4")).to_be_visible()
    batch = manager.page.url.removeprefix(manager.address)
    manager.open(LIST)  # The work goes on without the page.
    run_jobs(office)
    manager.open(batch)
    manager.follow("Look through the letters")
    expect(manager.page.locator("[data-page] img")).to_have_count(4)
    pulled = _pull_by_keyboard(manager.page)
    manager.after(lambda: manager.page.keyboard.press("Enter"))
    expect(manager.page.get_by_text(f"Pulled: the letter to {pulled}.")).to_be_visible()
    expect(manager.page.locator("[data-page]")).to_have_count(3)

    lawyer = visit(NARROW, "dark")
    lawyer.sign_in(house.lawyer)
    lawyer.open(f"{batch}/pages")
    lawyer.page.get_by_label("I have looked at these 3 pages").check()
    lawyer.press("Release 3 letters")
    lawyer.open(LIST)
    run_jobs(office)

    manager.open(batch)
    expect(manager.page.get_by_text("The baker rang: it is paid on Friday.")).to_be_visible()
    manager.press("Send them")
    manager.open(LIST)
    run_jobs(office)
    manager.open(batch)
    expect(manager.page.get_by_text("Done", exact=True)).to_be_visible()
    with office.at_work():
        states = sorted(notice.state for notice in rows(Notice))
        assert states == [NoticeState.SENT] * 3 + [NoticeState.WITHDRAWN]
        assert [printed.letters for printed in rows(PrintBatch)] == [3]
