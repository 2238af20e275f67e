"""What somebody writes finds its case, is kept as it came, and is one message however often it comes."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import current_app

from agency.cases.models import Case, Debtor, Party
from agency.messages.kinds import Nature
from agency.messages.models import Message, MessageFile
from agency.messages.services import assign, drop
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.agency.messages.post import (
    DEBTOR,
    about,
    address_of,
    asked,
    bounce,
    came,
    found,
    letter,
    new_case,
)
from tests.mailbox import Mailbox
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.worker import run_jobs

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)


def waits_for(office: Office, case_id: uuid.UUID) -> tuple[str, str, date]:
    with office.at_work():
        case = get(Case, case_id)
        return case.mover, case.move, case.move_until


def test_an_answer_to_the_address_of_a_case_is_its_next_move(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        message = found(office, asked(office, case_id, "When can I pay?"))
        assert waits_for(office, case_id) == ("agency", "message", date(2026, 6, 12))
    assert message.case_id == case_id
    assert (message.party, message.text) == ("debtor", "When can I pay?")
    assert message.answer_by == date(2026, 6, 12)


def test_the_mail_is_kept_byte_for_byte_with_its_files(office: Office) -> None:
    raw = letter(files=(("proof.csv", b"a;b\n1;2\n"), ("run.exe", b"MZ" + b"\0" * 200)))
    message = found(office, came(office, raw, about(office, new_case(office))))
    assert current_app.extensions["storage"].read(message.raw_key) == raw
    taken, refused = message.files
    assert (taken.name, taken.refused_why) == ("proof.csv", "")
    assert current_app.extensions["storage"].read(taken.file_key) == b"a;b\n1;2\n"
    assert (refused.name, refused.file_key) == ("run.exe", "")
    assert "program" in refused.refused_why


def test_a_mail_that_is_delivered_again_is_one_message(office: Office) -> None:
    case_id, raw = new_case(office), letter(Message_ID="same@debtor.example")
    first = came(office, raw, about(office, case_id))
    assert came(office, raw, about(office, case_id)) == first
    assert came(office, raw) == first
    with office.at_work():
        assert len(rows(Message)) == 1
        assert len(rows(Event, Event.kind == "message.came")) == 1


def test_one_mail_to_two_cases_is_read_in_both(office: Office) -> None:
    raw = letter(Message_ID="both@debtor.example")
    one, two = new_case(office), new_case(office)
    assert came(office, raw, about(office, one)) != came(office, raw, about(office, two))


def test_an_answer_without_our_address_is_known_by_the_mail_that_it_answers(
    office: Office, mail_server: Mailbox
) -> None:
    case_id = new_case(office)
    office.accepted_case(None, new_claim(debtor=new_debtor(email=DEBTOR)))
    with office.at_work():
        from agency.messages.services import Written, write

        write(
            get(Case, case_id),
            Written(
                form_key=uuid.uuid4(), party=Party.DEBTOR, to=DEBTOR, subject="Hello", text="Hello"
            ),
            by=office.collector.user,
        )
    run_jobs(office, only="mail.")
    sent = mail_server.to(DEBTOR)[-1]
    assert sent["Reply-To"] == address_of(office, case_id)
    assert sent["Auto-Submitted"] is None
    raw = letter(In_Reply_To=sent["Message-ID"], sender="somebody@else.example")
    message = found(office, came(office, raw))
    assert (message.case_id, message.party) == (case_id, "debtor")


def test_the_sender_tells_the_case_only_where_there_is_one(office: Office) -> None:
    case_id = new_case(office)
    assert found(office, came(office, letter())).case_id == case_id
    office.accepted_case(None, new_claim(debtor=new_debtor(email=DEBTOR)))
    message = found(office, came(office, letter()))
    assert (message.case_id, message.party) == (None, "debtor")


def test_a_creditors_own_people_are_known_by_their_address(office: Office) -> None:
    creditor_id = office.new_creditor()
    case_id = new_case(office, creditor_id)
    clerk = office.person(Role.CLERK, creditor_id)
    message = found(office, came(office, letter(sender=clerk.email)))
    assert (message.case_id, message.party) == (case_id, "creditor")
    assert message.creditor_id == creditor_id


def test_a_stranger_waits_for_staff_to_find_the_case(office: Office) -> None:
    case_id = new_case(office)
    message_id = came(office, letter(sender="x@unknown.example", files=(("a.csv", b"a;b\n"),)))
    assert found(office, message_id).party == "other"
    with office.at_work():
        assign(
            get(Message, message_id), get(Case, case_id), Party.CREDITOR, by=office.collector.user
        )
    assert waits_for(office, case_id)[1] == "message"
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
        assert [file.creditor_id for file in rows(MessageFile)] == [creditor_id]
        with pytest.raises(Refused, match="belongs to a case already"):
            assign(
                get(Message, message_id), get(Case, case_id), Party.DEBTOR, by=office.collector.user
            )


def test_advertising_is_put_aside_with_a_reason(office: Office) -> None:
    message_id = came(office, letter(sender="x@unknown.example"))
    with office.at_work():
        drop(get(Message, message_id), "Advertising", by=office.collector.user)
    message = found(office, message_id)
    assert (message.settled_how, message.settled_why) == ("dropped", "Advertising")


def test_an_out_of_office_note_is_kept_and_asks_nothing(office: Office) -> None:
    case_id = new_case(office)
    before = waits_for(office, case_id)
    message = found(office, asked(office, case_id, "I am away.", Auto_Submitted="auto-replied"))
    assert (message.nature, message.answer_by) == (Nature.AUTOMATIC, None)
    assert waits_for(office, case_id) == before


def test_a_bounce_is_a_task_and_marks_the_address(office: Office) -> None:
    case_id = new_case(office)
    came(office, bounce(), about(office, case_id))
    assert waits_for(office, case_id)[1] == "bounced"
    with office.at_work():
        debtor = get(Debtor, get(Case, case_id).debtor_id)
        assert debtor.email_fails
        debtor.email = "new@debtor.example"
        assert not debtor.email_fails


def test_an_address_that_writes_again_works_again(office: Office) -> None:
    case_id = new_case(office)
    came(office, bounce(), about(office, case_id))
    asked(office, case_id)
    with office.at_work():
        assert not get(Case, case_id).debtor.email_fails


def test_a_bounce_of_another_address_marks_nothing(office: Office) -> None:
    case_id = new_case(office)
    came(office, bounce(address="old@debtor.example"), about(office, case_id))
    with office.at_work():
        assert not get(Case, case_id).debtor.email_fails


@pytest.mark.parametrize(
    "change",
    [lambda w: w[:-1] + ("3" if w[-1] == "2" else "2"), lambda w: w.replace("d.", "c."), str.upper],
)
def test_an_address_that_somebody_made_up_leads_to_no_case(
    office: Office, change: Callable[[str], str]
) -> None:
    from agency.cases import threads

    word = about(office, new_case(office))
    with office.at_work():
        assert threads.find(word) is not None
        assert threads.find(change(word)) is None


def test_an_address_leads_into_no_other_agency(office: Office) -> None:
    from agency.cases import threads

    word, other = about(office, new_case(office)), open_office(office.app)
    with other.at_work():
        assert threads.find(word) is None


def test_a_closed_case_gets_its_message_and_stays_closed(office: Office) -> None:
    from agency.cases.models import ClosureReason
    from agency.cases.services import close

    case_id = new_case(office)
    with office.at_work():
        close(get(Case, case_id), ClosureReason.WITHDRAWN, text="Sold", by=office.collector.user)
    message = found(office, asked(office, case_id))
    assert message.waits
    assert waits_for(office, case_id)[1] == "closed"
