"""Agreements: which one holds on a day, and the form in which a tariff grows row by row."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from agency.clients.models import Agreement, Creditor
from agency.clients.queries import agreement_on
from agency.clients.services import agree
from agency.clients.tariff import read_tariff
from portal import clock, db
from portal.audit.models import Event
from portal.errors import Refused
from tests.agency.clients.test_law_firm_pages import picture
from tests.office import TARIFF, Office, open_office, rows

FORM = {
    "vat_percent": "21",
    "remit_days": "14",
    "up_to_1": "365",
    "percent_1": "22,5",
    "up_to_2": "90",
    "percent_2": "12.5",
    "up_to_3": "",
    "percent_3": "",
    "rest_percent": "30 %",
    "documented_discount": "3",
    "disputed_surcharge": "",
}


def test_the_latest_agreement_that_has_begun_holds(office: Office) -> None:
    creditor_id, today = office.new_creditor(), clock.today()
    with office.at_work():
        (creditor,) = rows(Creditor)
        later = agree(
            creditor,
            read_tariff(TARIFF),
            valid_from=today + timedelta(days=30),
            vat_percent=Decimal(21),
            by=office.admin.user,
        )
        first, second = rows(Agreement)
        assert agreement_on(creditor_id, today) is first
        assert agreement_on(creditor_id, today + timedelta(days=29)) is first
        assert agreement_on(creditor_id, today + timedelta(days=30)) is second is later


def test_before_the_first_agreement_nothing_holds(office: Office) -> None:
    creditor_id = office.new_creditor()
    with office.at_work(), pytest.raises(Refused, match="no agreement with this creditor"):
        agreement_on(creditor_id, date(2023, 12, 31))


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_closed_creditor_can_hand_over_nothing(office: Office, hour: int) -> None:
    """From the day at the office on which it was closed, also while UTC still has the day before."""
    creditor_id = office.new_creditor("Bakkerij Vos")
    with clock.moved_to(datetime.combine(clock.today(), time(hour, 30), clock.OFFICE_ZONE)):
        office.sign_in(office.admin).post(f"/agency/creditors/{creditor_id}/closure")
        with office.at_work(creditor_id):
            with pytest.raises(Refused, match="Bakkerij Vos is closed"):
                agreement_on(creditor_id, clock.today())
            assert agreement_on(creditor_id, clock.today() - timedelta(days=1))


def test_a_creditors_own_people_find_its_terms_and_no_others(office: Office) -> None:
    own, other = office.new_creditor(), office.new_creditor()
    with office.at_work(own):
        assert agreement_on(own, clock.today()).creditor_id == own
        with pytest.raises(Refused):
            agreement_on(other, clock.today())


def test_an_agreement_is_entered_with_its_rows_in_order(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    tomorrow = clock.today() + timedelta(days=1)
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/agreements/new",
        data=FORM | {"valid_from": tomorrow.isoformat()},
    )
    assert answer.status_code == 302
    with office.at_work():
        made = agreement_on(creditor_id, tomorrow)
        (event,) = rows(Event, Event.kind == "agreement.made")
    assert made.tariff == {
        "bands": [
            {"max_age_days": 90, "percent": "12.5"},
            {"max_age_days": 365, "percent": "22.5"},
            {"max_age_days": None, "percent": "30"},
        ],
        "documented_discount": "3",
        "home_country": "NL",
    }
    assert made.agreed_by == office.admin.user_id
    assert event.creditor_id == creditor_id
    assert event.data["before"]["tariff"] == TARIFF
    assert event.data["after"]["valid_from"] == tomorrow.isoformat()
    assert "91 to 365 days" in admin.get(f"/agency/creditors/{creditor_id}").text


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"percent_1": "51"}, "percent_1", "between 0 and 50"),
        ({"percent_1": "about ten"}, "percent_1", "no percent"),
        ({"percent_1": ""}, "percent_1", "no percent"),
        ({"rest_percent": ""}, "rest_percent", "no percent"),
        ({"up_to_1": "a year"}, "up_to_1", "whole days"),
        ({"up_to_1": ""}, "up_to_1", "whole days"),
        ({"up_to_1": "90"}, "up_to_2", "ends on the same day"),
        ({"documented_discount": "1.234"}, "documented_discount", "Two decimals"),
        ({"vat_percent": "31"}, "vat_percent", "between 0 and 30"),
        ({"remit_days": "0"}, "remit_days", "between 1 and 60"),
        ({"valid_from": "2026-02-30"}, "valid_from", "no such day"),
    ],
)
def test_a_wrong_row_is_said_beside_it_and_all_rows_stay(
    office: Office, admin: FlaskClient, change: dict[str, str], field: str, says: str
) -> None:
    creditor_id = office.new_creditor()
    tomorrow = clock.today() + timedelta(days=1)
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/agreements/new",
        data=FORM | {"valid_from": tomorrow.isoformat(), "up_to_2": "90"} | change,
    )
    assert answer.status_code == 422
    assert says in answer.text.split(f'id="f-{field}-error"')[1][:600]
    assert 'value="12.5"' in answer.text
    assert (change.get("valid_from") or tomorrow.isoformat()) in answer.text
    with office.at_work():
        assert len(rows(Agreement)) == 1


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "today at the earliest"), (-9000, "must begin later")]
)
def test_an_agreement_never_reaches_back(
    office: Office, admin: FlaskClient, days: int, says: str
) -> None:
    creditor_id = office.new_creditor()
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/agreements/new",
        data=FORM | {"valid_from": (clock.today() + timedelta(days=days)).isoformat()},
    )
    assert answer.status_code == 409
    assert says in answer.text
    assert 'value="22,5"' in answer.text


def test_a_tariff_that_could_cost_more_than_half_is_refused(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor()
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/agreements/new",
        data=FORM | {"valid_from": clock.today().isoformat(), "abroad_surcharge": "21"},
    )
    assert answer.status_code == 409
    assert "51 %" in answer.text


def test_rows_come_and_go_without_anything_being_kept(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    address = f"/agency/creditors/{creditor_id}/agreements/draft"
    more = admin.post(address, data=FORM | {"add": "1"}).text
    assert 'name="up_to_4"' in more
    less = admin.post(address, data=FORM | {"remove": "1"}).text
    assert 'name="up_to_2"' in less
    assert 'name="up_to_3"' not in less
    assert 'value="22,5"' not in less
    assert 'value="12.5"' in less
    with office.at_work():
        assert len(rows(Agreement)) == 1


def test_the_form_says_what_a_claim_would_cost(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    address = f"/agency/creditors/{creditor_id}/agreements/draft"
    claim = {"example_amount": "1.000,00", "example_days": "200", "example_documented": "true"}
    part = admin.post(address, data=FORM | claim, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "19.5 %" in part
    assert "−€195.00" in part
    assert "−€40.95" in part
    assert "€764.05" in part
    assert "Order or contract and proof of delivery are there: −3 %" in part
    unfinished = admin.post(address, data=FORM | {"rest_percent": "?"})
    assert unfinished.status_code == 200
    assert "Fill in the percentages" in unfinished.text


def test_the_form_begins_with_the_last_agreement_or_with_the_usual_terms(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor()
    known = admin.get(f"/agency/creditors/{creditor_id}/agreements/new").text
    assert 'name="percent_2" value="20"' in known
    assert 'name="rest_percent" value="30"' in known
    with office.at_work():
        creditor = Creditor(
            number=9, name="New", legal_name="New", street="A 1", postcode="1", city="B", email="c"
        )
        db.session.add(creditor)
        db.session.flush()
        new_id = creditor.id
    fresh = admin.get(f"/agency/creditors/{new_id}/agreements/new").text
    assert 'name="vat_percent" value="21"' in fresh
    assert 'name="up_to_2"' in fresh


def test_another_agency_cannot_draft_for_a_creditor(app: Flask, office: Office) -> None:
    other = open_office(app)
    address = f"/agency/creditors/{office.new_creditor()}/agreements/draft"
    assert other.sign_in(other.admin).post(address, data=FORM).status_code == 404
    assert office.sign_in(office.finance).post(address, data=FORM).status_code == 403


def test_an_agreement_says_what_the_contracts_of_its_creditor_hold(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor()
    address = f"/agency/creditors/{creditor_id}/agreements/new"
    form = {**FORM, "valid_from": clock.today().isoformat(), "costs_clause": "true"}
    too_much = admin.post(address, data={**form, "agreed_costs_percent": "120"})
    assert too_much.status_code == 422
    assert admin.post(address, data={**form, "agreed_costs_percent": "10"}).status_code == 302
    with office.at_work():
        made = agreement_on(creditor_id, clock.today())
        assert (made.costs_clause, made.due_agreed) == (True, False)
        assert made.agreed_costs_percent == Decimal(10)
    page = admin.get(f"/agency/creditors/{creditor_id}").text
    assert "let costs be charged, name costs of 10 %" in page
    assert 'name="costs_clause"' in admin.get(address).text


def test_a_creditor_agrees_to_reminders_in_its_own_name_with_who_and_when(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id, tomorrow = office.new_creditor(), clock.today() + timedelta(days=1)
    address = f"/agency/creditors/{creditor_id}/agreements/new"
    assert "own_reminders" in admin.get(address).text
    admin.post(address, data={**FORM, "valid_from": tomorrow, "own_reminders": "1"})
    with office.at_work():
        made = agreement_on(creditor_id, tomorrow)
        (event,) = rows(Event, Event.kind == "agreement.made")
        assert (made.own_reminders, made.agreed_by) == (True, office.admin.user_id)
        assert event.data["after"]["own_reminders"] is True
        assert event.data["before"]["own_reminders"] is False
        assert agreement_on(creditor_id, clock.today()).own_reminders is False


def test_who_signs_for_a_creditor_is_entered_under_its_letterhead(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor(own_reminders=True, signatory="")
    shown = admin.get(f"/agency/creditors/{creditor_id}").text
    assert "Nobody signs yet" in shown
    address, logo_sent = f"/agency/creditors/{creditor_id}/letterhead", picture()
    assert admin.post(address, data={"signatory": ""}).status_code == 422
    admin.post(
        address,
        data={
            "signatory": "Bram Bakker",
            "signatory_title": "Debtor accounts",
            "logo": (BytesIO(logo_sent), "logo.png"),
        },
        content_type="multipart/form-data",
    )
    shown = admin.get(f"/agency/creditors/{creditor_id}").text
    assert "Bram Bakker" in shown
    assert "Agreed on" in shown
    logo = admin.get(f"/agency/creditors/{creditor_id}/letterhead/logo")
    assert (logo.data, logo.mimetype) == (logo_sent, "image/png")
    stranger = open_office(office.app)
    other = stranger.sign_in(stranger.admin)
    assert other.get(address).status_code == 404
    collector = office.sign_in(office.collector)
    assert collector.get(address).status_code in (403, 404)
    with office.at_work():
        (event,) = rows(Event, Event.kind == "creditor.changed")
        assert event.data["after"]["signatory"] == "Bram Bakker"
