"""What a procedure is refused for, and that one which passes leaves no case in doubt."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.vocabulary import DebtorKind
from agency.strategy.house import house_steps
from agency.strategy.ladder import (
    STANDINGS,
    Scope,
    StepFacts,
    fitting,
    ladders,
    problems,
)
from tests.agency.strategy.rungs import DUTCH, DUTCH_CONSUMERS, ON, letter, step, words


def test_a_plain_procedure_passes() -> None:
    assert words(step(1), step(2), letter(3)) == []


@pytest.mark.parametrize(
    "served", [("NL",), ("BE",), ("NO",), ("DE",), ("NL", "BE", "DE", "FR", "GB", "LT", "NO", "US")]
)
@pytest.mark.parametrize("kind", ["", "consumer", "business"])
def test_what_the_house_proposes_passes_everywhere(served: tuple[str, ...], kind: str) -> None:
    scope = Scope(served=served, debtor_kind=kind)
    steps = house_steps(scope)
    assert problems(steps, scope, ON) == []
    assert {"call", "notice"} == {each.deed for each in steps}


def test_the_house_ends_with_the_law_firm_and_begins_kindly() -> None:
    steps = house_steps(DUTCH_CONSUMERS)
    assert [each.notice_kind for each in steps] == [
        "reminder",
        "fourteen_day_letter",
        "",
        "demand",
        "final_demand",
        "law_firm_notice",
    ]
    assert steps[0].tone == "friendly"


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([], "No step does anything"),
        ([step(1, deed="nothing")], "No step does anything"),
        ([step(1), step(3)], "must run from 1 without a hole"),
        ([step(2)], "must run from 1 without a hole"),
        ([step(1, after_due_days=20), step(2, after_due_days=5)], "Let each step come later"),
        ([step(1, after_due_days=20), step(2, after_due_days=20)], "Let each step come later"),
        ([step(1), step(2, after_previous_days=0)], "no two steps fall on one day"),
        ([step(1), step(1, variant=2)], "Some cases would fit both"),
        ([step(1, below_minor=10000)], "balances from 100.00 EUR on"),
        ([step(1, from_minor=10000)], "balances below 100.00 EUR"),
        (
            [step(1, below_minor=9999), step(1, variant=2, from_minor=10000)],
            "from 99.99 EUR to below 100.00 EUR",
        ),
        ([letter(1, notice_kind="")], "does not say which"),
        ([letter(1, channel="")], "does not say how"),
        ([step(1, channel="post")], "It sends nothing"),
        ([step(1, deed="decide", approver="manager")], "nothing to approve"),
        ([step(1, reach="no_phone")], "who have no telephone"),
        ([letter(1, channel="both", reach="no_email")], "who have no address"),
        ([letter(1, channel="email")], "by e-mail alone"),
        ([letter(1, sender="creditor")], "Only a reminder"),
        ([step(1, sender="creditor")], "Only a notice"),
        ([step(1, after_due_days=30, below_age=30)], "never reached"),
        ([step(1), step(2, after_previous_days=30, below_age=44)], "is 44 days overdue"),
        ([step(1, from_age=9, below_age=9)], "days overdue end before"),
        ([step(1, from_minor=9, below_minor=9)], "balances end before"),
    ],
)
def test_a_faulty_procedure_is_refused_and_says_why(steps: list[StepFacts], why: str) -> None:
    found = words(*steps)
    assert any(why in each for each in found), found


def test_a_band_that_does_nothing_says_so() -> None:
    small = step(1, deed="nothing", below_minor=5000)
    assert words(small, step(1, variant=2, from_minor=5000), step(2)) == []


def test_a_gap_for_one_segment_is_found_though_another_is_whole() -> None:
    found = words(
        step(1, segments=("A",)),
        step(1, variant=2, segments=("B", "C"), below_minor=5000),
    )
    assert len(found) == 1
    assert "from 50.00 EUR on" in found[0]


def test_what_is_outside_the_strategy_is_never_reached() -> None:
    assert (
        "other kind of debtor" in words(step(1, debtor_kind="business"), scope=DUTCH_CONSUMERS)[0]
    )
    scope = Scope(countries=("NL",), served=("NL",))
    assert "not for: BE" in words(step(1, countries=("BE",)), scope=scope)[0]


def test_places_passed_by_leave_no_time_for_a_term() -> None:
    """A call that only some cases get gives the others no days."""
    fourteen = letter(1, notice_kind="fourteen_day_letter")
    call = step(2, after_previous_days=10)
    demand = letter(3, after_previous_days=15)
    assert words(fourteen, call, demand, scope=DUTCH_CONSUMERS) == []
    few = step(2, after_previous_days=10, segments=("A",))
    assert "Let 21 days pass" in words(fourteen, few, demand, scope=DUTCH_CONSUMERS)[0]


def test_a_demand_within_the_term_of_the_letter_before_is_refused_by_its_article() -> None:
    fourteen = letter(1, notice_kind="fourteen_day_letter")
    found = words(fourteen, letter(2, after_previous_days=14), scope=DUTCH_CONSUMERS)
    assert len(found) == 1
    assert "6:96" in found[0]
    assert "after 14 days" in found[0]


def test_by_e_mail_alone_the_term_is_shorter() -> None:
    fourteen = letter(1, notice_kind="fourteen_day_letter", channel="email", reach="email")
    assert words(fourteen, letter(2, after_previous_days=15), scope=DUTCH_CONSUMERS) == []
    assert words(fourteen, letter(2, after_previous_days=14), scope=DUTCH_CONSUMERS) != []


def test_in_norway_no_demand_goes_without_the_warning_before_it() -> None:
    norway = Scope(served=("NO",))
    assert "Put a fourteen-day letter before it" in words(letter(1), scope=norway)[0]
    warning = letter(1, notice_kind="fourteen_day_letter")
    assert words(warning, letter(2, after_previous_days=15), scope=norway) == []
    assert words(warning, letter(2, after_previous_days=14), scope=norway) != []


def test_a_notice_that_a_country_does_not_know_is_refused_for_it_alone() -> None:
    scope = Scope(served=("NL", "DE"), debtor_kind="consumer")
    found = problems([letter(1, notice_kind="fourteen_day_letter")], scope, ON)
    assert [problem.debtors for problem in found] == [(("DE", DebtorKind.CONSUMER),)]
    assert "no such notice" in found[0].words


def test_a_letter_with_the_free_term_goes_after_the_due_date() -> None:
    early = letter(1, notice_kind="fourteen_day_letter", after_due_days=0)
    assert "counts only once the claim is overdue" in words(early, scope=DUTCH_CONSUMERS)[0]


def test_a_country_without_rules_is_left_out() -> None:
    found = words(step(1), letter(2), scope=Scope(served=("BR",)))
    assert any("may be approached" in each for each in found)
    assert any("rules for notices there are not known" in each for each in found)


BANDS = st.sampled_from([None, 1, 5000, 10000])
AGES = st.sampled_from([None, 20, 60])


@st.composite
def procedures(draw: st.DrawFn) -> list[StepFacts]:
    """Places cut up by balance, age, segment, reach, country or kind, sometimes with a fault."""
    steps = []
    for place in range(1, draw(st.integers(1, 3)) + 1):
        parts = [step(place, deed=draw(st.sampled_from(["call", "nothing", "call"])))]
        for _ in range(draw(st.integers(0, 3))):
            cut = draw(st.sampled_from(parts))
            parts.remove(cut)
            parts += draw(st.sampled_from(_cuts(cut)))
        if len(parts) > 1 and draw(st.booleans()):
            parts.remove(draw(st.sampled_from(parts)))
        if draw(st.integers(0, 3)) == 0:
            parts.append(draw(st.sampled_from(parts)))
        steps += [_numbered(part, variant) for variant, part in enumerate(parts, 1)]
    return steps


def _numbered(part: StepFacts, variant: int) -> StepFacts:
    return step(part.position, **{**_facts(part), "variant": variant, "name": f"Case {variant}"})


def _facts(part: StepFacts) -> dict[str, object]:
    names = ("deed", "countries", "debtor_kind", "segments", "reach")
    bands = ("from_minor", "below_minor", "from_age", "below_age")
    return {name: getattr(part, name) for name in (*names, *bands)}


def _cuts(part: StepFacts) -> list[list[StepFacts]]:
    def cut(*changes: dict[str, object]) -> list[StepFacts]:
        return [step(part.position, **{**_facts(part), **change}) for change in changes]

    made = []
    middle = part.from_minor + 5000
    if part.below_minor is None:
        made.append(cut({"below_minor": middle}, {"from_minor": middle}))
    if part.below_age is None and not part.from_age:
        made.append(cut({"below_age": 60}, {"from_age": 60}))
    if not part.segments:
        made.append(cut({"segments": ("A",)}, {"segments": ("B", "C")}))
    if not part.reach:
        made.append(cut({"reach": "phone"}, {"reach": "no_phone", "deed": "nothing"}))
    if not part.debtor_kind:
        made.append(cut({"debtor_kind": "consumer"}, {"debtor_kind": "business"}))
    if not part.countries:
        made.append(cut({"countries": ("NL",)}, {"countries": ("BE", "DE")}))
    return made or [[part]]


def _counts(steps: Sequence[StepFacts]) -> list[list[int]]:
    """How many steps fit, over all balances, for each place and each case there can be."""
    balances = [0, 4999, 5000, 9999, 10000, 14999, 15000, 10**12]
    ages = [0, 59, 60, 4000]
    return [
        [len(fitting(ladder, place, standing, balance=each, age=age)) for each in balances]
        for ladder in ladders(steps, DUTCH)
        for place, standing, age in product(ladder.places, STANDINGS, ages)
    ]


@given(procedures())
def test_a_procedure_that_passes_gives_every_case_one_step_at_a_place_or_none(
    steps: list[StepFacts],
) -> None:
    unclear = [
        each for each in words(*steps) if "would fit both" in each or "Nothing is said" in each
    ]
    counts = _counts(steps)
    is_clear = all(set(row) in ({0}, {1}) for row in counts)
    if words(*steps) == [] or any(each.does_something for each in steps):
        assert is_clear == (unclear == [])
