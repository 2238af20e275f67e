"""Departing from the procedure: allowed to the experienced, with a reason that stays."""

import uuid
from datetime import date, timedelta

import pytest

from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice
from agency.notices.services import withdraw
from agency.strategy.kinds import By, Deed, Origin
from agency.strategy.models import Step
from agency.strategy.services import departing
from agency.strategy.services.departing import Wanted
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.agency.contacts.desk import log, new_case, on, waits_for
from tests.agency.strategy.desk import (
    actions,
    course,
    new_strategy,
    plan,
    planned,
    prepared,
    send,
    steps_at,
)
from tests.office import Office, rows

DUE = date(2026, 3, 1)
DAY = DUE + timedelta(days=6)


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    """A case whose first step is due."""
    new_strategy(office)
    with on(DUE + timedelta(days=3)):
        return new_case(office)


def depart(office: Office, case_id: uuid.UUID, verb: str, *args: object, **facts: object) -> None:
    with office.at_work():
        getattr(departing, verb)(get(Case, case_id), *args, by=office.manager.user, **facts)


def test_a_step_left_out_counts_and_the_next_is_planned(office: Office, case_id: uuid.UUID) -> None:
    with on(DAY):
        depart(office, case_id, "skip", "The creditor wrote itself")
        assert planned(office, case_id).position == 2
        assert waits_for(office, case_id)[2] == DUE + timedelta(days=20)
    assert actions(office, case_id) == [(1, "skipped"), (2, "planned")]
    with office.at_work():
        told = rows(Event, Event.kind == "action.skipped")[0]
        assert told.data["why"] == "The creditor wrote itself"


def test_a_step_put_off_comes_again_on_its_day_and_no_run_brings_it_forward(
    office: Office, case_id: uuid.UUID
) -> None:
    later = DAY + timedelta(days=10)
    with on(DAY):
        depart(office, case_id, "pull", "On holiday", not_before=later)
        plan(office, again=True)
        assert planned(office, case_id).planned_on == later
    assert actions(office, case_id) == [(1, "pulled"), (1, "planned")]


def test_a_step_added_comes_before_the_next_and_leaves_the_place(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(DAY):
        depart(office, case_id, "add", Wanted(deed=Deed.CALL, on=DAY), "Knows the director")
        added = planned(office, case_id)
        assert (added.deed, added.origin, added.position) == (Deed.CALL, Origin.ADDED, 0)
        plan(office, again=True)
        assert planned(office, case_id).id == added.id
        log(office, case_id, spoke="debtor", outcome="refused")
        assert planned(office, case_id).position == 1
    with office.at_work():
        assert get(type(added), added.id).contact_id is not None


def test_a_call_that_reaches_nobody_is_tried_three_times(office: Office) -> None:
    call = {**steps_at(5)[0], "deed": Deed.CALL, "notice_kind": "", "channel": ""}
    new_strategy(office, call, steps_at(5, 20)[1])
    with on(DUE + timedelta(days=5)):
        case_id = new_case(office)
    for tried, place in ((6, 1), (7, 1), (8, 2)):
        with on(DUE + timedelta(days=tried)):
            log(office, case_id)
            assert planned(office, case_id).position == place


def test_a_step_done_again_does_not_send_the_case_back(office: Office, case_id: uuid.UUID) -> None:
    with on(DAY):
        send(office, case_id)
    with on(DAY + timedelta(days=20)):
        with office.at_work():
            first = next(step for step in rows(Step) if step.position == 1)
        depart(office, case_id, "repeat", first, "It came back")
        again = planned(office, case_id)
        assert (again.position, again.round, again.origin) == (1, 2, Origin.REPEATED)
        send(office, case_id)
        assert planned(office, case_id).position == 2
        followed = course(office, case_id)
        assert followed is not None
        assert followed.position == 1


def test_a_step_done_otherwise_stays_so_whatever_the_night_finds(
    office: Office, case_id: uuid.UUID
) -> None:
    wanted = Wanted(deed=Deed.NOTICE, on=DAY, notice_kind=NoticeKind.FINAL_DEMAND, channel=By.POST)
    with on(DAY):
        depart(office, case_id, "change", wanted, "He reads no e-mail")
        plan(office, again=True)
        action = planned(office, case_id)
        assert (action.notice_kind, action.channel, action.position) == ("final_demand", "post", 1)


def test_a_notice_that_is_taken_back_pulls_its_step_until_tomorrow(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(DAY):
        notice_id = prepared(office, case_id)
        with office.at_work():
            withdraw(get(Notice, notice_id), "Wrong address", by=office.collector.user)
        assert planned(office, case_id).planned_on == DAY + timedelta(days=1)
    assert actions(office, case_id) == [(1, "pulled"), (1, "planned")]


def test_at_the_end_nothing_can_be_left_out(office: Office) -> None:
    new_strategy(office, *steps_at(5))
    with on(DAY):
        case_id = new_case(office)
        send(office, case_id)
        with pytest.raises(Refused, match="at its end"):
            depart(office, case_id, "skip", "No")


def test_novices_write_what_the_procedure_asks_for_and_nothing_else(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(DAY):
        with pytest.raises(Refused, match="The procedure asks for “Demand 1”"):
            prepared(office, case_id, NoticeKind.FINAL_DEMAND)
        send(office, case_id)
        with pytest.raises(Refused, match="from 21 Mar 2026"):
            prepared(office, case_id)
