"""What the scripts add, and that everything works without them."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.gallery.conftest import Opens

pytestmark = pytest.mark.browser


def test_the_keyboard_walks_a_list_and_opens_a_row(opens: Opens) -> None:
    page = opens("page/worklist")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(":focus")).to_have_text("NL-24118")
    page.keyboard.press("Enter")
    expect(page).to_have_title("NL-24133 De Graaf Interieur · Noorderlicht Incasso")


def test_slash_searches_and_a_question_mark_shows_the_keys(opens: Opens) -> None:
    page = opens("page/worklist")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next row")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type("j?")
    expect(page.locator("#search")).to_have_value("j?")


def test_what_asks_for_panels_runs_after_all_that_hear_of_them(opens: Opens) -> None:
    page = opens("page/case")
    scripts = page.locator("script[defer]").evaluate_all("all => all.map(each => each.src)")
    assert ["htmx" in script for script in scripts] == [False, False, False, True]


def test_dark_is_remembered(opens: Opens) -> None:
    page = opens("page/worklist")
    page.locator(".sidebar summary").click()
    page.locator(".sidebar [data-theme-switch]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_form_is_sent_once_however_often_the_button_is_pressed(opens: Opens) -> None:
    page = opens("page/remittance")
    sent: list[str] = []

    def count(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/*", count)
    button = page.get_by_role("button", name="Approve")
    button.dblclick()
    expect(button).to_have_attribute("aria-busy", "true")
    assert sent == ["POST"]


def test_a_grave_step_asks_first(opens: Opens) -> None:
    page = opens("page/components")
    button = page.get_by_role("button", name="Danger")
    button.click()
    page.get_by_role("button", name="Cancel").click()
    expect(button).to_be_focused()
    button.click()
    expect(page.get_by_role("dialog")).to_contain_text("Withdraw the case?")
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_title("Thank you · Noorderlicht Incasso")


def test_dropped_files_are_sent_and_a_refused_one_says_why(opens: Opens, tmp_path: Path) -> None:
    page = opens("page/claim")
    for name in ("order.pdf", "bad.pdf", "virus.exe"):
        (tmp_path / name).write_bytes(b"%PDF-1.7 invented")
    page.locator('input[type="file"]').set_input_files(
        [tmp_path / name for name in ("order.pdf", "bad.pdf", "virus.exe")]
    )
    expect(page.locator("#documents")).to_contain_text("order.pdf")
    expect(page.locator(".uploads")).to_contain_text("the PDF ends half-way")
    expect(page.locator(".uploads")).to_contain_text("This kind of file is not accepted here.")
    expect(page.locator(".upload")).to_have_count(2)


def test_a_panel_that_fails_says_so_and_can_be_tried_again(opens: Opens) -> None:
    page = opens("page/components")
    panel = page.locator(".panel")
    expect(panel).to_contain_text("Nothing was lost")
    page.route("**/part/broken", lambda route: route.fulfill(body="<p>Here now.</p>", status=200))
    panel.get_by_role("button", name="Try again").click()
    expect(panel).to_contain_text("Here now.")


def test_changes_by_htmx_carry_the_token(opens: Opens) -> None:
    page = opens("page/worklist")
    with page.expect_request("**/part/note") as asked:
        page.evaluate("htmx.ajax('POST', '/part/note', {target: '#messages'})")
    assert asked.value.headers["x-csrftoken"] == "not-checked-here"


def test_errors_are_tied_to_their_fields(opens: Opens) -> None:
    page = opens("page/claim")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Due date").click()
    field = page.get_by_label("Due date")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("The due date is before the invoice date.")
    expect(page.get_by_label("Amount still open")).to_have_value("1.250")


def test_without_scripts_panels_are_links_and_files_can_be_sent(opens: Opens) -> None:
    case = opens("page/case", scripts=False)
    case.get_by_role("link", name="Show What happened").click()
    expect(case.locator("body")).to_contain_text("Case accepted")
    claim = opens("page/claim", scripts=False)
    expect(claim.get_by_role("button", name="Send the files")).to_be_visible()
    expect(claim.locator('input[type="file"]')).to_be_visible()
    expect(opens("page/login", scripts=False).locator(".reveal")).to_be_hidden()
