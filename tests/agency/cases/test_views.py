"""The case page: all that there is to a case, one thing to do next, and every step in figures."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient

from agency.cases import paylinks, requests, services
from agency.cases.models import Case, ClosureReason, HoldReason, Mover, RequestKind
from agency.law.vocabulary import DebtorKind
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal import clock
from portal.money import Money
from portal.web import get
from tests.office import Office, new_claim, new_debtor, open_office
from tests.watching import statements

CASES = "/agency/cases/"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown(client: FlaskClient, case_id: uuid.UUID) -> str:
    answer = client.get(f"{CASES}{case_id}")
    assert answer.status_code == 200
    return text_of(answer.text)


def test_the_page_says_who_owes_what_and_whose_move_it_is(
    office: Office, client: FlaskClient
) -> None:
    debtor = new_debtor(name="De Graaf Interieur", phone="+31 30 555 0119")
    case_id = office.accepted_case(office.new_creditor("Kantoorwerk"), new_claim(debtor=debtor))
    page = shown(client, case_id)
    for fact in (
        "De Graaf Interieur",
        "for Kantoorwerk",
        "business",
        "Utrecht",
        "Being collected",
        "The agency",
        "prepares the next notice",
        "in 2 days",
        "+31 30 555 0119",
        "accepted the new claims",
    ):
        assert fact in page


def test_the_sums_are_the_laws_and_add_up(office: Office) -> None:
    """121 days at 10.15 % over 1,000.00 make 33.65; costs are 15 % of it (as in the charges' tests)."""
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)

        def line(kind: AccountKind, amount: int, memo: str = "") -> Line:
            money = Money.of(amount)
            return Line(kind, money, case.creditor_id, case.id, case.claims[0].id, memo)

        post(
            NewEntry(
                key="a payment",
                kind="payment",
                text="card",
                booked_on=date(2026, 6, 30),
                lines=[
                    line(AccountKind.PROVIDER, 200),
                    line(AccountKind.CREDITOR_FUNDS, -200, "received"),
                    line(AccountKind.CLAIMS_HELD, 200),
                    line(AccountKind.OWED_INTEREST, -10),
                    line(AccountKind.OWED_PRINCIPAL, -190),
                ],
                creditor_id=case.creditor_id,
                case_id=case.id,
            )
        )
    with clock.moved_to(datetime(2026, 6, 30, 9, tzinfo=UTC)):
        page = shown(office.sign_in(office.collector), case_id)
    for fact in (
        "Principal €1,000.00 Interest €33.65 Collection costs €150.00",
        "Paid −€200.00 To pay €983.65",
    ):
        assert fact in page
    assert "2 Mar 2026 – 30 Jun 2026" in page
    assert "10.15 %" in page
    assert "art. 6:119a BW" in page


def test_a_consumer_without_the_letter_sees_why_no_costs_are_charged(
    office: Office, client: FlaskClient
) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Anna de Wit")
    page = shown(client, office.accepted_case(None, new_claim(debtor=debtor)))
    assert "No costs may be charged yet." in page


def test_where_the_law_is_not_known_the_page_says_so(office: Office, client: FlaskClient) -> None:
    debtor = new_debtor(country="IT", city="Milano")
    page = shown(client, office.accepted_case(None, new_claim(debtor=debtor)))
    assert "Not all of it could be worked out" in page


def test_new_claims_are_accepted_with_one_press(office: Office, client: FlaskClient) -> None:
    case_id = office.place(office.new_creditor())
    assert "Accept €1,000.00" in shown(client, case_id)
    answer = client.post(f"{CASES}{case_id}/acceptance", follow_redirects=True)
    assert "1 claim is accepted." in answer.text
    assert "Accept €" not in answer.text


def test_the_second_who_accepts_is_told_that_somebody_has_done_it(
    office: Office, client: FlaskClient
) -> None:
    case_id = office.accepted_case()
    answer = client.post(f"{CASES}{case_id}/acceptance")
    assert answer.status_code == 409
    assert "somebody has done it already" in answer.text
    assert "<h1>" in answer.text  # On the case page itself, as things stand now.


def test_a_question_goes_out_and_an_empty_one_does_not(office: Office, client: FlaskClient) -> None:
    case_id = office.place(office.new_creditor("Kantoorwerk"))
    empty = client.post(f"{CASES}{case_id}/question", data={"question": ""})
    assert empty.status_code == 422
    assert "What you typed is still here." in empty.text
    client.post(f"{CASES}{case_id}/question", data={"question": "Who signed?"})
    page = shown(client, case_id)
    assert "Who signed?" in page
    assert "answers the agency's question" in page.replace("&#39;", "'")


def test_refusing_shows_what_it_does_before_it_does_it(office: Office, client: FlaskClient) -> None:
    case_id = office.place(office.new_creditor(), new_claim(invoice_no="F-77"))
    before = text_of(client.get(f"{CASES}{case_id}/refusal").text)
    assert "F-77" in before
    assert "€1,000.00" in before
    assert "is closed; it has no other claims" in before
    assert client.post(f"{CASES}{case_id}/refusal", data={}).status_code == 422
    client.post(f"{CASES}{case_id}/refusal", data={"reason": "Time-barred."})
    page = shown(client, case_id)
    assert "Refused" in page
    assert "Time-barred." in page


def test_a_hold_has_a_reason_and_a_day_and_is_lifted_again(
    office: Office, client: FlaskClient
) -> None:
    case_id = office.accepted_case()
    until = clock.today() + timedelta(days=20)
    form = {"reason": "creditor_request", "until": until.isoformat(), "text": "They are talking."}
    late = client.post(f"{CASES}{case_id}/hold", data=form | {"until": clock.today().isoformat()})
    assert late.status_code == 422
    assert "Choose a day after today." in late.text
    assert "They are talking." in late.text
    client.post(f"{CASES}{case_id}/hold", data=form)
    page = shown(client, case_id)
    for fact in ("On hold", "The creditor asked for it", "They are talking.", "in 20 days"):
        assert fact in page
    assert "Lift the hold" in page
    client.post(f"{CASES}{case_id}/hold/lift")
    assert "On hold" not in shown(client, case_id)


def test_closing_shows_the_figures_and_needs_a_reason(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        paylinks.link_for(get(Case, case_id))
    before = text_of(client.get(f"{CASES}{case_id}/closure").text)
    assert "No longer collected €1," in before
    assert "shows the case as closed" in before
    refused = client.post(f"{CASES}{case_id}/closure", data={})
    assert refused.status_code == 409
    assert "Say why the creditor withdraws" in refused.text
    client.post(f"{CASES}{case_id}/closure", data={"text": "Settled between them."})
    page = shown(client, case_id)
    assert "Withdrawn" in page
    assert "Settled between them." in page
    assert "Open again" in page


def test_a_closed_case_is_opened_again_with_a_reason(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        by = office.collector.user
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Made up.")
    assert client.post(f"{CASES}{case_id}/reopening", data={}).status_code == 422
    client.post(f"{CASES}{case_id}/reopening", data={"why": "They did not."})
    assert "Being collected" in shown(client, case_id)


def test_interest_stands_still_on_a_closed_case(office: Office) -> None:
    case_id = office.accepted_case()
    march = datetime(2026, 3, 31, 9, tzinfo=UTC)
    with office.at_work(), clock.moved_to(march):
        by = office.collector.user
        services.close(get(Case, case_id), ClosureReason.WITHDRAWN, by=by, text="Made up.")
    page = shown(office.sign_in(office.collector), case_id)
    assert "through 31 Mar 2026" in page


def test_a_case_is_given_to_a_collector(office: Office, client: FlaskClient) -> None:
    case_id, collector = office.accepted_case(), office.collector
    url = f"{CASES}{case_id}/assignment"
    client.post(url, data={"collector": str(collector.membership_id)})
    with office.at_work():
        assert get(Case, case_id).collector_id == collector.membership_id
    client.post(url, data={"collector": ""})
    with office.at_work():
        assert get(Case, case_id).collector_id is None
    stranger = open_office(office.app).collector
    assert client.post(url, data={"collector": str(stranger.membership_id)}).status_code == 404


def test_the_same_debtor_at_another_creditor_is_shown_to_staff(
    office: Office, client: FlaskClient
) -> None:
    def debtor(name: str, **facts: str) -> object:
        return new_debtor(name=name, street="Oudegracht 900", postcode="3511 ZZ", **facts)

    case_id = office.accepted_case(None, new_claim(debtor=debtor("De Graaf", org_no="12345678")))
    same = office.accepted_case(
        office.new_creditor("Zonneveld"), new_claim(debtor=debtor("Graaf BV", org_no="1234 5678"))
    )
    other = office.accepted_case(None, new_claim(debtor=new_debtor(name="De Graaf")))
    page = client.get(f"{CASES}{case_id}/related").text
    assert f"{CASES}{same}" in page
    assert "Zonneveld" in page
    assert f"{CASES}{other}" not in page


def test_the_timeline_goes_back_to_the_beginning(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        for number in range(20):
            requests.make(get(Case, case_id), RequestKind.CALL_ME, phone=f"+31 6 555 {number}")
    assert "opened the case" not in shown(client, case_id)
    assert "opened the case" in text_of(client.get(f"{CASES}{case_id}/timeline").text)


def test_a_case_with_many_claims_costs_no_more_queries(office: Office, client: FlaskClient) -> None:
    small = office.accepted_case()
    debtor = new_debtor()
    large = office.accepted_case(None, *(new_claim(debtor=debtor) for _ in range(25)))

    def sent(case_id: uuid.UUID) -> int:
        with statements(office.app) as seen:
            client.get(f"{CASES}{case_id}")
        return len(seen)

    assert sent(small) == sent(large) <= 26


def test_the_one_button_follows_the_move(office: Office, client: FlaskClient) -> None:
    case_id = office.accepted_case()
    assert "Prepare a notice" in shown(client, case_id)
    with office.at_work():
        services.put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)
    page = client.get(f"{CASES}{case_id}").text
    assert f'action="{CASES}{case_id}/hold/lift"' in " ".join(page.split())
    with office.at_work():
        services.lift_hold(get(Case, case_id), by=office.collector.user)
        get(Case, case_id).waits_for(Mover.LAWYER, "release", clock.today())
    main = client.get(f"{CASES}{case_id}").text.split("<main")[1].split("</main>")[0]
    assert "btn-primary" not in main
