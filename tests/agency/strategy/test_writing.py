"""Writing a strategy: one draft, one person at a time, and nothing changes once it is released."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agency.strategy.ladder import StepFacts
from agency.strategy.models import InForce, Step, Strategy, StrategyVersion
from agency.strategy.queries import versions
from agency.strategy.queries.versions import problems_of, steps_of
from agency.strategy.services import files, releasing, steps, writing
from agency.strategy.services.writing import Start, StrategyFacts
from portal import db
from portal.audit.models import Event
from portal.errors import Invalid, Refused
from portal.keys import new_key
from portal.web import get
from tests.agency.strategy.author import PLAIN, draft, new_strategy, next_version, strategy_in_force
from tests.agency.strategy.desk import plan
from tests.agency.strategy.rungs import at, letter, step
from tests.office import Office, open_office, rows


def names(version: StrategyVersion) -> list[tuple[int, int, str]]:
    return [(each.position, each.variant, each.name) for each in steps_of(version)]


def add(office: Office, version: StrategyVersion, facts: StepFacts) -> None:
    steps.add_step(version, facts, key=new_key(), by=office.manager.user)


def test_a_new_strategy_begins_with_what_the_house_proposes_and_may_be_released(
    office: Office,
) -> None:
    with office.at_work():
        made = writing.create(
            StrategyFacts(name="Consumers", debtor_kind="consumer", countries=("NL",)),
            by=office.manager.user,
        )
        version = draft(made)
        assert len(steps_of(version)) == 6
        assert problems_of(version) == []
        releasing.release(version, by=office.manager.user)
        assert not version.is_draft


def test_a_form_sent_twice_makes_one_strategy_and_one_step(office: Office) -> None:
    key, facts = new_key(), StrategyFacts(name="Everybody")
    with office.at_work():
        by = office.manager.user
        first = writing.create(facts, by=by, key=key, start=Start.EMPTY)
        assert writing.create(facts, by=by, key=key, start=Start.EMPTY) is first
        for _ in range(2):
            steps.add_step(draft(first), step(1), key=key, by=by)
        assert len(steps_of(draft(first))) == 1
        with pytest.raises(Refused, match="already"):
            writing.create(facts, by=by)


def test_there_is_one_draft_at_a_time(office: Office) -> None:
    with office.at_work():
        made = strategy_in_force(office)
        first = writing.start_draft(made, Start.CHAMPION, by=office.manager.user)
        again = writing.start_draft(made, Start.EMPTY, by=office.manager.user)
        assert first is again
        assert first.number == 2
        assert steps_of(first) == list(PLAIN)


def test_steps_are_added_between_beside_moved_and_removed(office: Office) -> None:
    with office.at_work():
        version = draft(new_strategy(office, step(1), step(2)))
        add(office, version, step(2, name="Between"))
        add(office, version, step(9, name="Last"))
        add(office, version, step(2, variant=2, name="Beside"))
        assert names(version) == [
            (1, 1, "Call 1"),
            (2, 1, "Between"),
            (2, 2, "Beside"),
            (3, 1, "Call 2"),
            (4, 1, "Last"),
        ]
        steps.move_place(version, 2, to=3, by=office.manager.user)
        assert [name for *_, name in names(version)] == [
            "Call 1",
            "Call 2",
            "Between",
            "Beside",
            "Last",
        ]
        found = {each.name: each for each in rows(Step)}
        steps.remove_step(found["Beside"], by=office.manager.user)
        assert len(steps_of(version)) == 4
        steps.remove_step(found["Between"], by=office.manager.user)
        assert names(version) == [(1, 1, "Call 1"), (2, 1, "Call 2"), (3, 1, "Last")]
        steps.move_place(version, 3, to=4, by=office.manager.user)
        assert names(version)[-1] == (3, 1, "Last")


def test_two_people_do_not_overwrite_each_other(office: Office) -> None:
    with office.at_work():
        version = draft(new_strategy(office))
        found = rows(Step, Step.position == 1)[0]
        seen = steps.fingerprint(found)
        steps.change_step(found, step(1, name="Mine"), seen=seen, by=office.manager.user)
        with pytest.raises(Refused, match="meanwhile"):
            steps.change_step(found, step(1, name="Yours"), seen=seen, by=office.admin.user)
        steps.change_step(found, step(1, name="Mine"), seen=seen, by=office.manager.user)
        assert names(version)[0] == (1, 1, "Mine")


def test_a_step_that_cannot_be_is_refused_at_once(office: Office) -> None:
    with office.at_work():
        version = draft(new_strategy(office))
        with pytest.raises(Invalid) as refused:
            add(office, version, letter(1, channel="email"))
        assert "by e-mail alone" in refused.value.errors["_schema"][0]


def test_a_version_with_a_fault_is_not_released(office: Office) -> None:
    with office.at_work():
        made = new_strategy(office, step(1), step(2, after_previous_days=0))
        with pytest.raises(Refused, match="no two steps fall on one day"):
            releasing.release(draft(made), by=office.manager.user)


def test_a_released_version_stays_as_it_is(office: Office) -> None:
    with office.at_work():
        made = strategy_in_force(office)
        version = made.versions[0]
        found = rows(Step)[0]
        with pytest.raises(Refused, match="stays as it is"):
            steps.remove_step(found, by=office.manager.user)
        with pytest.raises(Refused, match="stays as it is"):
            writing.note(version, "x", 3, by=office.manager.user)


@pytest.mark.parametrize(
    "statement",
    [
        "update strategy_steps set after_due_days = 1",
        "delete from strategy_steps",
        "insert into strategy_steps select agency_id, gen_random_uuid(), version_id, 9, 1, name, deed,"
        " notice_kind, channel, tone, sender, approver, 999, 9, countries, debtor_kind, segments,"
        " reach, 0, null, 0, null from strategy_steps limit 1",
        "update strategy_versions set decide_days = 1",
        "update strategy_versions set released_at = null",
    ],
)
def test_the_database_itself_keeps_a_released_version(office: Office, statement: str) -> None:
    with office.at_work():
        strategy_in_force(office)
    with pytest.raises(DBAPIError, match=r"released version|only ever added"), office.at_work():
        db.session.execute(text(statement))


def test_one_version_leads_and_another_challenges_it(office: Office) -> None:
    with office.at_work():
        by = office.manager.user
        made = strategy_in_force(office)
        other = next_version(office, made)
        with pytest.raises(Refused, match="leads already"):
            releasing.challenge(made.versions[-1], 20, by=by)
        releasing.challenge(other, 20, by=by)
        releasing.challenge(other, 20, by=by)
        releasing.challenge(other, 30, by=by)
        found = {each.arm: (each.version.number, each.percent) for each in rows(InForce)}
        assert found == {"champion": (1, 100), "challenger": (2, 30)}
        releasing.lead(other, by=by)
        releasing.lead(other, by=by)
        assert [(each.arm, each.version_id) for each in rows(InForce)] == [("champion", other.id)]
        kinds = [each.kind for each in rows(Event, Event.kind.like("strategy.%"))]
        assert kinds.count("strategy.leads") == 2
        assert kinds.count("strategy.challenges") == 2


def test_what_challenges_needs_a_leader_and_a_release(office: Office) -> None:
    with office.at_work():
        by = office.manager.user
        version = draft(new_strategy(office))
        with pytest.raises(Refused, match="Release this version first"):
            releasing.lead(version, by=by)
        releasing.release(version, by=by)
        with pytest.raises(Refused, match="No version leads yet"):
            releasing.challenge(version, 20, by=by)


def test_who_follows_a_strategy_changes_only_as_its_version_in_force_allows(office: Office) -> None:
    with office.at_work():
        by = office.manager.user
        first = letter(1, notice_kind="fourteen_day_letter", debtor_kind="consumer")
        business = step(1, variant=2, debtor_kind="business")
        made = strategy_in_force(office, first, business)
        with pytest.raises(Refused, match="no such notice"):
            writing.change(made, StrategyFacts(name="Everybody", countries=("DE",)), by=by)
    with office.at_work():
        made = get(Strategy, made.id)
        writing.change(made, StrategyFacts(name="Benelux", countries=("NL", "BE")), by=by)
        with pytest.raises(Refused, match="another currency"):
            writing.change(made, StrategyFacts(name="Benelux", currency="NOK"), by=by)


def test_an_archived_strategy_takes_no_new_version(office: Office) -> None:
    with office.at_work():
        made = strategy_in_force(office)
        releasing.archive(made, by=office.manager.user)
        releasing.archive(made, by=office.manager.user)
        with pytest.raises(Refused, match="archive"):
            writing.start_draft(made, Start.EMPTY, by=office.manager.user)
        releasing.take_out(made, by=office.manager.user)
        assert writing.start_draft(made, Start.EMPTY, by=office.manager.user).number == 2


def test_a_file_goes_out_and_comes_back_the_same(office: Office) -> None:
    with office.at_work():
        made = new_strategy(office, step(1, below_minor=5000), at(1, step(1, from_minor=5000)))
        version = draft(made)
        version.note = "Say „more“ about \\ less"
        text_ = files.export(version)
        releasing.release(version, by=office.manager.user)
        again = files.take_in(text_, by=office.manager.user)
        assert again.number == 2
        assert files.export(again) == text_
        with pytest.raises(Refused, match="has a draft already"):
            files.take_in(text_, by=office.manager.user)
        elsewhere = files.take_in(text_.replace("Everybody", "Others"), by=office.manager.user)
        assert elsewhere.strategy.name == "Others"
        writing.discard_draft(again, by=office.manager.user)
        with pytest.raises(Refused, match="for other cases"):
            files.take_in(text_.replace("rank = 100", "rank = 7"), by=office.manager.user)


def test_a_file_is_taken_in_whole_or_not_at_all(office: Office) -> None:
    faulty = 'format = "strategy/1"\nname = "Half"\ncurrency = "EUR"\n[[steps]]\nname = "E-mail"\n'
    faulty += 'position = 1\ndeed = "notice"\nnotice = "demand"\nchannel = "email"\n'
    faulty += "after_due_days = 1\nafter_previous_days = 0\n"
    with pytest.raises(Refused, match="“E-mail”: It goes by e-mail alone"), office.at_work():
        files.take_in(faulty, by=office.manager.user)
    with office.at_work():
        assert rows(Strategy) == []
        unknown = faulty.replace('currency = "EUR"', 'currency = "EUR"\ncreditor = 99999')
        with pytest.raises(Refused, match="no creditor 99999"):
            files.take_in(unknown, by=office.manager.user)


def test_cases_beyond_a_limit_are_not_counted_one_by_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        office.accepted_case()
    with office.at_work():
        version_id = strategy_in_force(office).versions[0].id
    plan(office)
    with office.at_work():
        found = versions.following([version_id])[version_id]
        assert (found.cases, found.is_more) == (3, False)
        monkeypatch.setattr(versions, "MOST_COUNTED", 2)
        found = versions.following([version_id])[version_id]
        assert (found.cases, found.is_more) == (2, True)


def test_another_agency_reads_none_of_it(office: Office) -> None:
    with office.at_work():
        made = strategy_in_force(office)
    other = open_office(office.app)
    with other.at_work():
        assert rows(Strategy) == []
        assert db.session.execute(text("select count(*) from strategy_steps")).scalar() == 0
        assert db.session.get(Strategy, (other.agency_id, made.id)) is None
