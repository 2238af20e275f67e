"""Contacts are kept as they happened, and what was agreed in them is done at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agency.cases import requests
from agency.cases.models import Case, ClosureReason, DebtorRequest, RequestKind
from agency.cases.services import close
from agency.compliance.may_contact import may_contact
from agency.contacts.kinds import ContactKind, Direction, Outcome, Reason, Spoke
from agency.contacts.models import Callback, Contact, Promise
from agency.contacts.overview import call_now
from agency.contacts.services import log_contact, plan, wake_callbacks
from agency.law.vocabulary import Channel, DebtorKind
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import PHONE, log, logged, new_case, on, waits_for
from tests.office import Office, rows

TODAY = date(2026, 6, 10)
SUNDAY = date(2026, 6, 14)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def kinds(office: Office) -> list[str]:
    with office.at_work():
        found = rows(Event)
        return [it.kind for it in found if it.kind.split(".")[0] in ("contact", "promise")]


def test_a_call_with_a_promise_is_one_log(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        log(
            office,
            case_id,
            spoke=Spoke.DEBTOR,
            outcome=Outcome.PROMISE,
            reason=Reason.FORGOT,
            note="Very sorry",
            amount=Money.of(500),
            due_on=date(2026, 6, 19),
        )
        assert waits_for(office, case_id)[:2] == ("debtor", "promise")
        assert kinds(office) == ["contact.reached", "promise.made"]
        with office.at_work():
            assert rows(Promise)[0].channel == "phone"


def test_the_same_form_twice_is_one_contact(office: Office) -> None:
    with on(TODAY):
        case_id, form_key = new_case(office), uuid.uuid4()
        assert log(office, case_id, form_key=form_key) == log(office, case_id, form_key=form_key)
        assert kinds(office) == ["contact.logged"]


def test_two_people_log_at_once_and_both_logs_stay(office: Office) -> None:
    case_id = new_case(office)
    people = (office.collector, office.manager)

    def call(person: Any) -> None:
        with office.app.app_context(), office.at_work():
            log_contact(get(Case, case_id), logged(), by=person.user)

    with ThreadPoolExecutor(2) as both:
        list(both.map(call, people))
    with office.at_work():
        assert {it.logged_by for it in rows(Contact)} == {it.user_id for it in people}


def test_a_call_at_an_unlawful_hour_is_kept_and_marked(office: Office) -> None:
    with on(SUNDAY):
        case_id = new_case(office, kind=DebtorKind.CONSUMER)
        made = log(office, case_id)
        heard = log(office, case_id, direction=Direction.IN, spoke=Spoke.DEBTOR, outcome="other")
        with office.at_work():
            assert get(Contact, made).flaw
            assert get(Contact, heard).flaw == ""
            assert not call_now(get(Case, case_id)).allowed
        assert kinds(office) == ["contact.logged", "contact.flagged", "contact.reached"]


def test_calls_count_for_the_limits_on_frequency(office: Office) -> None:
    with on(TODAY, 18):  # Noon in Chicago, and a lawful hour wherever else it may be.
        facts = {"kind": DebtorKind.CONSUMER, "country": "US", "city": "Chicago"}
        case_id = new_case(office, postcode="60601", **facts)
        with office.at_work():
            assert may_contact(get(Case, case_id).debtor, Channel.PHONE).allowed
        for _ in range(7):
            log(office, case_id)
        with office.at_work():
            assert not may_contact(get(Case, case_id).debtor, Channel.PHONE).allowed


def test_a_wrong_number_is_marked_until_somebody_answers_there(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        log(office, case_id, outcome=Outcome.WRONG_NUMBER, spoke=Spoke.OTHER)
        with office.at_work():
            assert call_now(get(Case, case_id)).is_wrong
            assert not call_now(get(Case, case_id), phone="+31 6 1").is_wrong
    with on(TODAY, 11):
        log(office, case_id, phone="+31305550100", spoke=Spoke.DEBTOR, outcome=Outcome.OTHER)
        with office.at_work():
            assert not call_now(get(Case, case_id)).is_wrong


def test_an_objection_on_the_telephone_rests_the_case(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        words = "Half of it never came."
        log(
            office,
            case_id,
            spoke=Spoke.AGENT,
            outcome=Outcome.DISPUTE,
            objection=words,
            note="Angry",
        )
        with office.at_work():
            hold = get(Case, case_id).hold
            assert hold
            assert (hold.reason, hold.text) == ("dispute", words)


def test_a_callback_is_the_next_move_and_over_with_its_call(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        wish = at(TODAY + timedelta(days=2), 15)
        log(office, case_id, spoke=Spoke.DEBTOR, outcome=Outcome.CALLBACK, call_at=wish)
        assert waits_for(office, case_id) == ("agency", "callback", TODAY + timedelta(days=2))
        with office.at_work():
            assert rows(Callback)[0].phone == PHONE
    with on(TODAY + timedelta(days=2), 13):
        with office.at_work():
            callback = rows(Callback)[0].id
        log(office, case_id, callback=callback)
        assert waits_for(office, case_id)[1] == "callback"
        log(office, case_id, callback=callback, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER)
        assert waits_for(office, case_id)[1] == "notice"
        with office.at_work():
            assert not rows(Callback)[0].is_open


def test_nobody_plans_a_call_for_an_unlawful_hour(office: Office) -> None:
    with on(TODAY), office.at_work():
        case = get(Case, new_case(office, kind=DebtorKind.CONSUMER))
        facts: dict[str, Any] = {"asked_by": "Anna", "phone": PHONE, "note": ""}
        with pytest.raises(Refused, match="not allowed then"):
            plan(case, at(SUNDAY, 12), **facts, by=office.collector.user)
        with pytest.raises(Refused, match="has passed"):
            plan(case, at(TODAY, 9), **facts, by=office.collector.user)
        friday = at(date(2026, 6, 12), 12)
        first = plan(case, friday, **facts, by=office.collector.user)
        assert plan(case, friday, **facts, by=office.manager.user) is first


def test_a_due_callback_comes_up_wherever_its_case_waited(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            case = get(Case, case_id)
            facts: dict[str, Any] = {"asked_by": "Anna", "phone": PHONE, "note": ""}
            plan(case, at(date(2026, 6, 12), 12), **facts, by=office.collector.user)
            case.waits_for("debtor", "pay", date(2026, 7, 1))  # type: ignore[arg-type]
    for day, hour, move in ((11, 21, "pay"), (12, 6, "callback")):
        with on(date(2026, 6, day), hour):
            for _ in range(2):
                with office.at_work():
                    wake_callbacks()
            assert waits_for(office, case_id)[1] == move


def test_a_callback_is_dropped_with_its_case(office: Office) -> None:
    with on(TODAY), office.at_work():
        case = get(Case, new_case(office))
        by = office.collector.user
        friday = at(date(2026, 6, 12), 12)
        plan(case, friday, asked_by="Anna", phone=PHONE, note="", by=by)
        close(case, ClosureReason.WITHDRAWN, by=by, text="Mistake")
    with office.at_work():
        assert rows(Callback)[0].dropped_at


def test_the_debtors_own_wish_is_answered_by_the_call(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            requests.make(get(Case, case_id), RequestKind.CALL_ME, phone="+31 6 5550 0100")
            asked = rows(DebtorRequest)[0].id
        log(office, case_id, request=asked)
        assert waits_for(office, case_id)[1] == "request"
        log(office, case_id, request=asked, spoke="debtor", outcome=Outcome.OTHER, note="Private")
        assert waits_for(office, case_id)[1] == "notice"
        with office.at_work():
            assert rows(DebtorRequest)[0].answer == "Called."


def test_creditors_learn_only_that_the_debtor_was_reached(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        log(office, case_id)
        log(
            office,
            case_id,
            kind=ContactKind.VISIT,
            phone="",
            spoke=Spoke.DEBTOR,
            outcome=Outcome.REFUSED,
            note="Private",
        )
        with office.at_work():
            creditor_id = get(Case, case_id).creditor_id
        with office.at_work(creditor_id):
            seen = [it for it in rows(Event) if it.kind.startswith("contact.")]
            assert [it.kind for it in seen] == ["contact.reached"]
            assert "Private" not in str(seen[0].data)
            assert rows(Contact) == []
