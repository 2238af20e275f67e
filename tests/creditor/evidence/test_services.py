"""Evidence lowers the fee while nothing is handed over, then goes along with the claim and stays."""

import threading
import uuid
from decimal import Decimal

import pytest

from agency.cases.models import Case, Claim
from creditor.evidence import services
from creditor.evidence.models import Document, EvidenceKind
from creditor.intake.models import Batch, Row
from portal.audit.models import Event
from portal.errors import NotFound, Refused
from portal.web import get
from tests import hostile
from tests.creditor.handover import Clerk, count
from tests.office import rows

ORDER, DELIVERY = EvidenceKind.ORDER, EvidenceKind.DELIVERY_PROOF


@pytest.fixture
def page(clerk: Clerk) -> str:
    return str(clerk.type_in().location)


def row_of(clerk: Clerk, page: str) -> uuid.UUID:
    return clerk.rows(page)[0].id


def add(
    clerk: Clerk, row_id: uuid.UUID, kind: EvidenceKind = ORDER, pages: int = 1, name: str = "a.pdf"
) -> uuid.UUID:
    with clerk.office.at_work(clerk.creditor_id):
        return services.add(
            get(Row, row_id), hostile.pdf(pages), name, kind, by=clerk.person.user
        ).id


def remove(clerk: Clerk, document_id: uuid.UUID) -> None:
    with clerk.office.at_work(clerk.creditor_id):
        services.remove(get(Document, document_id), by=clerk.person.user)


def fee_of(clerk: Clerk, row_id: uuid.UUID) -> Decimal | None:
    with clerk.office.at_work():
        return get(Row, row_id).fee_percent


def test_order_and_proof_of_delivery_cut_the_fee(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    assert fee_of(clerk, row) == 15
    add(clerk, row, ORDER)
    assert fee_of(clerk, row) == 15
    add(clerk, row, DELIVERY, pages=2)
    assert fee_of(clerk, row) == 12


def test_what_is_taken_back_no_longer_cuts_it(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    add(clerk, row, ORDER)
    document = add(clerk, row, DELIVERY, pages=2)
    remove(clerk, document)
    remove(clerk, document)
    assert fee_of(clerk, row) == 15
    assert count(clerk.office, Event, Event.kind == "evidence.removed") == 1


def test_what_was_taken_back_can_be_added_again(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    first = add(clerk, row, ORDER)
    remove(clerk, first)
    assert add(clerk, row, DELIVERY) == first
    with clerk.office.at_work():
        [document] = services.documents_of(get(Row, row))
        assert document.kind == DELIVERY


def test_the_same_document_twice_is_kept_once(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    assert add(clerk, row, ORDER) == add(clerk, row, ORDER, name="again.pdf")
    assert count(clerk.office, Document) == 1
    assert count(clerk.office, Event, Event.kind == "evidence.added") == 1


def test_two_documents_at_once_both_count(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    together = threading.Barrier(2)

    def send(kind: EvidenceKind, pages: int) -> None:
        with clerk.office.app.app_context():
            together.wait(10)
            add(clerk, row, kind, pages)

    threads = [threading.Thread(target=send, args=each) for each in ((ORDER, 1), (DELIVERY, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert fee_of(clerk, row) == 12


def test_documents_go_along_with_the_claim_and_stay(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    document_id = add(clerk, row, ORDER)
    clerk.accept(page)
    with clerk.office.at_work():
        [claim], document = rows(Claim), get(Document, document_id)
        assert (document.claim_id, document.case_id) == (claim.id, claim.case_id)
    with pytest.raises(Refused, match="cannot be removed"):
        remove(clerk, document_id)


def test_a_document_added_after_acceptance_proves_the_claim_and_leaves_its_fee(
    clerk: Clerk, page: str
) -> None:
    row = row_of(clerk, page)
    clerk.accept(page)
    add(clerk, row, ORDER)
    add(clerk, row, DELIVERY, pages=2)
    with clerk.office.at_work():
        [claim] = rows(Claim)
        assert claim.fee_percent == 15
        assert {each.case_id for each in rows(Document)} == {claim.case_id}
        assert len(rows(Event, Event.case_id == claim.case_id, Event.kind == "evidence.added")) == 2


def test_nobody_accepts_a_fee_that_rose_because_proof_was_taken_back(
    clerk: Clerk, page: str
) -> None:
    row = row_of(clerk, page)
    add(clerk, row, ORDER)
    document = add(clerk, row, DELIVERY, pages=2)
    html = clerk.browser.get(page).text
    remove(clerk, document)
    shown = html.partition('name="shown"')[2].partition('value="')[2].partition('"')[0]
    answer = clerk.browser.post(f"{page}/acceptance", data={"shown": shown})
    assert answer.status_code == 409
    with clerk.office.at_work():
        assert get(Batch, clerk.batch(page)["id"]).is_open


def test_twenty_documents_are_enough(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    for pages in range(1, services.MOST + 1):
        add(clerk, row, ORDER, pages=pages)
    with pytest.raises(Refused, match="20 documents already"):
        add(clerk, row, ORDER, pages=services.MOST + 1)


def test_a_debtor_sees_what_is_shown_and_nothing_else(clerk: Clerk, page: str) -> None:
    row = row_of(clerk, page)
    seen = add(clerk, row, ORDER)
    letters = add(clerk, row, EvidenceKind.CORRESPONDENCE, pages=2)
    clerk.accept(page)
    with clerk.office.at_work():
        case, desk = rows(Case)[0], services.ForDebtors()
        assert [each.id for found in desk.list(case).values() for each in found] == [seen]
        assert desk.open(case, seen).content.read() == hostile.pdf(1)
        with pytest.raises(NotFound):
            desk.open(case, letters)
        services.show_to_debtor(get(Document, seen), shown=False, by=clerk.office.collector.user)
        assert desk.list(case) == {}
        with pytest.raises(NotFound):
            desk.open(case, seen)
