"""Who may see and do what with remittances, and who finds nothing."""

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient

from agency.remittance.models import Remittance, RemittanceState
from portal.accounts.permissions import Role
from portal.money import Money
from tests.agency.remittance.test_views import INDEX, new_page, page_of, state
from tests.agency.remittance.till import approve, cancel, pay, write
from tests.office import Office, open_office, rows


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
