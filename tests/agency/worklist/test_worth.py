"""What a case is worth, and when people answer: the figures of docs/worklist.md."""

from dataclasses import replace

import pytest

from agency.law.vocabulary import DebtorKind
from agency.worklist.calling_hours import band_of, best, counted
from agency.worklist.worth import Facts, likelihood, worth

PLAIN = Facts(open_minor=100_000, age=60, segment="B", debtor_kind=DebtorKind.CONSUMER)


@pytest.mark.parametrize(
    ("age", "percent"),
    [(0, 70), (30, 70), (31, 55), (90, 55), (91, 40), (180, 40), (365, 25), (730, 12), (731, 5)],
)
def test_the_older_the_less_likely(age: int, percent: int) -> None:
    assert likelihood(replace(PLAIN, age=age)) == percent


@pytest.mark.parametrize(
    ("changed", "percent"),
    [
        ({"segment": "A"}, 60),
        ({"segment": "C"}, 49),
        ({"debtor_kind": DebtorKind.BUSINESS}, 57),
        ({"tries": 2}, 55),
        ({"tries": 3}, 41),
        ({"tries": 3, "reached": 1}, 68),
        ({"kept": 1}, 71),
        ({"kept": 1, "broken": 1}, 55),
        ({"broken": 1}, 38),
    ],
)
def test_what_is_known_of_a_debtor_counts(changed: dict[str, object], percent: int) -> None:
    assert likelihood(replace(PLAIN, **changed)) == percent  # type: ignore[arg-type]


def test_nothing_is_ever_sure_or_hopeless() -> None:
    best_of_all = replace(
        PLAIN, age=1, segment="A", debtor_kind=DebtorKind.BUSINESS, tries=1, reached=1, kept=3
    )
    assert likelihood(best_of_all) == 95
    assert likelihood(replace(PLAIN, age=9999, segment="C", tries=9, broken=9)) == 2


def test_the_worth_is_a_part_of_what_is_open_and_never_less_than_nothing() -> None:
    assert worth(PLAIN) == 55_000
    assert worth(replace(PLAIN, open_minor=0)) == 0
    assert worth(replace(PLAIN, open_minor=-500)) == 0


def test_the_day_has_bands_from_eight_to_nine_in_the_evening() -> None:
    assert [band_of(hour) for hour in (7, 8, 11, 12, 14, 17, 20, 21)] == [
        *(None, 8, 10, 12, 14, 17, 17, None)
    ]


def test_the_best_hours_are_those_in_which_most_calls_reached_somebody() -> None:
    calls = [(9, False), (9, False), (9, True), (12, True), (13, True), (18, False)]
    found = best(counted(calls))
    assert found
    assert (found.starts, found.ends, found.reached, found.tries, found.percent) == (
        *(12, 14, 2, 2, 100),
    )


def test_few_calls_say_nothing() -> None:
    assert best(counted([(12, True)] * 4)) is None
    assert best(counted([(9, False)] * 9)) is None
    lucky_once = [(9, True), *[(12, True), (12, False)] * 2]
    found = best(counted(lucky_once))
    assert found
    assert found.starts == 12
