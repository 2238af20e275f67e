"""Colleagues know what was found out: notes are written once, pinned, withdrawn, and never changed."""

import uuid

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.compliance.records import Subjects
from agency.notes.models import Note
from agency.notes.personal import RECORDS
from agency.notes.queries import MOST_PINNED
from agency.notes.services import pin, unpin, withdraw, write
from agency.worklist.brief import brief_of
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.office import Office, open_office, rows

WORDS = "Ask for Mrs de Wit, she does the books."


def noted(
    office: Office, case_id: uuid.UUID, text: str = WORDS, *, pinned: bool = False
) -> uuid.UUID:
    """A note of the collector's."""
    with office.at_work():
        case, by = get(Case, case_id), office.collector.user
        return write(case, text, form_key=uuid.uuid4(), pinned=pinned, by=by).id


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def events(office: Office) -> list[str]:
    with office.at_work():
        return [it.kind for it in rows(Event) if it.kind.startswith("note.")]


def test_the_same_form_twice_is_one_note(office: Office) -> None:
    case_id, key = office.accepted_case(), uuid.uuid4()
    for _time in range(2):
        with office.at_work():
            write(get(Case, case_id), WORDS, form_key=key, by=office.collector.user)
    with office.at_work():
        assert [note.text for note in rows(Note)] == [WORDS]
    assert events(office) == ["note.written"]


def test_a_note_is_pinned_and_unpinned_once(office: Office) -> None:
    note_id = noted(office, office.accepted_case(), pinned=True)
    for act in (pin, unpin, unpin):
        with office.at_work():
            act(get(Note, note_id), by=office.collector.user)
    assert events(office) == ["note.written", "note.pinned", "note.unpinned"]


def test_a_withdrawn_note_stays_with_the_reason_and_is_not_pinned_any_more(office: Office) -> None:
    note_id = noted(office, office.accepted_case(), pinned=True)
    for why in ("It was another firm", "Again"):
        with office.at_work():
            withdraw(get(Note, note_id), why, by=office.collector.user)
    with office.at_work():
        note = get(Note, note_id)
        assert (note.text, note.withdrawn_why, note.is_pinned) == (
            WORDS,
            "It was another firm",
            False,
        )
        with pytest.raises(Refused, match="was withdrawn"):
            pin(note, by=office.collector.user)


def test_no_more_than_a_few_are_pinned(office: Office) -> None:
    case_id = office.accepted_case()
    for number in range(MOST_PINNED):
        noted(office, case_id, f"Note {number}", pinned=True)
    with pytest.raises(Refused, match="Unpin one"):
        noted(office, case_id, pinned=True)


def test_what_is_pinned_is_in_the_brief(office: Office) -> None:
    case_id = office.accepted_case()
    noted(office, case_id, pinned=True)
    noted(office, case_id, "Only today")
    with office.at_work():
        assert list(brief_of(get(Case, case_id)).notes) == [WORDS]


def test_a_collector_notes_on_the_page(office: Office) -> None:
    case_id = office.accepted_case()
    client = office.sign_in(office.collector)
    place = f"/agency/cases/{case_id}/notes"
    assert "No notes yet" in text(client, place)
    form = {"form_key": str(uuid.uuid4()), "note": "<b>Careful</b>", "pinned": "true"}
    assert client.post(place, data={**form, "note": ""}).status_code == 422
    assert client.post(place, data=form).status_code == 302
    page = text(client, place)
    assert "&lt;b&gt;Careful" in page
    assert "Pinned" in page
    with office.at_work():
        note_id = rows(Note)[0].id
    assert client.post(f"{place}/{note_id}/pin/removal").status_code == 302
    assert client.post(f"{place}/{note_id}/pin").status_code == 302
    assert "Careful" in text(client, f"{place}/{note_id}/withdrawal")
    assert client.post(f"{place}/{note_id}/withdrawal", data={}).status_code == 422
    why = {"why": "Not so"}
    assert client.post(f"{place}/{note_id}/withdrawal", data=why).status_code == 302
    assert "Not so" in text(client, place)
    assert "withdrawn already" in text(client, f"{place}/{note_id}/withdrawal")


def test_older_notes_are_on_the_next_page(office: Office) -> None:
    case_id = office.accepted_case()
    for number in range(12):
        noted(office, case_id, f"Note no {number}.")
    page = text(office.sign_in(office.collector), f"/agency/cases/{case_id}/notes")
    assert "Note no 11." in page
    assert "Note no 1." not in page


def test_who_does_not_work_cases_sees_no_notes(office: Office) -> None:
    case_id = office.accepted_case()
    noted(office, case_id)
    finance = office.sign_in(office.person(Role.FINANCE))
    assert finance.get(f"/agency/cases/{case_id}/notes").status_code == 403


def test_a_note_of_another_agency_or_case_is_not_there(office: Office) -> None:
    case_id = office.accepted_case()
    note_id = noted(office, case_id)
    other = open_office(office.app)
    stranger = other.sign_in(other.collector)
    assert stranger.get(f"/agency/cases/{case_id}/notes").status_code == 404
    elsewhere = office.accepted_case(office.new_creditor())
    client = office.sign_in(office.collector)
    assert client.post(f"/agency/cases/{elsewhere}/notes/{note_id}/pin").status_code == 404


def test_notes_are_handed_out_and_go_with_the_file(office: Office) -> None:
    case_id = office.accepted_case()
    note_id = noted(office, case_id)
    with office.at_work():
        withdraw(get(Note, note_id), "Mrs de Wit left", by=office.collector.user)
    with office.at_work():
        them = Subjects([get(Case, case_id).debtor_id], [case_id])
        assert WORDS in str(RECORDS.tell(them).rows)
        assert RECORDS.erase(them).count
    with office.at_work():
        note = get(Note, note_id)
        assert note.text == ""
        assert "Wit" not in note.withdrawn_why
