"""Law firms: their letterhead, their lawyers, and who releases in their name."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from agency.clients.models import Engagement, LawFirm, Lawyer
from agency.clients.queries import engaged_firms
from portal.accounts.permissions import Role
from portal.audit.models import Event
from tests.office import Office, open_office, rows

FORM = {
    "name": "Bakker & Vos Advocaten",
    "street": "Zuidas 10",
    "postcode": "1082MD",
    "city": "Amsterdam",
    "country": "NL",
    "email": "kantoor@bakkervos.example",
    "phone": "+31205550100",
    "register_lines": "KvK 00000000\r\nBTW NL004495445B01",
}


def picture(form: str = "PNG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (120, 40), "#14673d").save(drawn, form)
    return drawn.getvalue()


def only_firm(office: Office) -> LawFirm:
    with office.at_work():
        firm: LawFirm = rows(LawFirm)[0]
        return firm


@pytest.mark.parametrize(("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_firm_is_entered_with_its_logo(
    office: Office, admin: FlaskClient, form: str, media_type: str
) -> None:
    logo = (BytesIO(picture(form)), "logo.bin")
    answer = admin.post("/agency/law-firms/new", data=FORM | {"logo": logo})
    firm = only_firm(office)
    assert answer.status_code == 302
    assert firm.register_lines == "KvK 00000000\nBTW NL004495445B01"
    assert (firm.postcode, firm.phone) == ("1082 MD", "+31 20 555 0100")
    served = admin.get(f"/agency/law-firms/{firm.id}/logo")
    assert (served.mimetype, served.data) == (media_type, picture(form))
    shown = admin.get(f"/agency/law-firms/{firm.id}").text
    assert "KvK 00000000 · BTW NL004495445B01" in shown
    assert "/logo?v=" in shown


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png"),
        (b"%PDF-1.7\n%%EOF", "logo.png"),
        (picture()[:60], "logo.png"),
        (b"not a picture at all", "logo.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field_and_the_rest_stays(
    office: Office, admin: FlaskClient, content: bytes, name: str
) -> None:
    answer = admin.post("/agency/law-firms/new", data=FORM | {"logo": (BytesIO(content), name)})
    assert answer.status_code == 422
    assert 'id="f-logo-error"' in answer.text
    assert "Bakker &amp; Vos Advocaten" in answer.text
    with office.at_work():
        assert rows(LawFirm) == []


def test_a_change_without_a_logo_keeps_the_old_one(office: Office, admin: FlaskClient) -> None:
    admin.post("/agency/law-firms/new", data=FORM | {"logo": (BytesIO(picture()), "logo.png")})
    before = only_firm(office)
    admin.post(f"/agency/law-firms/{before.id}/edit", data=FORM | {"city": "Utrecht"})
    after = only_firm(office)
    assert (after.city, after.logo_key) == ("Utrecht", before.logo_key)
    with office.at_work():
        (event,) = rows(Event, Event.kind == "law_firm.changed")
    assert event.data == {"before": {"city": "Amsterdam"}, "after": {"city": "Utrecht"}}


def test_a_letterhead_has_room_for_four_lines(office: Office, admin: FlaskClient) -> None:
    lines = "\r\n".join("abcde")
    answer = admin.post("/agency/law-firms/new", data=FORM | {"register_lines": lines})
    assert answer.status_code == 422
    assert "Four lines are the most" in answer.text


def test_a_lawyer_is_linked_to_somebody_in_that_role_and_to_one_firm_only(
    office: Office, admin: FlaskClient
) -> None:
    admin.post("/agency/law-firms/new", data=FORM)
    firm = only_firm(office)
    address = f"/agency/law-firms/{firm.id}/lawyers/new"
    login = office.person(Role.LAWYER).membership_id
    form = {"name": "mr. L. Visser", "title": "advocaat", "membership_id": str(login)}
    assert str(login) in admin.get(address).text
    assert admin.post(address, data=form).status_code == 302
    assert str(login) not in admin.get(address).text
    assert "linked to another lawyer" in admin.post(address, data=form).text

    collector = {**form, "membership_id": str(office.collector.membership_id)}
    refused = admin.post(address, data=collector)
    assert refused.status_code == 409
    assert "whose role is lawyer" in refused.text
    with office.at_work():
        (lawyer,) = rows(Lawyer)
        (event,) = rows(Event, Event.kind == "lawyer.added")
    assert lawyer.membership_id == login
    assert event.data["after"]["membership_id"] == str(login)


def test_a_lawyer_keeps_its_login_when_its_title_changes(
    office: Office, admin: FlaskClient
) -> None:
    office.new_law_firm()
    with office.at_work():
        (before,) = rows(Lawyer)
    address = f"/agency/law-firms/lawyers/{before.id}"
    login = str(before.membership_id)
    assert f'value="{login}" selected' in admin.get(address).text
    form = {"name": before.name, "title": "advocaat-partner", "membership_id": login}
    assert admin.post(address, data=form).status_code == 302
    with office.at_work():
        (after,) = rows(Lawyer)
    assert (after.title, str(after.membership_id)) == ("advocaat-partner", login)


def test_a_lawyer_who_left_frees_the_login(office: Office, admin: FlaskClient) -> None:
    firm_id, _ = office.new_law_firm()
    with office.at_work():
        (lawyer,) = rows(Lawyer)
    admin.post(f"/agency/law-firms/lawyers/{lawyer.id}/closure")
    with office.at_work():
        (left,) = rows(Lawyer)
    assert left.closed_at is not None
    assert left.membership_id is None
    assert str(lawyer.membership_id) in admin.get(f"/agency/law-firms/{firm_id}/lawyers/new").text


def test_a_closed_firm_acts_for_nobody(office: Office, admin: FlaskClient) -> None:
    creditor_id = office.new_creditor()
    firm_id, _ = office.new_law_firm(creditor_id)
    with office.at_work():
        assert [firm.id for firm in engaged_firms(creditor_id)] == [firm_id]
    admin.post(f"/agency/law-firms/{firm_id}/closure")
    with office.at_work():
        assert engaged_firms(creditor_id) == []
    admin.post(f"/agency/law-firms/{firm_id}/closure/delete")
    with office.at_work():
        assert engaged_firms(creditor_id) == []
        assert all(each.ended_at for each in rows(Engagement))


@pytest.mark.parametrize("page", ["", "/logo", "/edit", "/lawyers/new"])
def test_another_agency_finds_nothing(app: Flask, office: Office, page: str) -> None:
    other = open_office(app)
    firm_id, _ = office.new_law_firm()
    answer = other.sign_in(other.admin).get(f"/agency/law-firms/{firm_id}{page}")
    assert answer.status_code == 404


def test_another_agency_cannot_touch_a_lawyer(app: Flask, office: Office) -> None:
    other = open_office(app)
    office.new_law_firm()
    with office.at_work():
        (lawyer,) = rows(Lawyer)
    client = other.sign_in(other.admin)
    assert client.get(f"/agency/law-firms/lawyers/{lawyer.id}").status_code == 404
    assert client.post(f"/agency/law-firms/lawyers/{lawyer.id}/closure").status_code == 404


@pytest.mark.parametrize("page", ["", "/logo", "/edit", "/lawyers/new"])
def test_a_creditor_user_finds_nothing(office: Office, page: str) -> None:
    creditor_id = office.new_creditor()
    firm_id, _ = office.new_law_firm(creditor_id)
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    assert owner.get(f"/agency/law-firms/{firm_id}{page}").status_code == 404


def test_finance_looks_and_changes_nothing(office: Office) -> None:
    firm_id, _ = office.new_law_firm()
    finance = office.sign_in(office.finance)
    assert "Letterhead" in finance.get(f"/agency/law-firms/{firm_id}").text
    for page in ("/edit", "/lawyers/new"):
        assert finance.get(f"/agency/law-firms/{firm_id}{page}").status_code == 403
        assert f"{firm_id}{page}" not in finance.get(f"/agency/law-firms/{firm_id}").text
