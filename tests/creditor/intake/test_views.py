"""The pages of a hand-over: one claim or a file, the quote, the acceptance, and every way to say no."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from agency.cases.models import Case, Claim, Debtor
from creditor.intake.models import Batch
from portal.accounts.permissions import Role
from portal.i18n import LOCALES
from tests import hostile
from tests.creditor.handover import Clerk, count, text_of
from tests.office import Office, rows
from tests.worker import run_jobs

UBL = Path(__file__).parents[4] / "shared/data/einvoice/ubl/base-example.xml"


def test_a_claim_typed_in_is_quoted_and_nothing_is_handed_over_yet(
    office: Office, clerk: Clerk
) -> None:
    answer = clerk.type_in()
    assert answer.status_code == 302
    page = text_of(clerk.browser.get(answer.location).text)
    for fact in (
        "Bakkerij Korst B.V.",
        "€1,234.50",
        "15 % success fee",
        "Add an order or a contract and a proof of delivery: 15 % → 12 %",
        "Fee if nothing is paid None",
        "€185.18",
    ):
        assert fact in page, fact
    assert count(office, Claim) == 0


def test_an_accepted_claim_becomes_a_case_and_says_what_to_do_now(
    office: Office, clerk: Clerk
) -> None:
    page = clerk.type_in().location
    assert clerk.accept(page).status_code == 302
    shown = clerk.browser.get(page).text
    assert "credit hold" in shown
    with office.at_work():
        [case], [claim], [debtor] = rows(Case), rows(Claim), rows(Debtor)
        assert f"/creditor/cases/{case.id}" in shown
        assert claim.principal_minor == 123450
        assert debtor.postcode == "3511 AB"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("principal", "1.234", "can be read in two ways"),
        ("principal", "twelve", "is not an amount"),
        ("due_date", "2027-01-01", "has not passed"),
        ("due_date", "2026-02-31", "There is no such day"),
        ("invoice_date", "1990-01-01", "more than 30 years ago"),
        ("postcode", "99", "is not a Dutch postcode"),
        ("debtor_email", "nobody", "e-mail address"),
        ("debtor_name", "", "Fill this in"),
        ("debtor_kind", "martian", "Choose one of the list"),
        ("reminded_on", "2027-11-01", "This day lies in the future"),
    ],
)
def test_a_field_that_is_wrong_says_so_beside_it_and_keeps_what_was_typed(
    office: Office, clerk: Clerk, field: str, typed: str, said: str
) -> None:
    answer = clerk.type_in(**{field: typed})
    assert answer.status_code == 422
    summary = answer.text[answer.text.index("error-summary") :]
    assert f'href="#f-{field}"' in summary
    assert said in text_of(answer.text)
    assert "Flour, twelve sacks" in answer.text
    if typed and field != "debtor_kind":
        assert f'value="{typed}"' in answer.text
    assert count(office, Batch) == 0


def test_a_letter_to_a_consumer_has_a_day_and_a_way(clerk: Clerk) -> None:
    assert "Say how the letter went" in clerk.type_in(reminded_on="2026-11-01").text
    assert "Say when the letter went" in clerk.type_in(reminded_channel="post").text


def test_an_invoice_that_is_with_us_already_is_refused_beside_its_number(clerk: Clerk) -> None:
    clerk.accept(clerk.type_in().location)
    answer = clerk.type_in()
    assert answer.status_code == 422
    assert "Invoice F-1001 was handed over before." in text_of(answer.text)


def test_the_example_file_can_be_handed_over_as_it_is(clerk: Clerk) -> None:
    example = clerk.browser.get("/creditor/claims/example.csv").data
    page = clerk.drop(example).location
    assert clerk.batch(page)["rows_refused"] == 0
    assert clerk.batch(page)["rows_total"] == 2


def test_a_file_dropped_where_scripts_run_is_answered_by_a_line_of_the_list(clerk: Clerk) -> None:
    answer = clerk.drop(hostile.csv_rows(3), by_script=True)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<li")
    assert "3 rows, 0 refused" in text_of(answer.text)
    again = clerk.drop(hostile.csv_rows(3), by_script=True)
    assert "sent this very file before" in again.text


def test_the_example_of_ubl_becomes_a_claim(office: Office, clerk: Clerk) -> None:
    if not UBL.exists():
        pytest.skip("The published examples are not here (../shared/data/einvoice).")
    page = clerk.drop(UBL.read_bytes(), "base-example.xml").location
    clerk.accept(page)
    with office.at_work():
        [claim], [debtor] = rows(Claim), rows(Debtor)
    assert (claim.invoice_no, claim.principal_minor, claim.currency) == ("Snippet1", 165625, "EUR")
    assert (str(claim.invoice_date), str(claim.due_on)) == ("2017-11-13", "2017-12-01")
    assert debtor.name == "Buyer Official Name"
    assert (debtor.vat_no, debtor.org_no) == ("SE4598375937", "39937423947")
    assert (debtor.street, debtor.city, debtor.country) == (
        "Hovedgatan 32, Po box 878", "Stockholm", "SE",
    )  # fmt: skip
    assert debtor.kind == "business"


def test_a_bad_row_is_refused_with_its_reason_and_the_good_ones_stay(clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_with_impossible_dates()).location
    batch = clerk.batch(page)
    assert (batch["rows_total"], batch["rows_refused"]) == (3, 1)
    shown = text_of(clerk.browser.get(f"{page}?rows=refused").text)
    assert "“31-02-2026” does not exist in the calendar." in shown
    assert "Hand over 2 claims" in shown


def test_refused_rows_come_back_as_a_table_that_can_be_mended_and_sent_again(clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_with_impossible_dates()).location
    answer = clerk.browser.get(f"{page}/refused.csv")
    text = answer.data.decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text), delimiter=";")
    assert row["line"] == "3"
    assert "does not exist" in row["problem"]
    mended = text.replace("31-02-2026", "28-02-2026")
    again = clerk.drop(mended.encode("utf-8-sig"), "mended.csv").location
    assert clerk.batch(again)["rows_refused"] == 0


def test_a_refused_row_cannot_become_a_formula_in_the_table(clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_with_formula()).location
    text = clerk.browser.get(f"{page}/refused.csv").data.decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text), delimiter=";")
    assert row["debtor_name"].startswith("'=HYPERLINK")


def test_a_phone_number_with_a_plus_survives_the_way_through_the_table(clerk: Clerk) -> None:
    header = f"{hostile.HEADER};debtor_phone"
    row = hostile.ROW.format(
        number="F1", principal="12,50", invoice_date="2026-01-15", due_date="2026-31-02"
    )
    page = clerk.drop(hostile.csv_of([f"{row};+31 20 555 0100"], header)).location
    text = clerk.browser.get(f"{page}/refused.csv").data.decode("utf-8-sig")
    assert "'+31 20 555 0100" in text
    again = clerk.drop(text.replace("2026-31-02", "2026-02-15").encode(), "mended.csv").location
    [kept] = clerk.rows(again)
    assert kept.claim["debtor_phone"] == "+31 20 555 0100"


def test_large_work_shows_its_progress_and_then_the_page(office: Office, clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_rows(600)).location
    assert "Reload" in clerk.browser.get(page).text, "it works without scripts"
    part = clerk.browser.get(f"{page}/progress", headers={"HX-Request": "true"})
    assert "<progress" in part.text
    run_jobs(office)
    part = clerk.browser.get(f"{page}/progress", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    clerk.accept(page)
    assert "Handing the claims over" in clerk.browser.get(page).text


def test_a_long_hand_over_is_read_page_by_page(clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_rows(45)).location
    seen: list[str] = []
    url = page
    while url:
        html = clerk.browser.get(url).text
        seen += re.findall(r"Invoice (F\d+)", html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        url = found[1].replace("&amp;", "&") if found else ""
    assert seen == [f"F{number}" for number in range(1, 46)]


def test_acceptance_of_figures_that_have_changed_shows_the_new_ones(
    office: Office, clerk: Clerk
) -> None:
    page = clerk.type_in().location
    answer = clerk.browser.post(f"{page}/acceptance", data={"shown": "1 1.00 EUR 0.10 EUR"})
    assert answer.status_code == 409
    assert "The fee has changed since it was shown" in answer.text
    assert "€185.18" in answer.text
    assert count(office, Claim) == 0


def test_what_was_discarded_is_gone_from_the_list_and_not_accepted(
    office: Office, clerk: Clerk
) -> None:
    page = clerk.drop(hostile.csv_rows(2)).location
    shown = re.search(r'name="shown"\s+value="([^"]+)"', clerk.browser.get(page).text)
    assert shown
    assert clerk.browser.post(f"{page}/discard").status_code == 302
    assert "claims.csv" not in clerk.browser.get("/creditor/claims").text
    answer = clerk.browser.post(f"{page}/acceptance", data={"shown": shown[1]})
    assert answer.status_code == 409
    assert count(office, Claim) == 0


def test_a_row_can_be_told_to_be_a_business(clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_rows(1)).location
    [row] = clerk.rows(page)
    url = f"{page}/rows/{row.id}"
    assert "Consumer" in clerk.browser.get(url).text
    sent = {"debtor_kind": "business", "reminded_on": "2026-11-01", "reminded_channel": "post"}
    assert clerk.browser.post(url, data=sent).status_code == 302
    [row] = clerk.rows(page)
    assert row.claim["debtor_kind"] == "business"
    assert row.claim["reminded_on"] == "2026-11-01"
    later = clerk.browser.post(url, data=sent | {"reminded_on": "2027-11-01"})
    assert later.status_code == 422
    assert "lies in the future" in later.text


def test_a_customers_language_is_any_that_debtors_read(office: Office) -> None:
    owner = office.sign_in(office.person(Role.OWNER, office.new_creditor()))
    page = owner.get("/creditor/claims/new").text
    choice = page[page.index('name="language"') :]
    choice = choice[: choice.index("</select>")]
    assert re.findall(r'value="(\w+)"', choice) == list(LOCALES)
