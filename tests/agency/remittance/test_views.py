"""The pages of remittances: what finance sees, what it may do, and what says no."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from agency.clients.models import Creditor
from agency.clients.services import change_payout_account
from agency.remittance.models import Remittance, RemittanceState
from portal import clock
from portal.accounts.models import AgencySettings
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.jobs import run
from portal.money import Money
from portal.outbox import OutboxJob
from portal.web import get
from tests.agency.remittance.till import approve, cancel, pay, pay_out, prepare, refund
from tests.office import Office, open_office, rows

INDEX = "/agency/remittances"


@pytest.fixture
def finance(office: Office) -> FlaskClient:
    return office.sign_in(office.finance)


@pytest.fixture
def manager(office: Office) -> FlaskClient:
    return office.sign_in(office.manager)


@pytest.fixture
def creditor_id(office: Office) -> uuid.UUID:
    return office.new_creditor("Kantoorwerk")


@pytest.fixture
def prepared(office: Office, creditor_id: uuid.UUID) -> uuid.UUID:
    """100.00 collected, 81.85 prepared for the creditor, the money on the trust account."""
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    return prepare(office, creditor_id)


def state(office: Office, remittance_id: uuid.UUID) -> RemittanceState:
    with office.at_work():
        return get(Remittance, remittance_id).state


def page_of(remittance_id: uuid.UUID) -> str:
    return f"{INDEX}/{remittance_id}"


def new_page(creditor_id: uuid.UUID) -> str:
    return f"{INDEX}/creditors/{creditor_id}/new"


def write(office: Office, remittance_id: uuid.UUID) -> None:
    run("remittance.write", str(office.agency_id), {"remittance_id": str(remittance_id)})


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


def test_the_files_are_there_once_they_are_written(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    files = ("statement.pdf", "statement.csv", "bank-file.xml")
    for name in files:
        assert finance.get(f"{page_of(prepared)}/{name}").status_code == 404
    approve(office, prepared)
    asked = finance.get(f"{page_of(prepared)}/writing", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in asked.headers
    assert "being written" in finance.get(page_of(prepared)).text

    write(office, prepared)
    asked = finance.get(f"{page_of(prepared)}/writing", headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    page = finance.get(page_of(prepared))
    year = f"{clock.today():%Y}"
    beginnings = (b"%PDF", b"\xef\xbb\xbfstatement;", b"<?xml")
    for name, beginning in zip(files, beginnings, strict=True):
        assert f"{page_of(prepared)}/{name}" in page.text
        answer = finance.get(f"{page_of(prepared)}/{name}")
        assert answer.data.startswith(beginning)
        kind = name.rpartition(".")[2]
        assert answer.headers["Content-Disposition"] == (
            f"attachment; filename=R-{year}-0001.{kind}"
        )


def test_who_took_the_bank_file_is_noted(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    write(office, prepared)
    assert "Hand the bank file to the bank" in finance.get(page_of(prepared)).text
    finance.get(f"{page_of(prepared)}/bank-file.xml")
    with office.at_work():
        [event] = rows(Event, Event.kind == "remittance.bank_file_taken")
        assert event.actor_id == office.finance.user_id
    text = finance.get(page_of(prepared)).text
    assert "Bank file downloaded" in text
    assert "Carry out the transfer" in text


def test_files_that_cannot_be_written_say_what_is_missing_and_can_be_asked_for_again(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    with office.at_work():
        rows(AgencySettings)[0].client_account_iban = ""
    assert "An administrator enters its IBAN in the settings" in finance.get(page_of(prepared)).text
    assert finance.post(f"{page_of(prepared)}/writing").location == page_of(prepared)
    with office.at_work():
        jobs = rows(OutboxJob, OutboxJob.name == "remittance.write")
        jobs = [job for job in jobs if job.agency_id == office.agency_id]
        assert len(jobs) == 2
        rows(AgencySettings)[0].client_account_iban = "NL02ABNA0123456789"
    write(office, prepared)
    refused = finance.post(f"{page_of(prepared)}/writing")
    assert refused.status_code == 409
    assert "nothing to be written here" in refused.text


def test_files_that_take_too_long_can_be_asked_for_again(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    assert "Write them again" not in finance.get(page_of(prepared)).text
    with clock.moved_to(clock.now() + timedelta(minutes=3)):
        text = finance.get(page_of(prepared)).text
    assert "take longer than they should" in text
    assert f'action="{page_of(prepared)}/writing"' in text


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


def addresses(remittance_id: uuid.UUID, creditor_id: uuid.UUID) -> list[tuple[str, str]]:
    own = page_of(remittance_id)
    return [
        ("GET", INDEX),
        ("GET", f"{INDEX}/client-money"),
        ("GET", f"{INDEX}/creditors/{creditor_id}"),
        ("GET", new_page(creditor_id)),
        ("POST", new_page(creditor_id)),
        ("GET", own),
        ("GET", f"{own}/writing"),
        ("GET", f"{own}/statement.pdf"),
        ("GET", f"{own}/statement.csv"),
        ("GET", f"{own}/bank-file.xml"),
        ("POST", f"{own}/writing"),
        ("POST", f"{own}/cancellation"),
        ("POST", f"{own}/approval"),
    ]


def test_the_creditors_own_people_and_other_agencies_find_nothing(
    app: Flask, office: Office, creditor_id: uuid.UUID, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    write(office, prepared)
    stranger = open_office(app)
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    other = stranger.sign_in(stranger.finance)
    for method, address in addresses(prepared, creditor_id):
        assert owner.open(address, method=method).status_code == 404, address
        if str(prepared) in address or str(creditor_id) in address:
            assert other.open(address, method=method).status_code == 404, address
    assert "Kantoorwerk" not in other.get(INDEX).text
    with office.at_work():
        assert len(rows(Remittance)) == 1


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.LAWYER, Role.ADMIN])
def test_who_has_nothing_to_do_with_money_is_kept_out(
    office: Office, creditor_id: uuid.UUID, prepared: uuid.UUID, role: Role
) -> None:
    client = office.sign_in(office.person(role))
    for method, address in addresses(prepared, creditor_id):
        assert client.open(address, method=method).status_code == 403, address
    assert state(office, prepared) is RemittanceState.PREPARED


def test_a_manager_approves_but_does_not_prepare(
    office: Office, manager: FlaskClient, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    assert "Prepare for Kantoorwerk" not in manager.get(INDEX).text
    assert manager.get(new_page(creditor_id)).status_code == 403
    assert manager.post(new_page(creditor_id)).status_code == 403


def test_a_cancelled_one_is_still_found(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    cancel(office, prepared)
    text = finance.get(page_of(prepared)).text
    assert "What would have been paid out" in text
    assert "€81.85" in text
