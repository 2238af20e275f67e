"""What messages hold of a person is handed out whole, and gone when its time has run out."""

from datetime import timedelta

from sqlalchemy import select

from agency.cases.models import Case, Debtor, Party
from agency.compliance.own_records import KINDS
from agency.compliance.records import Subjects
from agency.messages.models import Message, MessageFile
from agency.messages.personal import RECORDS
from agency.messages.services import drop
from portal import clock, db
from portal.web import get
from tests.agency.messages.post import about, asked, bounce, came, letter, new_case
from tests.office import Office, rows


def test_words_go_and_that_something_was_written_stays(office: Office) -> None:
    case_id = new_case(office)
    asked(office, case_id, "I lost my job.", files=(("proof.csv", b"a;b\n"), ("run.exe", b"MZ")))
    came(office, letter("Between us"), about(office, case_id, Party.CREDITOR))
    with office.at_work():
        them = Subjects([get(Case, case_id).debtor_id], [case_id])
        told = RECORDS.tell(them)
        assert "I lost my job." in str(told.rows)
        assert "Between us" not in str(told.rows)
        assert [it.name for it in told.files] == ["proof.csv"]
        gone = RECORDS.erase(them)
        assert told.files[0].key in gone.files
        assert len(gone.files) == 3, "two originals and a file"
    with office.at_work():
        for message in rows(Message):
            assert (message.text, message.subject, message.sender, message.raw_key) == ("",) * 4
            assert message.at is not None
        assert {(file.name, file.file_key) for file in rows(MessageFile)} == {("", "")}


def test_an_address_that_failed_goes_with_the_address(office: Office) -> None:
    case_id = new_case(office)
    came(office, bounce(), about(office, case_id))
    with office.at_work():
        debtor_id = get(Case, case_id).debtor_id
        for kind in KINDS:
            kind.erase(Subjects([debtor_id], [case_id]))
    with office.at_work():
        failing = select(Debtor.email_failing).where(Debtor.id == debtor_id)
        assert db.session.scalars(failing).one() == ""


def test_what_never_came_to_a_case_goes_by_its_own_age_once_it_is_dealt_with(
    office: Office,
) -> None:
    came(office, letter("Still waits", sender="x@unknown.example"))
    dropped = came(office, letter("Buy now", sender="y@unknown.example"))
    with office.at_work():
        drop(get(Message, dropped), "Advertising", by=office.collector.user)
    with office.at_work():
        assert RECORDS.sweep is not None
        RECORDS.sweep(clock.now() + timedelta(days=1))
    with office.at_work():
        assert [message.text for message in rows(Message)] == ["Still waits", ""]
