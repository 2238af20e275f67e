"""The pages of creditors: who sees them, what they show, and what they refuse."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from agency.clients.models import Creditor, Engagement
from portal import clock
from portal.accounts.models import Invitation
from portal.accounts.permissions import Role
from portal.audit.models import Event
from tests.office import Office, open_office, rows

FORM = {
    "name": "Zonneveld Energie",
    "legal_name": "Zonneveld Energie B.V.",
    "street": "Zuiderpark 12",
    "postcode": "9724ah",
    "city": "Groningen",
    "country": "NL",
    "locale": "nl",
    "email": "debiteuren@zonneveld.example",
    "phone": "050 555 0110",
    "vat_no": "004495445B01",
    "payout_iban": "nl91 abna 0417 1643 00",
}


def test_a_new_creditor_is_kept_the_usual_way_and_leads_to_its_agreement(
    office: Office, admin: FlaskClient
) -> None:
    answer = admin.post("/agency/creditors/new", data=FORM)

    with office.at_work():
        (creditor,) = rows(Creditor)
        (event,) = rows(Event, Event.kind == "creditor.created")
    assert answer.status_code == 302
    assert answer.location == f"/agency/creditors/{creditor.id}/agreements/new"
    assert (creditor.number, creditor.postcode, creditor.phone) == (1, "9724 AH", "+31 50 555 0110")
    assert (creditor.vat_no, creditor.deducts_vat) == ("NL004495445B01", False)
    assert (creditor.payout_iban, creditor.payout_bic) == ("NL91ABNA0417164300", "ABNANL2A")
    assert event.actor_id == office.admin.user_id
    assert event.data["after"]["payout_iban"] == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("payout_iban", "NL91ABNA0417164301", "This is no IBAN"),
        ("vat_no", "NL004495446B01", "no VAT number"),
        ("postcode", "9724", "four digits and two letters"),
        ("phone", "call me", "no telephone number"),
        ("email", "zonneveld", "no e-mail address"),
        ("country", "ZZ", "Choose a country"),
        ("name", "", "Fill this in"),
        ("name", "x" * 121, "120 characters"),
        ("locale", "xx", "Choose one of the list"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_the_field_and_stays(
    office: Office, admin: FlaskClient, field: str, typed: str, says: str
) -> None:
    answer = admin.post("/agency/creditors/new", data=FORM | {field: typed})

    assert answer.status_code == 422
    assert says in answer.text
    assert f'id="f-{field}-error"' in answer.text
    assert "Zuiderpark 12" in answer.text
    with office.at_work():
        assert rows(Creditor) == []


def test_two_creditors_cannot_have_one_name(office: Office, admin: FlaskClient) -> None:
    office.new_creditor("Zonneveld Energie")
    answer = admin.post("/agency/creditors/new", data=FORM)
    assert answer.status_code == 409
    assert "already a creditor named Zonneveld Energie" in answer.text
    assert "Zuiderpark 12" in answer.text


def test_the_list_finds_a_creditor_by_a_part_of_its_name_or_its_number(
    office: Office, finance: FlaskClient
) -> None:
    office.new_creditor("Bakkerij Vos")
    creditor_id = office.new_creditor("Tuincentrum 100%")
    with office.at_work():
        number = rows(Creditor, Creditor.id == creditor_id)[0].number

    assert "Bakkerij Vos" in finance.get("/agency/creditors").text
    by_name = finance.get("/agency/creditors?q=100%25").text
    assert "Tuincentrum 100%" in by_name
    assert "Bakkerij Vos" not in by_name
    assert "Tuincentrum" in finance.get(f"/agency/creditors?q={number}").text
    assert "No creditor fits" in finance.get("/agency/creditors?q=nobody").text
    assert "No creditor fits" in finance.get("/agency/creditors?q=%25vos").text


def test_the_list_goes_on_where_it_stopped(office: Office, finance: FlaskClient) -> None:
    for number in range(52):
        office.new_creditor(f"Firm {number:02d}")
    first = finance.get("/agency/creditors?q=firm")
    second = finance.get(
        first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    )
    assert "Firm 49" in first.text
    assert "Firm 50" not in first.text
    assert "Firm 50" in second.text
    assert "Firm 51" in second.text
    assert "Firm 49" not in second.text


def test_a_creditor_shows_its_terms_and_what_to_do_next(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    shown = admin.get(f"/agency/creditors/{creditor_id}").text
    assert "121 to 365 days" in shown
    assert "15 % – 30 %" in shown
    assert "Nobody of it has a login yet" in shown
    office.person(Role.OWNER, creditor_id)
    assert "Everything for it is in place" in admin.get(f"/agency/creditors/{creditor_id}").text


def test_a_change_is_kept_with_what_was_before(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor("Bakkerij Vos")
    form = {name: value for name, value in FORM.items() if name != "payout_iban"}
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/edit", data=form | {"payout_iban": "BE68539007547034"}
    )
    assert answer.status_code == 302
    with office.at_work():
        (creditor,) = rows(Creditor)
        (event,) = rows(Event, Event.kind == "creditor.changed")
    assert creditor.name == "Zonneveld Energie"
    assert creditor.payout_iban == "NL91ABNA0417164300"
    assert event.data["before"]["name"] == "Bakkerij Vos"
    assert event.data["after"]["name"] == "Zonneveld Energie"
    assert "country" not in event.data["after"]


def test_saving_what_was_there_is_no_change(office: Office, admin: FlaskClient) -> None:
    admin.post("/agency/creditors/new", data=FORM)
    with office.at_work():
        (creditor,) = rows(Creditor)
    admin.post(f"/agency/creditors/{creditor.id}/edit", data=FORM)
    with office.at_work():
        assert rows(Event, Event.kind == "creditor.changed") == []


def test_another_account_is_pointed_out_to_finance_for_a_week(
    office: Office, admin: FlaskClient, finance: FlaskClient
) -> None:
    creditor_id = office.new_creditor()
    address = f"/agency/creditors/{creditor_id}"
    answer = admin.post(
        f"{address}/payout-account",
        data={"payout_iban": "BE68 5390 0754 7034", "checked": "Called Ms Smit on 020 555 0100."},
    )
    assert answer.status_code == 302
    with office.at_work():
        (creditor,) = rows(Creditor)
        (event,) = rows(Event, Event.kind == "creditor.payout_account_changed")
    assert (creditor.payout_iban, creditor.payout_bic) == ("BE68539007547034", "")
    assert event.data["before"]["payout_iban"] == "NL91ABNA0417164300"
    assert event.data["checked"] == "Called Ms Smit on 020 555 0100."
    shown = finance.get(address).text
    assert "Paid to another account" in shown
    assert "BE68 5390 0754 7034" in shown
    assert "Called Ms Smit" in shown
    assert "Changed" in finance.get("/agency/creditors").text
    with clock.moved_to(clock.now() + timedelta(days=8)):
        later = office.sign_in(office.finance)
        assert "Paid to another account" not in later.get(address).text
        assert "Changed" not in later.get("/agency/creditors").text


def test_another_account_needs_a_word_on_how_it_was_checked(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor()
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/payout-account", data={"payout_iban": "BE68539007547034"}
    )
    assert answer.status_code == 422
    assert 'id="f-checked-error"' in answer.text
    assert "BE68539007547034" in answer.text
    with office.at_work():
        assert rows(Creditor)[0].payout_iban == "NL91ABNA0417164300"


def test_law_firms_are_engaged_and_let_go(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    first, second = office.new_law_firm(creditor_id)[0], office.new_law_firm()[0]
    address = f"/agency/creditors/{creditor_id}/law-firms"
    assert admin.get(address).text.count("checked") == 1

    admin.post(address, data={"law_firms": [str(second)]})
    with office.at_work():
        running = {e.law_firm_id for e in rows(Engagement, Engagement.ended_at.is_(None))}
        (event,) = rows(Event, Event.kind == "creditor.law_firms_engaged")
    assert running == {second}
    assert (event.data["before"], event.data["after"]) == ([str(first)], [str(second)])

    admin.post(address, data={"law_firms": [str(first), str(second)]})
    with office.at_work():
        running = {e.law_firm_id for e in rows(Engagement, Engagement.ended_at.is_(None))}
    assert running == {first, second}

    admin.post(address, data={})
    with office.at_work():
        assert rows(Engagement, Engagement.ended_at.is_(None)) == []


def test_a_firm_of_another_agency_cannot_be_engaged(
    app: Flask, office: Office, admin: FlaskClient
) -> None:
    creditor_id, foreign = office.new_creditor(), open_office(app).new_law_firm()[0]
    answer = admin.post(
        f"/agency/creditors/{creditor_id}/law-firms", data={"law_firms": str(foreign)}
    )
    assert answer.status_code == 409
    with office.at_work():
        assert rows(Engagement) == []


def test_somebody_of_the_creditor_is_invited(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    form = {"name": "Sara Smit", "email": "sara@zonneveld.example", "role": "owner"}
    answer = admin.post(f"/agency/creditors/{creditor_id}/invitations", data=form)
    assert answer.status_code == 302
    with office.at_work():
        (invitation,) = rows(Invitation)
    assert (invitation.creditor_id, invitation.role) == (creditor_id, "owner")
    assert "sara@zonneveld.example" in admin.get(f"/agency/creditors/{creditor_id}").text


@pytest.mark.parametrize("role", ["admin", "finance", ""])
def test_nobody_of_a_creditor_is_invited_as_staff(
    office: Office, admin: FlaskClient, role: str
) -> None:
    creditor_id = office.new_creditor()
    form = {"name": "Sara Smit", "email": "sara@zonneveld.example", "role": role}
    answer = admin.post(f"/agency/creditors/{creditor_id}/invitations", data=form)
    assert answer.status_code == 422
    assert "sara@zonneveld.example" in answer.text
    with office.at_work():
        assert rows(Invitation) == []


def test_a_closed_creditor_leaves_the_list_and_can_come_back(
    office: Office, admin: FlaskClient
) -> None:
    creditor_id = office.new_creditor("Bakkerij Vos")
    admin.post(f"/agency/creditors/{creditor_id}/closure")
    link = f"/agency/creditors/{creditor_id}"
    assert link not in admin.get("/agency/creditors?q=vos").text
    assert link in admin.get("/agency/creditors?state=closed").text
    admin.post(f"/agency/creditors/{creditor_id}/closure/delete")
    assert link in admin.get("/agency/creditors").text
    with office.at_work():
        kinds = [event.kind for event in rows(Event, Event.subject_id == creditor_id)]
    assert kinds == ["creditor.closed", "creditor.reopened"]
