"""What collectors, lawyers, finance and managers do at their desk."""

import csv
import hashlib
from io import StringIO

from playwright.sync_api import expect

from tests.browser import Window, part, shown
from tests.flows import figures
from tests.flows.people import House
from tests.worker import run_jobs


def accept(collector: Window, debtor: str) -> str:
    """Take on the new claims of a debtor; returns the address of the case."""
    page = collector.page
    collector.after(page.get_by_role("row").filter(has_text=debtor).get_by_role("link").click)
    collector.press(f"Accept {figures.PRINCIPAL}")
    balance = shown(part(page, "Balance"))
    assert f"Principal {figures.PRINCIPAL} Interest {figures.INTEREST}" in balance
    assert f"Collection costs {figures.COSTS} To pay {figures.OWED}" in balance
    return page.url


def prepare_notice(collector: Window, house: House) -> str:
    """Prepare a notice on the law firm's letterhead; returns its address."""
    page = collector.follow("Prepare a notice")
    page.get_by_label("E-mail and post").check()
    page.get_by_label("Language").select_option("English")
    collector.press(f"Prepare for {figures.OWED}")
    run_jobs(house.office)
    expect(page.get_by_role("heading", name="The very file that goes out")).to_be_visible()
    assert "Send it now" not in shown(collector.check()), "nothing goes out without a release"
    return page.url


def release_notice(lawyer: Window, debtor: str) -> bytes:
    """Read the very file and release it; returns the file."""
    page = lawyer.follow(debtor)
    source = page.get_by_title("The notice as PDF").get_attribute("src")
    assert source
    document = lawyer.fetch(source.partition("#")[0])
    said = shown(part(page, "Release this notice"))
    assert hashlib.sha256(document).hexdigest() in said
    assert figures.OWED in said
    lawyer.press("Release")
    assert "Released. The agency can send it now." in shown(page)
    return document


def dispatch(collector: Window, house: House, notice: str) -> None:
    """Send a released notice."""
    collector.open(notice)
    collector.press("Send it now")
    run_jobs(house.office)


def print_letters(collector: Window, house: House, document: bytes, debtor: str) -> None:
    """Bind what waits into a batch, compare it with its list, and post it."""
    page = collector.follow("Letters to print")
    collector.press("Make the batch")
    run_jobs(house.office)
    expect(page.get_by_role("link", name="Letters as PDF")).to_be_visible()
    collector.check()
    assert collector.download("Letters as PDF").startswith(b"%PDF-")
    manifest = collector.download("List as CSV").decode()
    [letter] = csv.DictReader(StringIO(manifest))
    assert letter["recipient"] == debtor
    assert letter["sha256"] == hashlib.sha256(document).hexdigest()
    collector.press("They are in the post")
    assert "Noted: the letters are in the post." in shown(page)


def prepare_remittance(finance: Window, creditor: str) -> str:
    """Prepare what was collected for a creditor; returns the address of the remittance."""
    page = finance.follow(f"Prepare for {creditor}")
    assert _worked_out() in shown(page)
    finance.press(f"Prepare {figures.NET}")
    return page.url


def is_not_approved_by_who_prepared_it(finance: Window, remittance: str) -> None:
    """Neither by the page nor by sending the form by hand."""
    why = "You prepared this remittance. Somebody else must approve it."
    assert why in shown(finance.page)
    assert f"Approve {figures.NET}" not in shown(finance.page)
    answer = finance.send(f"{remittance}/approval")
    assert answer.status == 409
    assert why in answer.text()


def approve_remittance(manager: Window, house: House, remittance: str) -> None:
    """Be the second person, and pay it out."""
    page = manager.open(remittance)
    assert _worked_out() in shown(page)
    manager.press(f"Approve {figures.NET}")
    run_jobs(house.office)
    expect(page.get_by_role("link", name="Bank file")).to_be_visible()
    manager.check()


def _worked_out() -> str:
    return (
        f"{figures.COLLECTED} Success fee −{figures.FEE} VAT on the fee −{figures.VAT} "
        f"To the creditor {figures.NET}"
    )
