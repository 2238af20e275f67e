"""Evidence behind the link: what may be shown, to who passed the check, and nothing in it runs."""

import pytest

from agency.cases.models import Case
from creditor.evidence import services as evidence
from creditor.evidence.models import Document, EvidenceKind
from portal.accounts.permissions import Role
from portal.security import SANDBOX
from portal.web import get
from tests import hostile
from tests.office import Office
from tests.portal.pay.conftest import Opens, Payer, path_of, text_of


@pytest.fixture
def invoice(office: Office, payer: Payer) -> Document:
    """A picture of an invoice, given with the claim."""
    return add(office, payer, EvidenceKind.INVOICE)


def add(office: Office, payer: Payer, kind: EvidenceKind, data: bytes = b"") -> Document:
    with office.at_work():
        claim = get(Case, payer.case_id).claims[0]
        by = office.person(Role.OWNER, claim.creditor_id).user
        return evidence.add(claim, data or hostile.png(), "invoice 614.png", kind, by=by)


def test_a_document_is_listed_and_opens_in_a_sandbox(payer: Payer, invoice: Document) -> None:
    page = payer.open()
    assert "The invoice invoice 614.png, 1 KB" in text_of(page)
    answer = payer.open(f"/documents/{invoice.id}")
    assert answer.status_code == 200
    assert answer.data == hostile.png()
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_no_picture_is_saved_and_not_shown(office: Office, payer: Payer) -> None:
    document = add(office, payer, EvidenceKind.ORDER, hostile.pdf())
    answer = payer.open(f"/documents/{document.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == SANDBOX


def test_what_is_not_for_debtors_is_neither_listed_nor_opened(
    office: Office, payer: Payer, invoice: Document
) -> None:
    letter = add(office, payer, EvidenceKind.CORRESPONDENCE, hostile.pdf())
    assert str(letter.id) not in payer.open().text
    assert payer.open(f"/documents/{letter.id}").status_code == 404


def test_nobody_opens_a_document_without_the_check(
    office: Office, opens_link: Opens, payer: Payer, invoice: Document
) -> None:
    stranger = opens_link(case_id=payer.case_id)
    answer = stranger.open(f"/documents/{invoice.id}")
    assert answer.status_code == 302
    assert hostile.png() not in answer.data


def test_a_document_of_another_case_is_not_there(
    office: Office, payer: Payer, invoice: Document
) -> None:
    other = office.accepted_case()
    path = path_of(office, other)
    payer.client.post(path, data={"answer": "3511 AB"})
    assert payer.client.get(f"{path}/documents/{invoice.id}").status_code == 404
