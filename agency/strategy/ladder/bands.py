"""Whether every case finds one step at a place, or none on purpose: no overlap, no cent missing."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from agency.strategy.kinds import Reach
from agency.strategy.ladder.facts import STANDINGS, Ladder, Problem, Standing, StepFacts
from portal.errors import Words
from portal.money import Money

_EXCLUDE = (
    {Reach.EMAIL, Reach.NO_EMAIL},
    {Reach.PHONE, Reach.NO_PHONE},
    {Reach.TEXT, Reach.NO_TEXT},
    {Reach.TEXT, Reach.NO_PHONE},
)


def band_problems(ladder: Ladder, currency: str) -> Iterator[Problem]:
    """Where two steps of a place fit one case, and where none does though its neighbours have one."""
    for place in ladder.places:
        here = ladder.at(place)
        overlaps = list(_overlaps(here))
        yield from overlaps or _gaps(here, currency)


def fitting(
    ladder: Ladder, place: int, standing: Standing, *, balance: int, age: int
) -> list[StepFacts]:
    """The steps of a place that fit a case; after the check one, or none."""
    return [
        step
        for step in ladder.at(place)
        if standing.meets(step)
        and _holds(step.from_minor, step.below_minor, balance)
        and _holds(step.from_age, step.below_age, age)
    ]


def _overlaps(here: Sequence[StepFacts]) -> Iterator[Problem]:
    for one, other in combinations(here, 2):
        if _could_fit(one, other):
            yield Problem(
                other,
                Words(
                    "Some cases would fit both this and “%(other)s”. Tell them apart by balance, "
                    "age, segment, reach, country or kind.",
                    other=one.name,
                ),
            )


def _could_fit(one: StepFacts, other: StepFacts) -> bool:
    """Whether one case could fit both steps at one moment."""
    segments = [set(each) for each in (one.segments, other.segments) if each]
    return (
        (not segments or bool(set.intersection(*segments)))
        and {one.reach, other.reach} not in _EXCLUDE
        and _overlap(one.from_minor, one.below_minor, other.from_minor, other.below_minor)
        and _overlap(one.from_age, one.below_age, other.from_age, other.below_age)
    )


def _overlap(from_: int, below: int | None, other_from: int, other_below: int | None) -> bool:
    return (other_below is None or from_ < other_below) and (below is None or other_from < below)


def _holds(from_: int, below: int | None, value: int) -> bool:
    return from_ <= value and (below is None or value < below)


def _gaps(here: Sequence[StepFacts], currency: str) -> Iterator[Problem]:
    """Balances for which nothing is said, though other cases of the same kind have a step here."""
    said = set()
    for standing in STANDINGS:
        for age in sorted({0, *(step.from_age for step in here), *_ends(here)}):
            bands = sorted(
                (
                    step
                    for step in here
                    if standing.meets(step) and _holds(step.from_age, step.below_age, age)
                ),
                key=lambda step: step.from_minor,
            )
            for problem in _between(bands, currency):
                if problem not in said:
                    said.add(problem)
                    yield problem


def _ends(here: Sequence[StepFacts]) -> Iterator[int]:
    return (step.below_age for step in here if step.below_age is not None)


def _between(bands: Sequence[StepFacts], currency: str) -> Iterator[Problem]:
    if not bands:
        return
    first, last = bands[0], bands[-1]
    if first.from_minor:
        yield Problem(first, _nothing_said(None, first.from_minor, currency))
    for lower, upper in pairwise(bands):
        if lower.below_minor is not None and lower.below_minor < upper.from_minor:
            yield Problem(lower, _nothing_said(lower.below_minor, upper.from_minor, currency))
    if last.below_minor is not None:
        yield Problem(last, _nothing_said(last.below_minor, None, currency))


def _nothing_said(from_: int | None, below: int | None, currency: str) -> Words:
    if from_ is None and below is not None:
        return Words(
            "Nothing is said here of balances below %(below)s. Widen a step, or add one that does "
            "nothing on purpose.",
            below=Money(below, currency),
        )
    if below is None and from_ is not None:
        return Words(
            "Nothing is said here of balances from %(from)s on. Widen a step, or add one that does "
            "nothing on purpose.",
            **{"from": Money(from_, currency)},
        )
    return Words(
        "Nothing is said here of balances from %(from)s to below %(below)s. Widen a step, or add "
        "one that does nothing on purpose.",
        **{"from": Money(from_ or 0, currency), "below": Money(below or 0, currency)},
    )
