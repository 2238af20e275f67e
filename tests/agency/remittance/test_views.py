"""The pages of remittances: what finance sees, what it may do, and what says no."""

import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from agency.clients.models import Creditor
from agency.clients.services import change_payout_account
from agency.remittance.models import Remittance, RemittanceState
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import approve, pay, pay_out, prepare, refund
from tests.office import Office, rows

INDEX = "/agency/remittances"


def state(office: Office, remittance_id: uuid.UUID) -> RemittanceState:
    with office.at_work():
        return get(Remittance, remittance_id).state


def page_of(remittance_id: uuid.UUID) -> str:
    return f"{INDEX}/{remittance_id}"


def new_page(creditor_id: uuid.UUID) -> str:
    return f"{INDEX}/creditors/{creditor_id}/new"


def test_the_first_page_shows_what_waits_and_where_the_money_is(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay(office, office.accepted_case(creditor_id), Money.of(50))
    pay_out(office, Money.of(30))
    text = finance.get(INDEX).text
    for figure in ("€150.00", "−€22.50", "−€4.73", "€122.77", "€30.00", "€120.00"):
        assert figure in text, figure
    assert "Prepare for Kantoorwerk" in text
    assert "No remittance yet" in text
    assert "in 14 days" in text


def test_what_should_have_been_paid_out_by_now_stands_out(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID
) -> None:
    on = clock.today() - timedelta(days=20)
    pay(office, office.accepted_case(creditor_id), Money.of(100), on=on)
    text = finance.get(INDEX).text
    assert "due 6 days ago" in text
    assert "cell-sub late" in text


def test_figures_come_before_preparing_and_follow_the_day(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID
) -> None:
    today = clock.today()
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100), on=today - timedelta(days=2))
    pay(office, case_id, Money.of(50), on=today)

    all_of_it = finance.get(new_page(creditor_id)).text
    assert f'value="{today.isoformat()}"' in all_of_it
    assert "Prepare €122.77" in all_of_it

    yesterday = (today - timedelta(days=1)).isoformat()
    earlier = finance.get(f"{new_page(creditor_id)}?through={yesterday}").text
    assert "Prepare €81.85" in earlier
    assert "€40.92 came in later" in earlier
    before = (today - timedelta(days=9)).isoformat()
    assert (
        "Nothing to pay out through this day"
        in finance.get(f"{new_page(creditor_id)}?through={before}").text
    )
    with office.at_work():
        assert rows(Remittance) == []

    answer = finance.post(new_page(creditor_id), data={"currency": "EUR", "through": yesterday})
    with office.at_work():
        [made] = rows(Remittance)
        assert made.net == Money.of("81.85")
        assert made.prepared_by == office.finance.user_id
    assert answer.location == page_of(made.id)


@pytest.mark.parametrize("through", ["", "tomorrow", "2026-13-45", "9999-12-31"])
def test_a_day_in_the_address_that_is_none_means_today(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID, through: str
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    answer = finance.get(f"{new_page(creditor_id)}?through={through}&currency=XXX")
    assert answer.status_code == 200
    assert f'value="{clock.today().isoformat()}"' in answer.text


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"currency": "EUR", "through": "soon"}, 422, "This is no day"),
        ({"currency": "EUR"}, 422, "Fill this in"),
        ({"currency": "XXX", "through": "2026-01-01"}, 422, "Choose one of the list"),
        ({"currency": "EUR", "through": "2999-01-01"}, 409, "Choose today or a day before it"),
        ({"currency": "NOK", "through": "2020-01-01"}, 409, "Only euro can be paid out"),
        ({"currency": "EUR", "through": "2020-01-01"}, 409, "Nothing was collected"),
    ],
)
def test_what_cannot_be_prepared_says_why_and_changes_nothing(
    office: Office,
    finance: FlaskClient,
    creditor_id: uuid.UUID,
    typed: dict[str, str],
    status: int,
    says: str,
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    answer = finance.post(new_page(creditor_id), data=typed)
    assert answer.status_code == status
    assert says in answer.text
    with office.at_work():
        assert rows(Remittance) == []


def test_less_than_nothing_offers_no_button(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID
) -> None:
    payment_id = pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    approve(office, prepare(office, creditor_id))
    refund(office, payment_id)
    assert "stays for next time" in finance.get(INDEX).text
    text = finance.get(new_page(creditor_id)).text
    assert "After refunds and fees there is nothing to pay out" in text
    assert "Prepare the remittance" not in text


def test_one_person_prepares_and_another_approves(
    office: Office, finance: FlaskClient, manager: FlaskClient, prepared: uuid.UUID
) -> None:
    own = finance.get(page_of(prepared))
    assert "You prepared this remittance. Somebody else must approve it." in own.text
    assert "Approve €81.85" not in own.text
    refused = finance.post(f"{page_of(prepared)}/approval")
    assert refused.status_code == 409
    assert "Somebody else must approve it" in refused.text
    assert state(office, prepared) is RemittanceState.PREPARED

    text = manager.get(page_of(prepared)).text
    for fact in ("Approve €81.85", "NL91 ABNA 0417 1643 00", "€100.00", "−€15.00", "−€3.15"):
        assert fact in text, fact
    answer = manager.post(f"{page_of(prepared)}/approval")
    assert answer.location == page_of(prepared)
    assert state(office, prepared) is RemittanceState.APPROVED
    assert "has been approved already" in manager.post(f"{page_of(prepared)}/approval").text


def test_who_leads_the_money_to_another_account_does_not_approve_it(
    office: Office, manager: FlaskClient, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    with office.at_work():
        creditor = get(Creditor, creditor_id)
        change_payout_account(
            creditor, "NL20INGB0001234567", checked="Called", by=office.manager.user
        )
    remittance_id = prepare(office, creditor_id)
    refused = manager.post(f"{page_of(remittance_id)}/approval")
    assert refused.status_code == 409
    assert "You changed the account of this creditor lately." in refused.text
    assert state(office, remittance_id) is RemittanceState.PREPARED


def test_every_line_leads_to_its_case_and_its_payment(
    office: Office, manager: FlaskClient, prepared: uuid.UUID
) -> None:
    with office.at_work():
        [line] = get(Remittance, prepared).lines
        case_id, entry_id = line.allocation.case_id, line.allocation.entry_id
    text = manager.get(page_of(prepared)).text
    assert f'href="/agency/cases/{case_id}"' in text
    assert f'href="/agency/ledger/entries/{entry_id}"' in text
    assert manager.get(f"/agency/cases/{case_id}").status_code == 200
    assert manager.get(f"/agency/ledger/entries/{entry_id}").status_code == 200


def test_a_long_remittance_is_read_page_by_page(
    office: Office, manager: FlaskClient, creditor_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.remittance.views.LINES", 2)
    case_id = office.accepted_case(creditor_id)
    for euros in (11, 12, 13):
        pay(office, case_id, Money.of(euros))
    found = prepare(office, creditor_id)
    first = manager.get(page_of(found)).text
    assert ("€11.00" in first, "€13.00" in first, "€36.00" in first) == (True, False, True)
    [more] = [line for line in first.splitlines() if 'rel="next"' in line]
    address = more.split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert "€13.00" in manager.get(address).text


def test_why_it_cannot_be_approved_is_said_before_the_button(
    office: Office, manager: FlaskClient, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    found = prepare(office, creditor_id)
    text = manager.get(page_of(found)).text
    assert "The trust account holds €0.00, less than the €81.85 to pay out" in text
    assert "can be paid out once it is on the trust account" in text
    assert "Approve €81.85" not in text
    assert "Not everything can be paid out yet" in manager.get(INDEX).text
    assert manager.post(f"{page_of(found)}/approval").status_code == 409


def test_a_new_account_is_pointed_out_everywhere(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    with office.at_work():
        change_payout_account(
            get(Creditor, creditor_id),
            "NL20INGB0001234567",
            checked="Called Ms Bos on the number in the agreement",
            by=office.admin.user,
        )
    assert "New account" in finance.get(INDEX).text
    assert "Called Ms Bos" in finance.get(new_page(creditor_id)).text
    found = prepare(office, creditor_id)
    assert "Called Ms Bos" in finance.get(page_of(found)).text
    assert "New account" in finance.get(INDEX).text


def test_a_remittance_is_cancelled_and_says_so(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    answer = finance.post(f"{page_of(prepared)}/cancellation")
    assert answer.location == page_of(prepared)
    assert "its payments can be remitted again" in finance.get(page_of(prepared)).text
    assert finance.post(f"{page_of(prepared)}/cancellation").status_code == 409
    assert "Cancelled" in finance.get(INDEX).text


def test_the_proof_of_client_money_is_shown(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    text = finance.get(f"{INDEX}/client-money").text
    assert "Every cent is accounted for" in text
    assert text.count("€100.00") == 3  # At the bank, all that is held, all that is owed.
    assert "€18.15" in text


def test_a_creditors_page_shows_its_money(
    office: Office, finance: FlaskClient, creditor_id: uuid.UUID, prepared: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(200))
    text = finance.get(f"{INDEX}/creditors/{creditor_id}").text
    assert "€163.70 waits to be paid out, from 1 payment" in text
    assert page_of(prepared) in text
    assert (
        f"{INDEX}/creditors/{creditor_id}" in finance.get(f"/agency/creditors/{creditor_id}").text
    )
