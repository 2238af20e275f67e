"""A file that is hostile, unreadable or too large is refused in words."""

import re
from collections.abc import Callable

import pytest

from creditor.intake.models import Batch, Row
from tests import hostile
from tests.creditor.handover import FILE, Clerk, count, text_of
from tests.office import Office
from tests.worker import run_jobs


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (hostile.truncated_pdf, "invoice.pdf", "cut off"),
        (hostile.encrypted_pdf, "invoice.pdf", "password"),
        (hostile.pdf_with_javascript, "invoice.pdf", "script"),
        (hostile.zip_bomb, "claims.xlsx", "Here you can send"),
        (hostile.nested_zip_bomb, "claims.csv", "Here you can send"),
        (hostile.xml_with_external_entity, "invoice.xml", "entities of its own"),
        (hostile.billion_laughs, "invoice.xml", "entities of its own"),
        (hostile.deep_xml, "invoice.xml", "nested more than 100 levels"),
        (hostile.wide_xml, "invoice.xml", "more than 500,000 tags"),
        (lambda: hostile.EXECUTABLE, "claims.csv", "Programs are not taken"),
        (lambda: b"", "claims.csv", "empty"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_taken_in(
    office: Office, clerk: Clerk, make: Callable[[], bytes], name: str, said: str
) -> None:
    for by_script in (False, True):
        answer = clerk.drop(make(), name, by_script=by_script)
        assert answer.status_code == 409
        [summary] = re.findall(r'<div class="error-summary.*?</div>\s*</div>', answer.text, re.S)
        assert said in text_of(summary)
    assert count(office, Batch) == 0


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (hostile.csv_with_wrong_decimals, "decimals"),
        (lambda: hostile.csv_of([], header="a;b;c"), "No line names the columns"),
        (lambda: b"\xff\xfe" + "Ré".encode("utf-16-le")[:3], "cut off"),
        (lambda: hostile.pdf_with_attachment("notes.txt", b"x"), "no electronic invoice"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_on_its_own_page(
    office: Office, clerk: Clerk, make: Callable[[], bytes], said: str
) -> None:
    data = make()
    answer = clerk.drop(data, "invoice.pdf" if data.startswith(b"%PDF") else "claims.csv")
    shown = answer if answer.status_code == 409 else clerk.browser.get(answer.location)
    assert said in text_of(shown.text)
    assert count(office, Row) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-15"])
def test_names_keep_their_letters_whatever_the_encoding(clerk: Clerk, encoding: str) -> None:
    page = clerk.drop(hostile.csv_with_dutch_names(encoding)).location
    assert "Zoë Müller-Désiré" in clerk.browser.get(page).text


def test_more_than_a_hundred_thousand_rows_are_refused_whole(office: Office, clerk: Clerk) -> None:
    page = clerk.drop(hostile.csv_rows(100_001)).location
    assert "Reading the file" in clerk.browser.get(page).text
    run_jobs(office)
    shown = text_of(clerk.browser.get(page).text)
    assert "more than 100,000 rows. Split it" in shown
    assert "Nothing of it was taken in" in shown
    assert count(office, Row) == 0


def test_a_file_over_the_limit_is_refused_before_it_is_read(office: Office, clerk: Clerk) -> None:
    answer = clerk.drop(b"x" * (27 * 1024 * 1024))
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert "It was not taken in" in answer.text
    assert count(office, Batch) == 0


def test_sending_no_file_at_all_says_so(clerk: Clerk) -> None:
    answer = clerk.browser.post(FILE, data={})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text
