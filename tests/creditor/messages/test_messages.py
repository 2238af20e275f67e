"""A creditor and its agency write to each other on the case; debtors and other creditors are no part of it."""

import uuid
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case, Party
from agency.messages.models import Message
from portal.accounts.permissions import Role
from portal.web import get
from tests.agency.messages.post import about, asked, came, found, letter, new_case
from tests.office import Office, rows
from tests.worker import run_jobs


@pytest.fixture
def clerk(office: Office, creditor: uuid.UUID) -> FlaskClient:
    return office.sign_in(office.person(Role.CLERK, creditor))


def write(client: FlaskClient, case_id: uuid.UUID, text: str, key: str = "", **more: object) -> int:
    return client.post(
        f"/creditor/cases/{case_id}/messages",
        data={"form_key": key or str(uuid.uuid4()), "text": text, **more},
        content_type="multipart/form-data",
    ).status_code


def test_what_a_creditor_writes_is_the_agencys_next_move(
    office: Office, creditor: uuid.UUID, clerk: FlaskClient
) -> None:
    case_id = new_case(office, creditor)
    mail = (BytesIO(letter("I will pay.")), "his-mail.eml")
    assert write(clerk, case_id, "He wrote to us.", files=mail) == 302
    run_jobs(office, only="messages.")
    with office.at_work():
        case = get(Case, case_id)
        assert (case.mover, case.move) == ("agency", "message")
    page = clerk.get(f"/creditor/cases/{case_id}").text
    assert "He wrote to us." in page
    assert "With the agency" in page
    assert "his-mail.eml" in page
    panel = office.sign_in(office.collector).get(f"/agency/cases/{case_id}/messages").text
    assert "He wrote to us." in panel


def test_the_same_form_twice_is_one_message(
    office: Office, creditor: uuid.UUID, clerk: FlaskClient
) -> None:
    case_id, key = new_case(office, creditor), str(uuid.uuid4())
    write(clerk, case_id, "Once", key)
    write(clerk, case_id, "Once", key)
    with office.at_work():
        assert len(rows(Message)) == 1


def test_an_answer_goes_to_who_wrote_and_shows_on_the_page(
    office: Office, creditor: uuid.UUID, clerk: FlaskClient
) -> None:
    case_id = new_case(office, creditor)
    office.person(Role.OWNER, creditor)
    write(clerk, case_id, "He called us.")
    run_jobs(office, only="messages.")
    with office.at_work():
        [message] = rows(Message)
    collector = office.sign_in(office.collector)
    place = f"/agency/cases/{case_id}/messages/{message.id}/answer"
    form = {
        "form_key": str(uuid.uuid4()), "to": office.person(Role.CLERK, creditor).email,
        "subject": "Your case", "text": "Thank you, we will call him.",
    }  # fmt: skip
    assert collector.post(place, data=form).status_code == 302
    page = clerk.get(f"/creditor/cases/{case_id}").text
    assert "Thank you, we will call him." in page
    assert "With the agency" not in page


def test_a_creditor_never_reads_what_its_customer_wrote(
    office: Office, creditor: uuid.UUID, clerk: FlaskClient
) -> None:
    case_id = new_case(office, creditor)
    asked(office, case_id, "I lost my job.")
    assert "I lost my job." not in clerk.get(f"/creditor/cases/{case_id}").text


def test_files_are_for_the_creditor_alone(
    office: Office, creditor: uuid.UUID, clerk: FlaskClient
) -> None:
    case_id = new_case(office, creditor)
    mine = found(
        office,
        came(office, letter(files=(("a.csv", b"a;b\n"),)), about(office, case_id, Party.CREDITOR)),
    )
    theirs = found(office, asked(office, case_id, files=(("b.csv", b"c;d\n"),)))
    place = f"/creditor/cases/{case_id}/messages/{{}}/files/{{}}"
    assert clerk.get(place.format(mine.id, mine.files[0].id)).data == b"a;b\n"
    assert clerk.get(place.format(theirs.id, theirs.files[0].id)).status_code == 404
    assert clerk.get(place.format(mine.id, theirs.files[0].id)).status_code == 404
    other = office.sign_in(office.person(Role.CLERK, office.new_creditor()))
    assert other.get(place.format(mine.id, mine.files[0].id)).status_code == 404
    assert write(other, case_id, "Let me in") == 404


def test_viewers_read_and_do_not_write(office: Office, creditor: uuid.UUID) -> None:
    case_id = new_case(office, creditor)
    viewer = office.sign_in(office.person(Role.VIEWER, creditor))
    assert "Write to us" not in viewer.get(f"/creditor/cases/{case_id}").text
    assert write(viewer, case_id, "Hello") == 403
