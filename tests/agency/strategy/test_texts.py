"""Steps that go as text messages: reminders alone, after a letter, and another way where none arrives."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from agency.cases.models import Case
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import NoticeKind
from agency.messages.kinds import Delivery as Told
from agency.messages.models import Message
from agency.messages.services import hear_of
from agency.messages.services.text_sending import send_text
from agency.notices.models import Notice, NoticeBatch
from agency.notices.services import batches
from agency.strategy.kinds import ActionState, By, Deed, Origin, Reach, Sender
from agency.strategy.ladder import Scope
from agency.strategy.models import Action
from agency.strategy.services.batches import make_batch
from agency.strategy.services.departing import Wanted, change
from agency.strategy.written import Written, read, write
from portal import clock, db
from portal.errors import Refused
from portal.web import get
from tests.agency.contacts.desk import on
from tests.agency.messages.texting import set_up
from tests.agency.strategy.desk import actions, after, new_strategy, plan, planned, send
from tests.agency.strategy.rungs import DUTCH, letter, step, words
from tests.office import Office, new_claim, new_debtor, rows
from tests.standins.sms import SmsStandIn
from tests.worker import run_jobs

FIRST = letter(1, notice_kind="reminder", name="Reminder")
TEXT = letter(
    2, notice_kind="reminder", channel="sms", reach="text", name="Text", after_previous_days=14
)
REMINDER = {"deed": Deed.NOTICE, "notice_kind": NoticeKind.REMINDER, "tone": "friendly"}


def steps() -> list[dict[str, Any]]:
    """A reminder by e-mail, a text two weeks later, then a demand."""
    return [
        {**REMINDER, "channel": By.EMAIL, "position": 1, "name": "Reminder",
         "after_due_days": 5, "after_previous_days": 0},
        {**REMINDER, "channel": By.SMS, "reach": Reach.TEXT, "position": 2, "name": "Text",
         "after_due_days": 20, "after_previous_days": 15},
        {**REMINDER, "notice_kind": NoticeKind.DEMAND, "channel": By.BEST, "position": 3,
         "name": "Demand", "after_due_days": 30, "after_previous_days": 8},
    ]  # fmt: skip


def a_case(office: Office, **debtor: Any) -> uuid.UUID:
    """A case reminded by e-mail five days after its due date, whose text is next."""
    set_up(office)
    facts = {"phone": "06 12345678", "email": "anna@debtor.example", **debtor}
    new_strategy(office, *steps())
    with on(after(5)):
        claim = new_claim(debtor=new_debtor(**facts), due_on=after(0))
        case_id = office.accepted_case(None, claim)
        plan(office)
        send(office, case_id, NoticeKind.REMINDER)
    return case_id


def due_text(office: Office, case_id: uuid.UUID) -> uuid.UUID:
    """The text of the second step: planned, made in a batch, looked through, let go and sent."""
    with on(after(21)):
        plan(office)
        with office.at_work():
            batch_id = make_batch(NoticeKind.REMINDER, clock.today(), by=office.manager.user).id
        run_jobs(office, only="notices.")
        with office.at_work():
            batch = get(NoticeBatch, batch_id)
            batches.approve(batch, batches.seal_of(batch, None).digest, by=office.manager.user)
        with office.at_work():
            batches.send(get(NoticeBatch, batch_id), by=office.manager.user)
        run_jobs(office, only="notices.run")
    with office.at_work():
        return newest(case_id).id


def newest(case_id: uuid.UUID) -> Notice:
    found = [it for it in rows(Notice) if it.case_id == case_id]
    return max(found, key=lambda it: it.id)


def test_a_text_after_a_letter_is_in_order() -> None:
    other = letter(
        2, notice_kind="reminder", reach="no_text", name="Letter", variant=2, after_previous_days=14
    )
    assert words(FIRST, TEXT, other, scope=DUTCH) == []


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((FIRST, replace(TEXT, notice_kind="demand")), "cannot go as a text message"),
        ((FIRST, replace(TEXT, reach="")), "debtors who can be texted"),
        ((FIRST, replace(TEXT, sender=Sender.CREDITOR)), "in the agency's name"),
        ((step(1), TEXT), "only reminds of what a letter"),
        ((replace(FIRST, reach="email"), TEXT), "only reminds of what a letter"),
    ],
)
def test_a_text_that_may_not_go_keeps_a_version_back(steps: Any, says: str) -> None:
    assert any(says in each for each in words(*steps, scope=DUTCH))


def test_in_a_country_where_texts_want_consent_the_step_is_refused() -> None:
    american = Scope(currency="USD", served=("US",))
    assert any("TCPA" in each for each in words(FIRST, TEXT, scope=american))


def test_two_steps_of_a_place_are_told_apart_by_who_can_be_texted() -> None:
    other = replace(TEXT, variant=2, channel="best", reach="phone", name="Other")
    assert any("fit both" in each for each in words(FIRST, TEXT, other, scope=DUTCH))


def test_the_step_goes_as_a_text_and_is_done_once(office: Office, provider: SmsStandIn) -> None:
    case_id = a_case(office)
    with on(after(20)):
        plan(office)
        found = planned(office, case_id)
        assert (found.position, found.channel) == (2, "sms")
    notice_id = due_text(office, case_id)
    with on(after(21)), office.at_work():
        send_text(message_of(notice_id))
    assert len(provider.sent) == 1
    assert sorted(it for it in actions(office, case_id) if it[1] == "done") == [
        (1, "done"),
        (2, "done"),
    ]
    with on(after(21)):
        plan(office, again=True)
        assert planned(office, case_id).position == 3


def message_of(notice_id: uuid.UUID) -> Message:
    return next(it for it in rows(Message) if it.notice_id == notice_id)


def test_who_cannot_be_texted_takes_the_step_after(office: Office) -> None:
    for facts in ({"phone": "+31 20 1234567"}, {"phone": ""}):
        case_id = a_case(office, **facts)
        with on(after(20)):
            plan(office)
            assert planned(office, case_id).position == 3


def test_who_says_no_to_texts_is_planned_another_way(office: Office) -> None:
    case_id = a_case(office)
    with on(after(20)):
        plan(office)
        assert planned(office, case_id).channel == "sms"
        with office.at_work():
            said = Declared(kind=DeclarationKind.OPT_OUT, source=Source.SMS, channel="sms")
            declare(get(Case, case_id), said, by="debtor")
        plan(office, again=True)
        assert planned(office, case_id).position == 3


def test_a_text_that_fails_is_asked_by_e_mail_in_another_round(
    office: Office, provider: SmsStandIn
) -> None:
    case_id = a_case(office)
    notice_id = due_text(office, case_id)
    with on(after(21)):
        with office.at_work():
            send_text(message_of(notice_id))
        with office.at_work():
            hear_of(message_of(notice_id).gateway_ref, Told.FAILED)
        found = planned(office, case_id)
        assert (found.position, found.round, found.origin) == (2, 2, Origin.REPEATED)
        assert (found.channel, found.notice_kind) == ("email", "reminder")
        plan(office, again=True)
        again = planned(office, case_id)
        assert (again.id, again.held_by) == (found.id, "")
        with office.at_work():
            hear_of(message_of(notice_id).gateway_ref, Told.FAILED)
        send(office, case_id, NoticeKind.REMINDER)
    with office.at_work():
        done = db.session.scalars(
            select(Action).where(Action.case_id == case_id, Action.state == ActionState.DONE)
        ).all()
        assert sorted((it.position, it.round) for it in done) == [(1, 1), (2, 1), (2, 2)]
        assert len({it.notice_id for it in done}) == 3
    assert planned(office, case_id).position == 3


@pytest.mark.parametrize(
    "told",
    [
        ("send", "delivered", "failed", "plan", "send"),
        ("send", "failed", "delivered", "failed", "plan"),
        ("plan", "send", "sent", "failed", "send", "plan", "failed"),
        ("send", "send", "plan", "sent", "delivered", "delivered"),
    ],
)
def test_whatever_is_told_and_however_often_a_step_is_one_notice_a_round(
    office: Office, provider: SmsStandIn, told: tuple[str, ...]
) -> None:
    case_id = a_case(office)
    notice_id = due_text(office, case_id)
    with on(after(21)):
        for word in told:
            if word == "plan":
                plan(office, again=True)
                continue
            with office.at_work():
                message = message_of(notice_id)
                if word == "send":
                    send_text(message)
                else:
                    hear_of(message.gateway_ref, Told(word))
    assert len(provider.sent) == 1
    assert planned(office, case_id)
    with office.at_work():
        done = db.session.scalars(
            select(Action).where(Action.case_id == case_id, Action.state == ActionState.DONE)
        ).all()
        assert len({(it.position, it.round) for it in done}) == len(done) == 2
        assert len({it.notice_id for it in done}) == 2
        texts = [it for it in rows(Message) if it.notice_id == notice_id]
        assert len(texts) == 1


def test_a_notice_that_is_no_reminder_is_never_planned_by_hand_as_a_text(office: Office) -> None:
    case_id = a_case(office)
    wanted = Wanted(deed=Deed.NOTICE, on=after(20), notice_kind=NoticeKind.DEMAND, channel=By.SMS)
    with on(after(20)), office.at_work(), pytest.raises(Refused, match="cannot go as a text"):
        change(get(Case, case_id), wanted, "The debtor reads texts.", by=office.manager.user)


def test_the_file_says_it_as_the_form_does(office: Office) -> None:
    written = Written(
        name="Texts", rank=1, currency="EUR", creditor=None, countries=("NL",), debtor_kind="",
        decide_days=14, note="", steps=(FIRST, TEXT),
    )  # fmt: skip
    assert read(write(written)).steps == (FIRST, TEXT)
    assert 'channel = "sms"' in write(written)
