"""What a creditor's people do at their desk."""

import base64
from datetime import date

from playwright.sync_api import Locator, expect

from portal.money import Money
from tests.browser import Window, part, shown
from tests.demo.story import papers
from tests.flows import figures
from tests.flows.people import CREDITOR, DEBTOR, DEBTOR_EMAIL

INVOICE = "2026-0417"
ORDERED_ON, INVOICED_ON, DUE_ON = date(2026, 5, 4), date(2026, 5, 16), date(2026, 6, 15)
GOODS = "Tegels en lijm voor de nieuwe bakkerij"
ORDER, PROOF = "opdracht.pdf", "afleverbon.jpg"


def enter_claim(clerk: Window) -> None:
    """Type in a claim, and see what it would cost as it is."""
    page = clerk.follow("Hand over claims")
    page.get_by_role("radio", name="Business").check()
    for label, typed in (
        ("Name", DEBTOR),
        ("Street and number", "Oudegracht 12"),
        ("Postcode", "3511 AB"),
        ("City", "Utrecht"),
        ("E-mail", DEBTOR_EMAIL),
        ("Invoice number", INVOICE),
        ("Amount still open", "2.500,00"),
        ("Invoice date", INVOICED_ON.isoformat()),
        ("Due date", DUE_ON.isoformat()),
        ("What it was for", GOODS),
    ):
        page.get_by_role("textbox", name=label).or_(page.get_by_label(label)).first.fill(typed)
    page.get_by_label("Language").select_option("Nederlands")
    clerk.press("See the quote")
    said = shown(page)
    assert f"{figures.FEE_UNPROVED} success fee" in said
    assert f"{figures.FEE_PROVED}" in said, "what proof would make of it"


def add_proof(clerk: Window) -> None:
    """Give the order by drag and drop and the delivery note by choosing it: the fee falls."""
    page = clerk.page
    claim = page.get_by_role("article")
    claim.get_by_label("What the file is").select_option("Order")
    _drop(claim, ORDER, "application/pdf", _order())
    expect(claim.get_by_role("link", name=ORDER)).to_be_visible()
    claim.get_by_label("What the file is").select_option("Proof of delivery")
    with page.expect_file_chooser() as chooser:
        claim.get_by_text("Drop files here, or choose them").click()
    chooser.value.set_files({"name": PROOF, "mimeType": "image/jpeg", "buffer": _delivery_proof()})
    expect(claim.get_by_role("link", name=PROOF)).to_be_visible()
    expect(claim.get_by_text(figures.FEE_PROVED, exact=True)).to_be_visible()
    clerk.check()


def hand_over(clerk: Window) -> None:
    """Accept the quote, in figures."""
    accepting = part(clerk.page, "Accept and hand over")
    expect(accepting).to_contain_text(f"({figures.FEE_PROVED})")
    said = shown(accepting)
    assert f"You hand over {figures.PRINCIPAL}" in said
    assert f"Fee if all of it is paid ({figures.FEE_PROVED}) {figures.FEE_OF_PRINCIPAL}" in said
    clerk.press("Hand over 1 claim")
    assert "1 claim is with us now." in shown(clerk.page)


def _order() -> bytes:
    facts = (CREDITOR, "Utrecht", DEBTOR, "O-2026-88", ORDERED_ON, GOODS, Money.of(2500))
    return papers.order(*facts)


def _delivery_proof() -> bytes:
    return papers.delivery_proof(CREDITOR, "Utrecht", DEBTOR, "B-991", INVOICED_ON, GOODS)


def _drop(place: Locator, name: str, media_type: str, content: bytes) -> None:
    """Drop a file as a hand with a mouse does."""
    files = place.page.evaluate_handle(
        """([name, type, content]) => {
            const files = new DataTransfer();
            const bytes = Uint8Array.from(atob(content), each => each.charCodeAt(0));
            files.items.add(new File([bytes], name, { type }));
            return files;
        }""",
        [name, media_type, base64.b64encode(content).decode()],
    )
    target = place.get_by_text("Drop files here, or choose them")
    target.dispatch_event("drop", {"dataTransfer": files})


def fetch_statement(owner: Window) -> tuple[bytes, bytes]:
    """Follow the money to its statement; returns the PDF and the CSV."""
    page = owner.follow("Statements")
    owner.after(
        page.get_by_role("row").filter(has_text=figures.NET).get_by_role("link").first.click
    )
    said = shown(page)
    assert f"Paid out {figures.NET}" in said
    for line in (figures.PART_LINE, figures.REST_LINE):
        assert line in said
    return owner.download("Statement as PDF"), owner.download("CSV")
