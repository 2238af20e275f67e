"""Notices as text messages: only after a letter, once, at a lawful hour, and known when they fail."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import NoticeKind
from agency.messages.kinds import By, Nature
from agency.messages.kinds import Delivery as Told
from agency.messages.models import Message
from agency.messages.services import hear_of
from agency.messages.services.text_sending import send_text
from agency.notices import services
from agency.notices.models import (
    Delivery,
    Notice,
    NoticeBatch,
    NoticeState,
    NoticeWish,
)
from agency.notices.services import options
from agency.notices.services.batches import send as start
from portal import clock, db
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.messages.texting import NUMBER, set_up
from tests.agency.notices import batches
from tests.agency.notices.desk import Desk, one, open_desk, pay
from tests.office import Office, rows
from tests.standins.sms import SmsStandIn
from tests.worker import run_jobs

NIGHT = datetime(2026, 12, 8, 2, tzinfo=UTC)
MORNING = datetime(2026, 12, 8, 10, tzinfo=UTC)


def asked(desk: Desk) -> None:
    """The reminder that says all, by e-mail."""
    desk.dispatched(kind=NoticeKind.REMINDER, channel="email", due_on=date(2026, 12, 7))


def text(desk: Desk, **changes: Any) -> uuid.UUID:
    """A text that lies ready."""
    facts = {"kind": NoticeKind.REMINDER, "channel": "sms", "due_on": None, **changes}
    return desk.rendered(**facts)


def sent(desk: Desk, at: datetime = MORNING) -> uuid.UUID:
    """A text that has gone out and was handed over."""
    with clock.moved_to(at):
        notice_id = text(desk)
        with desk.office.at_work():
            assert services.dispatch(get(Notice, notice_id), by=desk.office.collector.user)
        with desk.office.at_work():
            send_text(message_of(notice_id))
    return notice_id


def message_of(notice_id: uuid.UUID) -> Message:
    return next(it for it in rows(Message) if it.notice_id == notice_id)


def declared_stop(desk: Desk) -> None:
    said = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel="sms")
    with desk.office.at_work():
        declare(desk.case, said, by=desk.office.collector.user)


def test_a_reminder_goes_as_a_text_after_a_letter_and_once(
    texting: Desk, provider: SmsStandIn
) -> None:
    asked(texting)
    notice_id = sent(texting)
    [handed] = provider.sent
    assert handed["to"] == NUMBER
    lines = handed["text"].splitlines()
    with texting.office.at_work():
        notice = one(notice_id)
        assert notice.state is NoticeState.SENT
        assert lines[0].startswith("We wrote to you about what Creditor")
        assert "/pay/" in lines[0]
        assert notice.case.reference in lines[1]
        assert "STOP" in lines[2]
        [delivery] = [it for it in rows(Delivery) if it.notice_id == notice_id]
        assert (delivery.channel, delivery.to_address.splitlines()[-1]) == ("sms", NUMBER)
        assert not services.dispatch(notice, by=texting.office.collector.user)
        send_text(message_of(notice_id))
    assert len(provider.sent) == 1


def test_a_text_counts_as_no_letter_and_books_no_term(texting: Desk) -> None:
    asked(texting)
    with texting.office.at_work():
        before = [(it.reminded_on, it.letters) for it in texting.case.claims]
    notice_id = sent(texting)
    with texting.office.at_work():
        assert [(it.reminded_on, it.letters) for it in texting.case.claims] == before
        assert not one(notice_id).runs_by_law


def test_nothing_is_texted_before_a_letter(texting: Desk) -> None:
    with pytest.raises(Refused, match="only reminds of what a letter"):
        text(texting)


@pytest.mark.parametrize("kind", [NoticeKind.FOURTEEN_DAY_LETTER, NoticeKind.DEMAND])
def test_what_the_law_asks_in_full_is_no_text(texting: Desk, kind: NoticeKind) -> None:
    asked(texting)
    with clock.moved_to(MORNING), pytest.raises(Refused, match="cannot go as a text message"):
        text(texting, kind=kind)


@pytest.mark.parametrize(
    ("phone", "why"), [("+31 20 1234567", "No mobile number"), ("", "No mobile number")]
)
def test_only_a_mobile_number_is_texted(
    office: Office, monday: None, provider: SmsStandIn, phone: str, why: str
) -> None:
    set_up(office)
    desk = open_desk(office, phone=phone, email="anna@debtor.example")
    asked(desk)
    with clock.moved_to(MORNING), pytest.raises(Refused, match=why):
        text(desk)


def test_at_night_a_text_waits_and_goes_in_the_morning(texting: Desk, provider: SmsStandIn) -> None:
    asked(texting)
    with clock.moved_to(NIGHT):
        notice_id = text(texting)
        with texting.office.at_work():
            assert not services.dispatch(get(Notice, notice_id), by=texting.office.collector.user)
            until = one(notice_id).held_until
        assert until is not None
        assert until > NIGHT
        page = texting.office.sign_in(texting.office.collector).get(f"/agency/notices/{notice_id}")
        assert "It goes by itself on" in page.text
        with texting.office.at_work():
            services.send_held(get(Notice, notice_id))
            assert one(notice_id).is_open
    with clock.moved_to(until):
        with texting.office.at_work():
            services.send_held(get(Notice, notice_id))
            services.send_held(get(Notice, notice_id))
        with texting.office.at_work():
            assert one(notice_id).state is NoticeState.SENT
            send_text(message_of(notice_id))
    assert len(provider.sent) == 1


def test_what_was_paid_overnight_is_not_texted(texting: Desk, provider: SmsStandIn) -> None:
    asked(texting)
    with clock.moved_to(NIGHT):
        notice_id = text(texting)
        with texting.office.at_work():
            services.dispatch(get(Notice, notice_id), by=texting.office.collector.user)
            until = one(notice_id).held_until
            pay(texting, principal=Money.of("400"))
    assert until
    with clock.moved_to(until), texting.office.at_work():
        services.send_held(get(Notice, notice_id))
        notice = one(notice_id)
        assert (notice.is_open, notice.held_until) == (True, None)
        assert texting.case.move == "dispatch"
    assert provider.sent == []


def test_who_says_stop_in_between_is_not_texted(texting: Desk, provider: SmsStandIn) -> None:
    asked(texting)
    with clock.moved_to(MORNING):
        notice_id = text(texting)
        declared_stop(texting)
        with texting.office.at_work(), pytest.raises(Refused):
            services.dispatch(get(Notice, notice_id), by=texting.office.collector.user)


def test_what_is_paid_before_it_is_handed_over_is_not_texted(
    texting: Desk, provider: SmsStandIn
) -> None:
    asked(texting)
    with clock.moved_to(MORNING):
        notice_id = text(texting)
        with texting.office.at_work():
            services.dispatch(get(Notice, notice_id), by=texting.office.collector.user)
            pay(texting, principal=Money.of("400"))
        with texting.office.at_work():
            send_text(message_of(notice_id))
        with texting.office.at_work():
            assert one(notice_id).state is NoticeState.WITHDRAWN
    assert provider.sent == []


def test_a_text_that_does_not_arrive_is_a_task_and_no_notice(
    texting: Desk, provider: SmsStandIn
) -> None:
    asked(texting)
    notice_id = sent(texting)
    with clock.moved_to(MORNING):
        with texting.office.at_work():
            hear_of(message_of(notice_id).gateway_ref, Told.FAILED)
        with texting.office.at_work():
            notice, debtor = one(notice_id), texting.case.debtor
            assert notice.state is NoticeState.WITHDRAWN
            assert "did not arrive" in notice.withdrawn_why
            assert (debtor.working_mobile, debtor.text_fails) == ("", True)
            [task] = [it for it in rows(Message) if it.nature == Nature.BOUNCE]
            assert task.waits
            assert task.way == By.SMS
            assert texting.case.move == "bounced"
        with pytest.raises(Refused, match="No mobile number"):
            text(texting)


def test_the_case_shows_what_the_text_said(texting: Desk) -> None:
    asked(texting)
    notice_id = sent(texting)
    with clock.moved_to(MORNING):
        client = texting.office.sign_in(texting.office.collector)
        panel = client.get(f"/agency/cases/{texting.case_id}/messages").text
        assert "We wrote to you about what Creditor" in panel
        page = client.get(f"/agency/notices/{notice_id}").text
        assert "Handed to the provider" in page
        assert "Send a copy" not in page


def test_a_batch_at_night_waits_and_says_so(texting: Desk, provider: SmsStandIn) -> None:
    asked(texting)
    with clock.moved_to(NIGHT):
        batch_id = batches.prepared(
            texting, texting.case_id, kind=NoticeKind.REMINDER, channel="sms"
        )
        batches.approve(texting, batch_id)
        with texting.office.at_work():
            start(get(NoticeBatch, batch_id), by=texting.office.collector.user)
        run_jobs(texting.office, only="notices.run")
        with texting.office.at_work():
            (wish,) = rows(NoticeWish, NoticeWish.batch_id == batch_id)
            assert wish.held_why
            notice = wish.notice
            assert notice is not None
            notice_id, until = notice.id, notice.held_until
    assert until is not None
    with clock.moved_to(until), texting.office.at_work():
        services.send_held(get(Notice, notice_id))
        assert one(notice_id).state is NoticeState.SENT


def test_a_batch_of_demands_cannot_be_texts(texting: Desk) -> None:
    with pytest.raises(Refused, match="cannot go as a text message"):
        batches.made(texting, texting.case_id, kind=NoticeKind.DEMAND, channel="sms")


def test_a_new_number_is_texted_again(texting: Desk) -> None:
    with texting.office.at_work():
        debtor = texting.case.debtor
        debtor.text_failing = debtor.mobile
        db.session.flush()
        assert debtor.working_mobile == ""
        debtor.phone = "06 87654321"
        db.session.flush()
        assert debtor.working_mobile == "+31687654321"


def test_a_text_is_not_made_a_letter_nor_copied(texting: Desk) -> None:
    asked(texting)
    with clock.moved_to(MORNING):
        notice_id = text(texting)
        with texting.office.at_work(), pytest.raises(Refused, match="stays one"):
            services.change(
                get(Notice, notice_id),
                services.Change("email", "en"),
                by=texting.office.collector.user,
            )


def test_the_form_offers_a_text_only_where_one_may_go(texting: Desk) -> None:
    with texting.office.at_work():
        found = options.of(texting.case, "reminder", by=texting.office.collector.user)
        assert "sms" not in found.channels
    asked(texting)
    with clock.moved_to(MORNING), texting.office.at_work():
        found = options.of(texting.case, "reminder", by=texting.office.collector.user)
        assert "sms" in found.channels
        assert "Antwoord STOP" in found.text
        assert (
            "sms"
            not in options.of(texting.case, "demand", by=texting.office.collector.user).channels
        )
