"""Who finds a creditor's pages, and who changes anything there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.permissions import Role
from tests.agency.clients.test_creditor_pages import FORM
from tests.office import Office, open_office

PAGES = ["", "/edit", "/payout-account", "/law-firms", "/agreements/new"]


@pytest.mark.parametrize("page", PAGES)
def test_another_agency_finds_nothing(app: Flask, office: Office, page: str) -> None:
    other = open_office(app)
    address = f"/agency/creditors/{office.new_creditor()}{page}"
    assert office.sign_in(office.admin).get(address).status_code == 200
    assert other.sign_in(other.admin).get(address).status_code == 404
    assert other.sign_in(other.admin).post(address, data=FORM).status_code in (404, 405)


@pytest.mark.parametrize("page", PAGES)
def test_a_creditor_user_finds_nothing(office: Office, page: str) -> None:
    creditor_id = office.new_creditor()
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    assert owner.get(f"/agency/creditors/{creditor_id}{page}").status_code == 404
    assert owner.get("/agency/creditors").status_code == 404


@pytest.mark.parametrize("page", PAGES[1:])
def test_only_administrators_change_anything(
    office: Office, finance: FlaskClient, page: str
) -> None:
    creditor_id = office.new_creditor()
    assert finance.get(f"/agency/creditors/{creditor_id}").status_code == 200
    assert finance.get(f"/agency/creditors/{creditor_id}{page}").status_code == 403
    assert finance.post(f"/agency/creditors/{creditor_id}{page}", data=FORM).status_code == 403
    assert f"{creditor_id}{page}" not in finance.get(f"/agency/creditors/{creditor_id}").text


def test_a_collector_does_not_see_terms(office: Office) -> None:
    collector = office.sign_in(office.collector)
    assert collector.get(f"/agency/creditors/{office.new_creditor()}").status_code == 403
