"""Running cases go over to another version on purpose: what would change is shown before."""

import uuid
from typing import Any

import pytest

from agency.cases.models import Case
from agency.strategy.carrying import carried, passed_over
from agency.strategy.kinds import ActionState, Deed
from agency.strategy.ladder import StepFacts
from agency.strategy.models import Action, Changeover, Course, StrategyVersion
from agency.strategy.queries.changeovers import Move, Turn, preview, refused
from agency.strategy.queries.versions import steps_of
from agency.strategy.services import changing_over, departing, releasing
from portal import clock
from portal.audit.models import Event
from portal.errors import Refused
from portal.web import get
from tests.agency.strategy.author import next_version, strategy_in_force
from tests.agency.strategy.desk import plan, planned
from tests.agency.strategy.rungs import at, letter, step
from tests.office import Office, new_claim, new_debtor, rows
from tests.worker import run_jobs

FIRST = step(1, after_due_days=5)
DEMAND = letter(2, after_due_days=20, after_previous_days=14)
DEMAND_FIRST = letter(1, after_due_days=5)
CALL_LATER = step(2, after_due_days=20)
DEMAND_AFTER = letter(2, after_due_days=1000)


def two_versions(office: Office, *new: StepFacts) -> tuple[uuid.UUID, uuid.UUID]:
    """The version in force, and another one released after it."""
    with office.at_work():
        made = strategy_in_force(office, FIRST, DEMAND)
        old = made.versions[0].id
        return old, next_version(office, made, *(new or (DEMAND_FIRST, CALL_LATER))).id


def turns(office: Office, old: uuid.UUID, new: uuid.UUID, *places: int) -> dict[Turn, int]:
    with office.at_work():
        before, after = get(StrategyVersion, old), get(StrategyVersion, new)
        stands = places or carried(steps_of(before), steps_of(after))
        found = preview(Move(before, after, tuple(stands)), clock.today())
        return {turn: found.number(turn) for turn in Turn if found.number(turn)}


def move(office: Office, old: uuid.UUID, new: uuid.UUID) -> uuid.UUID:
    with office.at_work():
        before, after = get(StrategyVersion, old), get(StrategyVersion, new)
        stands = carried(steps_of(before), steps_of(after))
        by = office.manager.user
        return changing_over.begin(Move(before, after, tuple(stands)), "It works better.", by=by).id


def test_what_was_done_is_not_done_again_and_nothing_to_come_is_passed_over() -> None:
    old = [step(1), letter(2), letter(3, notice_kind="law_firm_notice")]
    reminder = letter(1, notice_kind="reminder")
    new = [reminder, step(2), letter(3), step(4), letter(5, notice_kind="law_firm_notice")]
    assert carried(old, new) == [0, 2, 3, 5]
    assert carried(old, [letter(1)]) == [0, 0, 1, 1]
    assert carried([], new) == [0]


def test_a_preview_says_for_how_many_cases_the_next_step_would_change(office: Office) -> None:
    cases = [office.accepted_case() for _ in range(3)]
    old, new = two_versions(office)
    plan(office)
    assert turns(office, old, new) == {Turn.OTHER: 3}
    assert turns(office, old, old) == {Turn.SAME: 3}
    with office.at_work():
        rows(Action, Action.case_id == cases[0])[0].held_by = "hold"
        departing.skip(get(Case, cases[1]), "Was called before.", by=office.manager.user)
    assert turns(office, old, new) == {Turn.HELD: 1, Turn.OTHER: 2}


def test_a_later_day_is_told_from_another_step(office: Office) -> None:
    office.accepted_case()
    old, new = two_versions(office, step(1, after_due_days=900), DEMAND_AFTER)
    plan(office)
    assert turns(office, old, new) == {Turn.LATER: 1}


def test_moved_cases_go_on_where_the_new_version_has_them(office: Office) -> None:
    cases = [office.accepted_case() for _ in range(3)]
    old, new = two_versions(office)
    plan(office)
    made = move(office, old, new)
    assert move(office, old, new) == made, "asking twice is asking once"
    run_jobs(office)
    run_jobs(office)
    with office.at_work():
        found = get(Changeover, made)
        assert (found.cases, found.moved, found.ended_at is not None) == (3, 3, True)
        assert {each.version_id for each in rows(Course)} == {new}
        assert all(each.changed_over_at for each in rows(Course))
        told = rows(Event, Event.kind == "course.changed_over")
        assert {each.case_id for each in told} == set(cases)
    for case_id in cases:
        assert planned(office, case_id).deed == "notice"
    with office.at_work():
        ended = rows(Action, Action.state == ActionState.CANCELLED)
        assert {each.version_id for each in ended} == {old}


def test_a_move_goes_in_chunks_is_stopped_and_goes_on(office: Office) -> None:
    for _ in range(3):
        office.accepted_case()
    old, new = two_versions(office)
    plan(office)
    made = move(office, old, new)
    by = office.manager.user
    with office.at_work():
        assert changing_over.one_chunk(made, size=2)
    with office.at_work():
        changing_over.stop(get(Changeover, made), by=by)
        assert not changing_over.one_chunk(made, size=2), "a job that still waits does nothing"
        assert get(Changeover, made).moved == 2
        changing_over.resume(get(Changeover, made), by=by)
    with office.at_work():
        assert not changing_over.one_chunk(made, size=2)
        assert not changing_over.one_chunk(made, size=2)
        assert get(Changeover, made).moved == 3
        kinds = [each.kind for each in rows(Event, Event.kind.like("strategy.changeover%"))]
        assert kinds.count("strategy.changeover_ended") == 1


def test_what_a_person_planned_stays_when_its_case_moves(office: Office) -> None:
    case_id = office.accepted_case()
    old, new = two_versions(office)
    plan(office)
    with office.at_work():
        wanted = departing.Wanted(deed=Deed.VISIT, on=clock.today())
        departing.add(get(Case, case_id), wanted, "Lives next door.", by=office.manager.user)
    assert turns(office, old, new) == {Turn.SAME: 1}
    move(office, old, new)
    run_jobs(office)
    assert planned(office, case_id).deed == "visit"


def test_cases_move_between_released_versions_of_one_currency_only(office: Office) -> None:
    old, new = two_versions(office)
    with office.at_work():
        other = strategy_in_force(office, name="Others")
        before, after = get(StrategyVersion, old), get(StrategyVersion, new)
        by = office.manager.user
        with pytest.raises(Refused, match="does not have"):
            changing_over.begin(Move(before, after, (0, 9)), "x", by=by)
        other.archived_at = clock.now()
        with pytest.raises(Refused, match="in the archive"):
            changing_over.begin(Move(before, other.versions[0], (0, 0)), "x", by=by)
        other.archived_at, other.currency = None, "NOK"
        with pytest.raises(Refused, match="one currency"):
            changing_over.begin(Move(before, other.versions[0], (0, 0)), "x", by=by)


def test_no_letter_goes_twice_in_another_strategy_however_its_steps_stand() -> None:
    reminder, demand = {"notice_kind": "reminder"}, {"notice_kind": "demand"}
    old = [letter(1, **reminder), letter(2, **demand), step(3)]
    crossed = [letter(1, **demand), letter(2, **reminder), step(3)]
    assert carried(old, crossed) == [0, 2, 2, 3]
    assert passed_over(old, crossed, [0, 2, 2, 3]) == [[], ["demand"], [], []]
    beside = [letter(1, **reminder), at(1, step(1)), letter(2, **demand)]
    assert carried(old, beside) == [0, 1, 2, 2]


def test_two_letters_of_a_kind_are_counted() -> None:
    twice = [letter(1), step(2), letter(3)]
    assert carried([letter(1)], twice) == [0, 1]
    assert carried([letter(1), letter(2)], twice) == [0, 1, 3]


def another(office: Office, *steps: StepFacts, **facts: Any) -> uuid.UUID:
    """The leading version of another strategy, for some debtors."""
    with office.at_work():
        made = strategy_in_force(office, *(steps or (DEMAND_FIRST, CALL_LATER)), name="Another")
        for name, value in {"rank": 900, **facts}.items():
            setattr(made, name, value)
        return made.versions[0].id


def test_cases_go_over_to_another_strategy_where_they_fit_and_back(office: Office) -> None:
    dutch = office.accepted_case()
    abroad = office.accepted_case(None, new_claim(debtor=new_debtor(country="DE")))
    old, _ = two_versions(office)
    plan(office)
    new = another(office, countries=["NL"])
    with office.at_work():
        move = Move(get(StrategyVersion, old), get(StrategyVersion, new), (0, 0, 1))
        assert refused(move) == {"country": 1}
        assert preview(move, clock.today()).number(Turn.OTHER) == 1
        made = changing_over.begin(move, "It fits them better.", by=office.manager.user)
        changeover_id = made.id
        assert made.cases == 1
    run_jobs(office)
    with office.at_work():
        stands = {each.id: each.version_id for each in rows(Course)}
        assert stands == {dutch: new, abroad: old}
        (told,) = rows(Event, Event.kind == "course.changed_strategy")
        assert told.case_id == dutch
    assert planned(office, dutch).deed == "notice"
    with office.at_work():
        came = get(Changeover, changeover_id)
        back = Move(get(StrategyVersion, new), get(StrategyVersion, old), (0, 2, 2), came)
        changing_over.begin(back, "It did not.", by=office.manager.user)
    run_jobs(office)
    with office.at_work():
        assert {each.version_id for each in rows(Course, Course.id.in_([dutch, abroad]))} == {old}
        assert get(Course, dutch).position == 0, "it stands where it stood, as it has not gone on"
    assert planned(office, dutch).deed == "call"


def test_only_what_came_by_a_move_goes_back(office: Office) -> None:
    came = office.accepted_case()
    old, new = two_versions(office)
    plan(office)
    made = move(office, old, new)
    run_jobs(office)
    with office.at_work():
        releasing.lead(get(StrategyVersion, new), by=office.manager.user)
    native = office.accepted_case()
    plan(office, again=True)
    with office.at_work():
        first = get(Changeover, made)
        back = Move(first.to_version, first.from_version, (0, 0, 0), first)
        assert changing_over.begin(back, "It did not work.", by=office.manager.user).cases == 1
    run_jobs(office)
    with office.at_work():
        assert get(Course, came).version_id == old
        assert get(Course, native).version_id == new


def test_a_case_that_has_gone_on_is_not_set_back_by_taking_a_move_back(office: Office) -> None:
    case_id = office.accepted_case()
    old, new = two_versions(office)
    plan(office)
    made = move(office, old, new)
    run_jobs(office)
    with office.at_work():
        departing.skip(get(Case, case_id), "Was asked before.", by=office.manager.user)
        first = get(Changeover, made)
        steps = steps_of(first.to_version), steps_of(first.from_version)
        back = Move(first.to_version, first.from_version, tuple(carried(*steps)), first)
        changing_over.begin(back, "It did not work.", by=office.manager.user)
    run_jobs(office)
    with office.at_work():
        assert get(Course, case_id).position == 2
