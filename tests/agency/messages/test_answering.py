"""Every message is dealt with: by an answer that is lawful, by a contact, or with a reason why not."""

import uuid
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import current_app

from agency.cases.models import Case, Mover, Party
from agency.cases.pending import obstacle
from agency.compliance.contacts import earlier
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.contacts.kinds import Outcome, Spoke
from agency.contacts.models import Contact
from agency.messages.models import Message
from agency.messages.services import (
    Written,
    log_as_settled,
    needs_no_answer,
    obstacle_to,
    write,
)
from portal import clock
from portal.errors import NotFound, Refused
from portal.web import get
from tests.agency.contacts.desk import log
from tests.agency.messages.post import DEBTOR, about, asked, bounce, came, found, letter, new_case
from tests.mailbox import Mailbox, text_of
from tests.office import Office, rows
from tests.worker import run_jobs

WEDNESDAY = datetime(2026, 6, 10, 10, tzinfo=UTC)
NIGHT = datetime(2026, 6, 10, 2, tzinfo=UTC)


def answered(
    office: Office, case_id: uuid.UUID, message_id: uuid.UUID | None, **facts: Any
) -> uuid.UUID:
    """An answer that the collector wrote."""
    with office.at_work():
        message = get(Message, message_id) if message_id else None
        made = write(
            get(Case, case_id),
            Written(
                **{
                    "form_key": uuid.uuid4(),
                    "party": Party.DEBTOR,
                    "to": DEBTOR,
                    "subject": "Re: Your letter",
                    "text": "By the end of June.",
                    "answers": message,
                    **facts,
                }
            ),
            by=office.collector.user,
        )
        return made.id


def test_an_answer_goes_out_in_the_thread_and_settles_the_message(
    office: Office, mail_server: Mailbox
) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        message_id = asked(office, case_id, Message_ID="q@debtor.example", sender=DEBTOR)
        answer = found(office, answered(office, case_id, message_id))
        run_jobs(office, only="mail.")
    sent = mail_server.to(DEBTOR)[-1]
    assert sent["In-Reply-To"] == "<q@debtor.example>"
    assert "By the end of June." in text_of(sent)
    kept = current_app.extensions["storage"].read(answer.raw_key)
    assert message_from_bytes(kept, policy=default)["Message-ID"] == sent["Message-ID"]
    message = found(office, message_id)
    assert (message.settled_how, message.waits) == ("answered", False)
    with office.at_work():
        assert get(Case, case_id).move == "notice"


def test_a_case_goes_on_with_what_the_message_interrupted(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        with office.at_work():
            get(Case, case_id).waits_for(Mover.DEBTOR, "pay", date(2026, 6, 20))
        first, second = asked(office, case_id), asked(office, case_id)
        answered(office, case_id, first)
        with office.at_work():
            assert get(Case, case_id).move == "message"
        answered(office, case_id, second)
        with office.at_work():
            case = get(Case, case_id)
            assert (case.mover, case.move, case.move_until) == ("debtor", "pay", date(2026, 6, 20))


def test_the_same_form_twice_is_one_answer(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id, form_key = new_case(office), uuid.uuid4()
        message_id = asked(office, case_id)
        first = answered(office, case_id, message_id, form_key=form_key)
        assert answered(office, case_id, message_id, form_key=form_key) == first


def test_two_people_do_not_answer_the_same_message(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        message_id = asked(office, case_id)
        answered(office, case_id, message_id)
        with pytest.raises(Refused, match="dealt with already"):
            answered(office, case_id, message_id)


def test_nothing_goes_out_while_the_debtor_waits_for_an_answer(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        message_id = asked(office, case_id)
        with office.at_work():
            assert "has no answer yet" in obstacle(get(Case, case_id))
        answered(office, case_id, message_id)
        with office.at_work():
            assert obstacle(get(Case, case_id)) == ""


def test_an_answer_may_go_out_when_collecting_may_not(office: Office) -> None:
    """A consumer in the Netherlands is not chased at night; what it asked is answered."""
    with clock.moved_to(NIGHT):
        case_id = new_case(office, kind="consumer")
        with office.at_work():
            case = get(Case, case_id)
            collecting = obstacle_to(case, Party.DEBTOR, None)
        message_id = asked(office, case_id)
        with office.at_work():
            case = get(Case, case_id)
            answering = obstacle_to(case, Party.DEBTOR, get(Message, message_id))
    assert collecting
    assert answering == ""


def test_who_wants_no_email_gets_none_unless_it_wrote(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        with office.at_work():
            declare(
                get(Case, case_id),
                Declared(kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel="email"),
                by=office.collector.user,
            )
        with pytest.raises(Refused, match="may not be sent now"):
            answered(office, case_id, None)


def test_nobody_is_written_to_at_an_address_that_nobody_told_us(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        with pytest.raises(NotFound):
            answered(office, case_id, None, to="anybody@else.example")


def test_an_address_that_nobody_knew_is_told_of_no_claim(
    office: Office, mail_server: Mailbox
) -> None:
    stranger = f"{uuid.uuid4().hex}@else.example"
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        answered(office, case_id, asked(office, case_id, sender=stranger), to=stranger)
        run_jobs(office, only="mail.")
    [sent] = mail_server.to(stranger)
    with office.at_work():
        creditor = get(Case, case_id).creditor.name
    for part in (text_of(sent), str(sent.get_body(("html",)))):
        assert "By the end of June." in part
        assert creditor not in part
        assert "/pay/" not in part


def test_a_message_is_dealt_with_in_a_call_that_came_after_it(office: Office) -> None:
    case_id = new_case(office)
    earlier_call = log(office, case_id, at=datetime(2026, 1, 5, 10, tzinfo=UTC))
    message_id = asked(office, case_id)
    call = log(office, case_id, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER)
    with office.at_work(), pytest.raises(Refused, match="before the message came"):
        log_as_settled(
            get(Message, message_id), get(Contact, earlier_call), by=office.collector.user
        )
    with office.at_work():
        log_as_settled(get(Message, message_id), get(Contact, call), by=office.collector.user)
    message = found(office, message_id)
    assert (message.settled_how, message.contact_id) == ("logged", call)


def test_a_call_on_another_case_settles_nothing(office: Office) -> None:
    message_id = asked(office, new_case(office))
    call = log(office, new_case(office))
    with office.at_work(), pytest.raises(NotFound):
        log_as_settled(get(Message, message_id), get(Contact, call), by=office.collector.user)


def test_a_bounce_is_settled_with_what_was_done_and_the_address_may_be_tried_again(
    office: Office,
) -> None:
    case_id = new_case(office)
    message_id = came(office, bounce(), about(office, case_id))
    with office.at_work():
        needs_no_answer(
            get(Message, message_id), "Was full", by=office.collector.user, try_again=True
        )
    with office.at_work():
        assert not get(Case, case_id).debtor.email_fails
        assert get(Case, case_id).move == "notice"


def test_what_we_write_counts_for_the_limits_on_contact(office: Office) -> None:
    with clock.moved_to(WEDNESDAY):
        case_id = new_case(office)
        answered(office, case_id, asked(office, case_id))
        with office.at_work():
            found = earlier([get(Case, case_id).debtor_id], WEDNESDAY)
    assert [each.channel for each in found] == ["email"]


def test_a_message_of_a_creditor_does_not_hold_back_notices(office: Office) -> None:
    case_id = new_case(office)
    came(office, letter(), about(office, case_id, Party.CREDITOR))
    with office.at_work():
        case = get(Case, case_id)
        assert (case.move, obstacle(case)) == ("message", "")
        assert [message.creditor_id for message in rows(Message)] == [case.creditor_id]
