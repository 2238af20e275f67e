"""Dropping proof, reading it beside the claim, and who may see it."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from agency.cases.models import Case
from creditor.evidence.models import Document
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.web import get
from tests import hostile
from tests.creditor.handover import Clerk, clerk_of, count, text_of
from tests.office import Office, open_office, rows

STAFF = "/agency/evidence"


@pytest.fixture
def page(clerk: Clerk) -> str:
    return str(clerk.type_in().location)


@pytest.fixture
def row(clerk: Clerk, page: str) -> str:
    return f"rows/{clerk.rows(page)[0].id}"


def handed_over(clerk: Clerk, page: str, row: str, *names: str) -> tuple[Case, list[Document]]:
    for pages, name in enumerate(names or ("order.pdf",), start=1):
        data = hostile.png() if name.endswith("png") else hostile.pdf(pages)
        data = hostile.mail() if name.endswith("eml") else data
        clerk.prove(row, data, name, "order")
    clerk.accept(page)
    with clerk.office.at_work():
        return rows(Case)[0], rows(Document)


def test_a_dropped_document_is_listed_and_the_quote_is_asked_for_again(
    clerk: Clerk, page: str, row: str
) -> None:
    answer = clerk.prove(row, hostile.pdf(), "vrachtbrief.pdf", "delivery_proof", by_script=True)
    assert answer.status_code == 200
    assert "vrachtbrief.pdf" in answer.text
    event = f"evidence-{row.removeprefix('rows/')}"
    assert answer.headers["HX-Trigger"] == event
    html = clerk.browser.get(page).text
    assert html.count(f"{event} from:body") == 2, "the quote and the figures wait for it"
    clerk.prove(row, hostile.pdf(2), "order.pdf", "order", by_script=True)
    quote = clerk.browser.get(f"{page}/{row}/quote", headers={"HX-Request": "true"})
    assert "12 % success fee" in text_of(quote.text)
    figures = clerk.browser.get(f"{page}/figures", headers={"HX-Request": "true"})
    assert "€148.14" in figures.text


def test_without_scripts_the_page_of_the_claim_comes_back(
    clerk: Clerk, page: str, row: str
) -> None:
    answer = clerk.prove(row, hostile.jpeg(), "foto.jpg", "delivery_proof")
    assert answer.status_code == 302
    assert page in answer.location
    shown = text_of(clerk.browser.get(page).text)
    assert "foto.jpg" in shown
    assert "Add an order or a contract: 15 % → 12 %" in shown


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (hostile.truncated_pdf, "order.pdf", "cut off"),
        (hostile.encrypted_pdf, "order.pdf", "password"),
        (hostile.pdf_with_launch, "order.pdf", "starts another program"),
        (hostile.pdf_with_executable, "order.pdf", "program attached"),
        (hostile.zip_bomb, "order.pdf", "Here you can send"),
        (hostile.pixel_bomb, "order.png", "pixels"),
        (hostile.svg_with_script, "order.png", "web page or"),
        (lambda: hostile.html_as_png()[1], "order.png", "web page or"),
        (lambda: hostile.csv_rows(1), "order.csv", "Here you can send"),
        (lambda: hostile.mail(("a.exe", hostile.EXECUTABLE)), "mail.eml", "program attached"),
    ],
)
def test_a_hostile_document_is_refused_in_words_and_not_kept(
    office: Office, clerk: Clerk, row: str, make: Callable[[], bytes], name: str, said: str
) -> None:
    for by_script in (False, True):
        answer = clerk.prove(row, make(), name, "order", by_script=by_script)
        assert answer.status_code == 409
        assert said in text_of(answer.text[answer.text.index("error-summary") :])
    assert count(office, Document) == 0


def test_a_kind_that_does_not_exist_and_no_file_at_all_are_told(clerk: Clerk, row: str) -> None:
    assert clerk.prove(row, hostile.pdf(), "a.pdf", "wish").status_code == 422
    answer = clerk.browser.post(f"/creditor/evidence/{row}", data={"kind": "order"})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_a_document_is_taken_back_with_a_press(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    clerk.prove(row, hostile.pdf(), "order.pdf", "order")
    with office.at_work():
        document = rows(Document)[0].id
    answer = clerk.browser.post(f"/creditor/evidence/{document}/removal")
    assert answer.status_code == 302
    assert page in answer.location
    assert "order.pdf" not in clerk.browser.get(page).text.partition("claim-head")[2]


def test_more_proof_is_added_to_a_claim_from_its_case(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    case, _ = handed_over(clerk, page, row)
    with office.at_work():
        claim = get(Case, case.id).claims[0].id
    answer = clerk.prove(f"claims/{claim}", hostile.pdf(7), "later.pdf", "correspondence")
    assert f"/creditor/cases/{case.id}" in answer.location
    shown = text_of(clerk.browser.get(f"/creditor/cases/{case.id}").text)
    assert "later.pdf" in shown
    assert "added evidence" in shown


def test_staff_read_a_document_beside_its_claim(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    case, [order, scan, mail] = handed_over(clerk, page, row, "order.pdf", "scan.png", "mail.eml")
    staff = office.sign_in(office.collector)
    panel = staff.get(f"{STAFF}/cases/{case.id}", headers={"HX-Request": "true"}).text
    assert panel.count(f'href="{STAFF}/') == 3
    beside = staff.get(f"{STAFF}/{order.id}").text
    assert "F-1001" in beside
    assert '<iframe class="evidence-frame"' in beside
    assert f"{STAFF}/{scan.id}/file" in staff.get(f"{STAFF}/{scan.id}").text
    assert "<iframe" not in staff.get(f"{STAFF}/{mail.id}").text
    assert "It opens in your mail program" in staff.get(f"{STAFF}/{mail.id}").text


def test_a_document_is_framed_by_our_own_pages_alone_and_runs_nothing(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    _, [order, scan, mail] = handed_over(clerk, page, row, "order.pdf", "scan.png", "mail.eml")
    staff = office.sign_in(office.collector)
    for document in (order, scan):
        file = staff.get(f"{STAFF}/{document.id}/file")
        assert "frame-ancestors 'self'" in file.headers["Content-Security-Policy"]
        assert "default-src 'none'" in file.headers["Content-Security-Policy"]
        assert file.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert file.headers["Cache-Control"] == "no-store"
        assert file.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in staff.get(f"{STAFF}/{scan.id}/file").headers["Content-Security-Policy"]
    message = staff.get(f"{STAFF}/{mail.id}/file")
    assert message.headers["Content-Disposition"].startswith("attachment")
    assert message.headers["X-Frame-Options"] == "DENY"
    kept = staff.get(f"{STAFF}/{order.id}/download")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["X-Frame-Options"] == "DENY"
    assert kept.data == hostile.pdf(1)


def test_a_collector_hides_a_document_from_the_debtor_and_shows_it_again(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    _, [order] = handed_over(clerk, page, row)
    staff = office.sign_in(office.collector)
    for sent, shown in (({}, False), ({"shown": "true"}, True)):
        assert staff.post(f"{STAFF}/{order.id}/shown", data=sent).status_code == 302
        with office.at_work():
            assert get(Document, order.id).shown_to_debtor is shown
    assert count(office, Event, Event.kind == "evidence.hidden") == 1
    finance = office.sign_in(office.finance)
    assert "Hide from the debtor" not in finance.get(f"{STAFF}/{order.id}").text
    assert finance.post(f"{STAFF}/{order.id}/shown", data={}).status_code == 403


def test_staff_do_not_see_what_a_creditor_is_still_preparing(
    office: Office, clerk: Clerk, row: str
) -> None:
    clerk.prove(row, hostile.pdf(), "order.pdf", "order")
    with office.at_work():
        document = rows(Document)[0].id
    staff = office.sign_in(office.collector)
    for path in ("", "/file", "/download"):
        assert staff.get(f"{STAFF}/{document}{path}").status_code == 404


def test_another_creditors_and_another_agencys_people_find_no_document(
    app: Flask, office: Office, clerk: Clerk, page: str, row: str
) -> None:
    case, [order] = handed_over(clerk, page, row)
    elsewhere = open_office(app)
    with office.at_work():
        claim = get(Case, case.id).claims[0].id
    for stranger in (clerk_of(office), clerk_of(elsewhere)):
        assert stranger.browser.get(f"/creditor/evidence/{order.id}/file").status_code == 404
        assert stranger.browser.post(f"/creditor/evidence/{order.id}/removal").status_code == 404
        for subject in (row, f"claims/{claim}"):
            assert stranger.browser.get(f"/creditor/evidence/{subject}").status_code == 404
            assert stranger.prove(subject, hostile.pdf(), "a.pdf", "order").status_code == 404
    staff = elsewhere.sign_in(elsewhere.collector)
    for path in (f"cases/{case.id}", f"{order.id}", f"{order.id}/file", f"{order.id}/download"):
        assert staff.get(f"{STAFF}/{path}").status_code == 404
    assert count(office, Document) == 1


def test_a_viewer_looks_at_proof_and_adds_none(
    office: Office, clerk: Clerk, page: str, row: str
) -> None:
    case, [order] = handed_over(clerk, page, row)
    viewer = Clerk(office, clerk.creditor_id, Role.VIEWER)
    assert viewer.browser.get(f"/creditor/evidence/{order.id}/file").status_code == 200
    claim = uuid.UUID(str(order.claim_id))
    assert viewer.prove(f"claims/{claim}", hostile.pdf(3), "a.pdf", "order").status_code == 403
    assert "Drop files here" not in viewer.browser.get(f"/creditor/cases/{case.id}").text
