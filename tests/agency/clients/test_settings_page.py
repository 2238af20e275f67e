"""The agency's own settings."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import AgencySettings
from portal.accounts.permissions import Role
from portal.audit.models import Event
from tests.agency.clients.test_law_firm_pages import picture
from tests.office import Office, open_office, rows

FORM = {
    "legal_name": "Incasso Maas B.V.",
    "street": "Coolsingel 1",
    "postcode": "3011 AD",
    "city": "Rotterdam",
    "email": "info@office.example",
    "phone": "+31 10 555 0100",
    "register_no": "WKI-000001",
    "client_account_name": "Stichting Derdengelden Maas",
    "client_account_iban": "NL02 ABNA 0123 4567 89",
    "accent": "#0B5D5E",
    "second_factor_required": "true",
}


def settings_of(office: Office) -> AgencySettings:
    with office.at_work():
        settings: AgencySettings = rows(AgencySettings)[0]
        return settings


def test_settings_are_kept_with_what_was_before(office: Office, admin: FlaskClient) -> None:
    assert admin.post("/agency/settings", data=FORM).status_code == 302
    kept = settings_of(office)
    assert (kept.legal_name, kept.accent) == ("Incasso Maas B.V.", "#0b5d5e")
    assert kept.second_factor_required
    with office.at_work():
        (event,) = rows(Event, Event.kind == "agency.settings_changed")
    assert event.data["before"]["register_no"] == "WKI-000000"
    assert event.data["after"]["register_no"] == "WKI-000001"
    assert "city" not in event.data["after"]


def test_another_client_account_is_an_event_of_its_own_and_is_shown(
    office: Office, admin: FlaskClient
) -> None:
    answer = admin.post(
        "/agency/settings", data=FORM | {"client_account_iban": "DE89 3704 0044 0532 0130 00"}
    )
    assert answer.status_code == 302
    kept = settings_of(office)
    assert (kept.client_account_iban, kept.client_account_bic) == (
        "DE89370400440532013000",
        "COBADEFFXXX",
    )
    with office.at_work():
        (event,) = rows(Event, Event.kind == "agency.client_account_changed")
    assert event.data["before"]["client_account_iban"] == "NL02ABNA0123456789"
    with office.at_work():
        rows(AgencySettings)[0].second_factor_required = False
    shown = admin.get("/agency/settings").text
    assert "NL02 ABNA 0123 4567 89 → DE89 3704 0044 0532 0130 00" in shown


def test_accounts_of_creditors_that_changed_are_shown_with_who_and_when(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor("Bakkerij Vos")
    admin.post(
        f"/agency/creditors/{creditor_id}/payout-account",
        data={"payout_iban": "BE68539007547034", "checked": "Called."},
    )
    shown = admin.get("/agency/settings").text
    assert f"/agency/creditors/{creditor_id}" in shown
    assert "NL91 ABNA 0417 1643 00 → BE68 5390 0754 7034" in shown
    assert office.admin.user.name in shown


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"accent": "#ffe066"}, 409, "Choose a darker colour"),
        ({"accent": "teal"}, 409, "six hexadecimal digits"),
        ({"client_account_iban": "NL02ABNA0123456780"}, 422, "This is no IBAN"),
        ({"postcode": "3011"}, 422, "four digits and two letters"),
        ({"legal_name": ""}, 422, "Fill this in"),
    ],
)
def test_a_wrong_setting_changes_nothing_and_what_was_typed_stays(
    office: Office, admin: FlaskClient, change: dict[str, str], status: int, says: str
) -> None:
    answer = admin.post("/agency/settings", data=FORM | change)
    assert answer.status_code == status
    assert says in answer.text
    assert "WKI-000001" in answer.text
    assert settings_of(office).register_no == "WKI-000000"


def test_the_logo_is_served_as_the_brand(office: Office, admin: FlaskClient) -> None:
    form = {**FORM, "second_factor_required": ""}
    admin.post("/agency/settings", data=form | {"logo": (BytesIO(picture()), "logo.png")})
    assert settings_of(office).logo_media_type == "image/png"
    assert admin.get(f"/brand/{office.slug}/logo").data == picture()
    bad = admin.post("/agency/settings", data=form | {"logo": (BytesIO(b"<svg/>"), "logo.png")})
    assert bad.status_code == 422
    assert 'id="f-logo-error"' in bad.text


def test_only_administrators_reach_the_settings(app: Flask, office: Office) -> None:
    assert office.sign_in(office.finance).get("/agency/settings").status_code == 403
    owner = office.sign_in(office.person(Role.OWNER, office.new_creditor()))
    assert owner.get("/agency/settings").status_code == 404
    other = open_office(app)
    other.sign_in(other.admin).post("/agency/settings", data=FORM)
    assert settings_of(office).register_no == "WKI-000000"
    assert settings_of(other).register_no == "WKI-000001"
