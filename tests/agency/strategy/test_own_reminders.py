"""Steps in the creditor's own name: before the agency's, held without the creditor's word."""

import uuid
from typing import Any

import pytest

from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice, NoticeBatch
from agency.strategy.kinds import By, Deed, Sender
from agency.strategy.ladder import StepFacts
from agency.strategy.models import StrategyVersion
from agency.strategy.queries.versions import own_names_lacking
from agency.strategy.services.batches import make_batch
from portal import clock
from portal.errors import Refused
from portal.web import get
from tests.agency.contacts.desk import on
from tests.agency.strategy.desk import (
    DEMAND,
    actions,
    after,
    new_strategy,
    plan,
    planned,
    send,
)
from tests.agency.strategy.rungs import letter, step, words
from tests.office import Office, new_claim, rows
from tests.worker import run_jobs

OWN = NoticeKind.OWN_REMINDER
REMINDER = {
    "deed": Deed.NOTICE,
    "notice_kind": NoticeKind.REMINDER,
    "channel": By.EMAIL,
    "tone": "friendly",
    "sender": Sender.CREDITOR,
}


def steps() -> list[dict[str, Any]]:
    """One day after the due date, again a week later, then the agency's demand."""
    days = ((1, 0), (8, 7), (22, 7))
    what = (REMINDER, REMINDER, DEMAND)
    return [
        {
            **facts,
            "position": place,
            "name": f"Step {place}",
            "after_due_days": due,
            "after_previous_days": before,
        }
        for place, ((due, before), facts) in enumerate(zip(days, what, strict=True), start=1)
    ]


def own_case(office: Office, *, agreed: bool = True) -> uuid.UUID:
    """A case accepted on the day after its due date."""
    with on(after(1)):
        creditor_id = office.new_creditor(own_reminders=agreed)
        return office.accepted_case(creditor_id, new_claim())


def test_a_day_after_and_a_week_later_the_creditor_reminds_then_the_agency_asks(
    office: Office,
) -> None:
    new_strategy(office, *steps())
    case_id = own_case(office)
    for day, following in ((1, 8), (8, 22)):
        with on(after(day)):
            plan(office)
            action = planned(office, case_id)
            assert (action.notice_kind, action.sender) == (OWN, "creditor")
            assert (action.planned_on, action.held_by) == (after(day), "")
            send(office, case_id, OWN)
            assert planned(office, case_id).planned_on == after(following)
    with on(after(22)):
        plan(office)
        assert (planned(office, case_id).notice_kind, planned(office, case_id).sender) == (
            "demand",
            "agency",
        )
        send(office, case_id)
    assert [state for _, state in actions(office, case_id)][:3] == ["done"] * 3


def test_without_the_creditors_word_the_step_is_held_and_says_why(office: Office) -> None:
    version = new_strategy(office, *steps())
    case_id = own_case(office, agreed=False)
    with on(after(1)):
        plan(office)
        assert planned(office, case_id).held_by == "unagreed"
        with office.at_work(), pytest.raises(Refused, match="Nothing of this kind can go out"):
            make_batch(OWN, clock.today(), by=office.manager.user)
        with office.at_work():
            (name,) = own_names_lacking(get(StrategyVersion, version))
            assert name.startswith("Creditor")


def test_an_agency_that_has_written_holds_the_creditors_reminder(office: Office) -> None:
    case_id = own_case(office)
    with on(after(1)):
        send(office, case_id)
    new_strategy(office, *steps())
    with on(after(40)):
        plan(office)
        assert planned(office, case_id).held_by == "asked_before"


def test_due_reminders_make_a_batch_of_their_own(office: Office) -> None:
    new_strategy(office, *steps())
    case_id = own_case(office)
    with on(after(1)):
        plan(office)
        with office.at_work():
            batch_id = make_batch(OWN, clock.today(), by=office.manager.user).id
        run_jobs(office, only="notices.")
        with office.at_work():
            assert get(NoticeBatch, batch_id).title == "Reminder in the creditor's name"
            (notice,) = rows(Notice, Notice.case_id == case_id)
            assert (notice.kind, notice.render_error) == (OWN, "")


def own(position: int, due: int, **facts: Any) -> StepFacts:
    """A reminder in the creditor's name."""
    return letter(position, notice_kind="reminder", sender="creditor", after_due_days=due, **facts)


def test_the_agency_never_writes_before_the_creditor_does() -> None:
    demand = letter(1, after_due_days=1)
    assert any("Put it first" in each for each in words(demand, own(2, 20), step(3)))
    assert words(own(1, 1), own(2, 8, after_previous_days=7), step(3)) == []


def test_a_country_without_a_rule_for_it_has_none() -> None:
    found = words(own(1, 1, countries=("US",)), step(2))
    assert any("There is no such notice" in each for each in found)
