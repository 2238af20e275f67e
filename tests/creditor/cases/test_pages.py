"""A creditor sees its own cases to the cent, answers what it is asked, and sees nobody else's."""

import csv
import re
import uuid
from datetime import timedelta
from io import StringIO

from flask import Flask
from flask.testing import FlaskClient

from agency.cases import paylinks, services
from agency.cases.models import Case, Mover, Review
from agency.charges.services import owed
from agency.notices.models import Notice
from agency.payments.models import Allocation
from portal import clock, db
from portal.accounts.permissions import Role
from portal.filters import money
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay, refund
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.watching import statements

CASES = "/creditor/cases/"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return text_of(answer.text)


def ask(office: Office, case_id: uuid.UUID, text: str = "Who signed for it?") -> uuid.UUID:
    with office.at_work():
        return services.ask(get(Case, case_id), text, by=office.collector.user).id


def test_a_newcomer_is_told_how_to_begin(owner: FlaskClient) -> None:
    page = shown(owner, "/creditor/")
    assert "Hand over an overdue invoice" in page
    assert "Your money" not in page
    assert owner.get(CASES).status_code == 200


def test_the_first_page_says_what_needs_the_creditor_and_until_when(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.place(creditor, new_claim(debtor=new_debtor(name="Bakkerij Korst")))
    office.accepted_case(creditor)
    ask(office, case_id)
    html = owner.get("/creditor/").text
    page = text_of(html)
    assert "We have a question about Bakkerij Korst" in page
    assert "Who signed for it?" in page
    assert "in 7 days" in page
    assert f"{CASES}{case_id}" in html
    assert "The agency is to move 1 case" in page
    assert "Wait for you 1 case" in page


def test_an_answered_question_needs_nobody(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.place(creditor)
    review_id = ask(office, case_id)
    path = f"{CASES}{case_id}/answer"
    assert owner.post(path, data={"reply": "The baker himself."}).status_code in (302, 303)
    with office.at_work():
        review, case = get(Review, review_id), get(Case, case_id)
        assert review.reply == "The baker himself."
        assert case.mover == Mover.AGENCY
    assert "Who signed for it?" not in shown(owner, "/creditor/")
    assert "answered the question" in shown(owner, f"{CASES}{case_id}")
    again = owner.post(path, data={"reply": "Or his wife."})
    assert again.status_code == 409
    assert "answered already" in again.text


def test_an_empty_answer_is_shown_again_beside_its_question(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.place(creditor)
    path = f"{CASES}{case_id}/answer"
    ask(office, case_id)
    answer = owner.post(path, data={"reply": ""})
    assert answer.status_code == 422
    assert "Your answer" in answer.text
    assert "Who signed for it?" in answer.text


def test_a_viewer_reads_and_does_not_answer(office: Office, creditor: uuid.UUID) -> None:
    case_id = office.place(creditor)
    ask(office, case_id)
    viewer = office.sign_in(office.person(Role.VIEWER, creditor))
    html = viewer.get(f"{CASES}{case_id}").text
    assert "Who signed for it?" in html
    assert "Send the answer" not in html
    assert "evidence/claims" not in html
    path = f"{CASES}{case_id}/answer"
    assert viewer.post(path, data={"reply": "Me."}).status_code == 403


def test_a_case_without_a_question_takes_no_answer(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    one, other = office.place(creditor), office.place(creditor)
    review_id = ask(office, one)
    assert owner.post(f"{CASES}{other}/answer", data={"reply": "Me."}).status_code == 409
    with office.at_work():
        assert get(Review, review_id).replied_at is None


def test_a_payment_is_there_to_the_cent(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.accepted_case(creditor, new_claim(invoice_no="F-77"))
    pay(office, case_id, Money(33333))
    with office.at_work():
        [part] = rows(Allocation, Allocation.case_id == case_id)
        fee, vat, net = part.fee, part.fee_vat, part.net
    assert (fee.minor, vat.minor, net.minor) == (5000, 1050, 27283)
    for page in (shown(owner, f"{CASES}{case_id}"), shown(owner, "/creditor/")):
        for amount in ("333.33", "60.50", "272.83"):
            assert amount in page
    assert "333.33" in shown(owner, CASES)


def test_what_is_owed_is_what_the_agency_sees(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.accepted_case(creditor)
    pay(office, case_id, Money(33333))
    with office.at_work():
        figures = owed(get(Case, case_id), clock.today())
        assert figures.principal.minor > 0
        amounts = [money(part) for part in (figures.principal, figures.paid, figures.total)]
    page = shown(owner, f"{CASES}{case_id}")
    for amount in amounts:
        assert amount in page


def test_money_that_went_back_is_taken_off(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.accepted_case(creditor)
    refund(office, pay(office, case_id, Money(33333)))
    page = shown(owner, f"{CASES}{case_id}")
    assert "given back" in page
    assert "272.83" not in page
    assert "The payer asks for it" in page
    assert "requested_by_customer" not in page


def test_the_list_is_narrowed_by_state_move_and_words(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    review = office.place(creditor, new_claim(debtor=new_debtor(name="Bakkerij Korst")))
    worked = office.accepted_case(
        creditor, new_claim(invoice_no="F-2026-9", debtor=new_debtor(name="Slagerij Ham"))
    )
    closed = office.place(creditor, new_claim(debtor=new_debtor(name="Visser Vis")))
    with office.at_work():
        services.refuse(get(Case, closed), "Not served.", by=office.collector.user)
        get(Case, worked).waits_for(Mover.DEBTOR, "pay", clock.today() + timedelta(days=5))

    def found(query: str) -> set[uuid.UUID]:
        page = owner.get(f"{CASES}?{query}").text
        return {case for case in (review, worked, closed) if f"{CASES}{case}" in page}

    assert found("") == {review, worked, closed}
    assert found("state=open") == {review, worked}
    assert found("state=review") == {review}
    assert found("state=closed") == {closed}
    assert found("q=korst") == {review}
    assert found("q=F-2026-9") == {worked}
    assert found("q=nobody") == set()
    assert found("state=mine") == set()


def test_the_table_is_safe_in_a_spreadsheet_and_follows_the_filters(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    formula = office.accepted_case(creditor, new_claim(debtor=new_debtor(name="=1+1")))
    office.place(creditor, new_claim(debtor=new_debtor(name="Bakkerij Korst")))
    office.accepted_case(office.new_creditor(), new_claim(debtor=new_debtor(name="Elsewhere")))
    pay(office, formula, Money(33333))
    answer = owner.get(f"{CASES}cases.csv")
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [line["debtor"] for line in lines] == ["Bakkerij Korst", "'=1+1"]
    assert lines[1]["paid"] == "333.33"
    narrowed = owner.get(f"{CASES}cases.csv?state=review").data.decode("utf-8-sig")
    assert "Korst" in narrowed
    assert "1+1" not in narrowed


def test_another_creditors_and_another_agencys_people_find_nothing(
    app: Flask, office: Office, creditor: uuid.UUID
) -> None:
    case_id = office.place(creditor)
    ask(office, case_id)
    elsewhere = open_office(app)
    strangers = [
        office.sign_in(office.person(Role.OWNER, office.new_creditor())),
        elsewhere.sign_in(elsewhere.person(Role.OWNER, elsewhere.new_creditor())),
        office.sign_in(office.collector),
    ]
    for stranger in strangers:
        assert stranger.get(f"{CASES}{case_id}").status_code == 404
        path = f"{CASES}{case_id}/answer"
        assert stranger.post(path, data={"reply": "Me."}).status_code == 404
    for stranger in strangers[:2]:
        assert str(case_id) not in stranger.get(CASES).text
        assert "Who signed" not in stranger.get("/creditor/").text


def test_the_timeline_tells_of_the_case_and_not_of_the_office(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id = office.accepted_case(creditor)
    with office.at_work():
        paylinks.link_for(get(Case, case_id), by=office.collector.user)
    page = shown(owner, f"{CASES}{case_id}")
    assert "accepted the new claims" in page
    assert "made a payment link" not in page


def test_more_cases_cost_no_more_queries(
    app: Flask, office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    def queries() -> int:
        with statements(app) as sent:
            assert owner.get(CASES).status_code == 200
        return len(sent)

    office.accepted_case(creditor)
    few = queries()
    for number in range(6):
        case_id = office.accepted_case(creditor)
        if number % 2:
            pay(office, case_id, Money(1000))
    assert queries() == few


def test_a_notice_can_be_read_once_it_went_out(
    office: Office, creditor: uuid.UUID, owner: FlaskClient
) -> None:
    case_id, other = office.accepted_case(creditor), office.accepted_case(creditor)
    pdf = b"%PDF-1.7 as it was sent"
    with office.at_work():
        stored = office.app.extensions["storage"].put(pdf, prefix=str(office.agency_id))
        notice = Notice(
            id=new_key(),
            creditor_id=creditor,
            case_id=case_id,
            kind="demand",
            locale="nl",
            channel="post",
            subject="Demand",
            written_on=clock.today(),
            due_on=clock.today(),
            currency="EUR",
            total_minor=100_000,
            facts={},
            file_key=stored.key,
            sha256=stored.sha256,
            rendered_at=clock.now(),
        )
        db.session.add(notice)
    path = f"{CASES}{case_id}/notices/{notice.id}"
    assert path not in owner.get(f"{CASES}{case_id}").text
    assert owner.get(path).status_code == 404
    with office.at_work():
        get(Notice, notice.id).dispatched_at = clock.now()
    assert path in owner.get(f"{CASES}{case_id}").text
    assert owner.get(path).data == pdf
    assert owner.get(f"{CASES}{other}/notices/{notice.id}").status_code == 404
    stranger = office.sign_in(office.person(Role.OWNER, office.new_creditor()))
    assert stranger.get(path).status_code == 404
