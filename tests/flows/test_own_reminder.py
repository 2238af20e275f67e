"""A creditor agrees, its debtor is reminded in its name, pays in time or asks for the letter again."""

from datetime import date

import pytest
from playwright.sync_api import expect

from agency.cases.models import Case
from agency.cases.paylinks import address, link_for
from agency.notices.models import Notice, Reprint
from portal.accounts.permissions import Role
from portal.web import get
from tests.browser import NARROW, shown
from tests.conftest import Opens
from tests.flows.letters import codes, words
from tests.flows.people import House
from tests.office import new_claim, new_debtor, rows
from tests.worker import run_jobs

pytestmark = pytest.mark.browser

DUE = date(2026, 9, 28)
"""The Monday before the day on which the house is at work."""


def test_a_creditor_reminds_in_its_own_name_and_a_copy_goes_once_more(
    house: House, visit: Opens
) -> None:
    office = house.office
    admin = visit()
    admin.sign_in(office.person(Role.ADMIN))
    admin.open(f"/agency/creditors/{house.creditor_id}/agreements/new")
    admin.page.get_by_label("It agrees that its debtors are reminded in its own name").check()
    admin.press("Enter the agreement")
    admin.open(f"/agency/creditors/{house.creditor_id}/letterhead")
    admin.page.get_by_label("Who signs").fill("Bram Bakker")
    admin.press("Save")
    expect(admin.page.get_by_text("Bram Bakker")).to_be_visible()

    debtor = new_debtor(name="Anna de Wit", kind="consumer", locale="en")
    claim = new_claim(debtor=debtor, due_on=DUE, invoice_date=date(2026, 8, 28))
    case_id = office.accepted_case(house.creditor_id, claim)
    collector = visit(NARROW, "dark")
    collector.sign_in(office.person(Role.COLLECTOR))
    collector.open(f"/agency/notices/new/{case_id}?kind=own_reminder")
    collector.page.get_by_label("Language").select_option("English")
    collector.press("Prepare for €1,000.00")
    run_jobs(office)
    expect(
        collector.page.get_by_role("heading", name="The very file that goes out")
    ).to_be_visible()
    notice = collector.page.url
    collector.press("Send it now")
    run_jobs(office)
    source = collector.page.get_by_title("The notice as PDF").get_attribute("src")
    assert source
    document = collector.fetch(source.partition("#")[0])
    said, (transfer, _link) = words(document), codes(document)
    assert transfer.amount == "EUR1000.00"
    assert "Bram Bakker" in said
    assert "collection costs" not in said.casefold()

    with office.at_work():
        link = address(link_for(get(Case, case_id)))
    payer = visit(NARROW)
    payer.open(f"{link.removeprefix(payer.address)}?lang=en")
    payer.page.get_by_label("Your postcode, or an invoice number").fill(claim.invoice_no)
    payer.press("Go on")
    page = shown(payer.page)
    assert "reminded you on 30 Sept 2026" in page
    assert "If you pay by 6 Oct 2026, nothing is added." in page

    collector.open(notice)
    collector.follow("Send a copy")
    collector.page.get_by_label("The debtor asked for it").check()
    collector.page.get_by_label("E-mail", exact=True).check()
    collector.press("Make the copy")
    expect(collector.page.get_by_text("1 copy of it")).to_be_visible()
    run_jobs(office)
    with office.at_work():
        (copy,), (letter,) = rows(Reprint), rows(Notice)
        assert copy.sha256 == letter.sha256
