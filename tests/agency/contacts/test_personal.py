"""What contacts hold of a person is handed out whole, and gone when its time has run out."""

import io
from datetime import date

from werkzeug.datastructures import FileStorage

from agency.cases.models import Case
from agency.compliance.papers import paper_from
from agency.compliance.records import Subjects
from agency.contacts.kinds import ContactKind, Direction, Outcome, Reason, Spoke
from agency.contacts.models import Callback, Contact, Promise
from agency.contacts.personal import RECORDS
from portal.web import get
from tests.agency.contacts.desk import log, new_case, on, promised
from tests.agency.contacts.test_contacts import at
from tests.office import Office, rows

TODAY = date(2026, 6, 10)
LETTER = b"From: a@b.example\r\nSubject: Sorry\r\n\r\nNext week\r\n"


def test_words_go_and_figures_stay(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            paper = paper_from(FileStorage(io.BytesIO(LETTER), "letter.eml"))
        log(
            office,
            case_id,
            kind=ContactKind.LETTER,
            direction=Direction.IN,
            phone="",
            spoke=Spoke.DEBTOR,
            spoke_name="Anna",
            outcome=Outcome.OTHER,
            reason=Reason.FORGOT,
            note="Private",
            paper=paper,
        )
        log(office, case_id, spoke="debtor", outcome="callback", call_at=at(date(2026, 6, 12), 12))
        promised(office, case_id, 500, date(2026, 6, 19))
        with office.at_work():
            them = Subjects([get(Case, case_id).debtor_id], [case_id])
            told = RECORDS.tell(them)
            assert len(told.rows) == 4
            assert "Private" not in str(told.rows)
            assert [it.name for it in told.files] == ["letter.eml"]
            gone = RECORDS.erase(them)
            assert gone.files == {told.files[0].key}
        with office.at_work():
            letter, call = rows(Contact)
            assert (letter.note, letter.spoke_name, letter.document_key, call.phone) == ("",) * 4
            assert (letter.outcome, letter.reason) == ("other", "forgot")
            assert rows(Callback)[0].phone == ""
            assert rows(Promise)[0].amount_minor == 50_000
