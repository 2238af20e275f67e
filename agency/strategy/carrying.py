"""Where a case goes on in another procedure: behind what it has done, matched by what is done. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from agency.strategy.kinds import Deed
from agency.strategy.ladder import StepFacts

Done = tuple[str, str]
"""A deed, and the letter that it sends if it sends one."""


def carried(old: Sequence[StepFacts], new: Sequence[StepFacts]) -> list[int]:
    """Where a case stands in a new procedure, by how many places it has done in the old: from 0 on.

    Behind the last place that does the same as one it has done, in the same order; and behind every
    letter that went out already, counted by its kind: two reminders sent stand behind the second.
    So no letter goes twice, and what comes later in the new procedure is not passed over.
    """
    places, later = _places(old), _places(new)
    like = _alike(places, later)
    found = [0]
    for place in range(1, len(places) + 1):
        sent = _behind_letters(places[:place], later)
        found.append(max(like.get(place, 0), sent, found[-1]))
    return found


def passed_over(
    old: Sequence[StepFacts], new: Sequence[StepFacts], places: Sequence[int]
) -> list[list[str]]:
    """The letters that a case will not get in the new procedure, though it has not had them, by how
    many places it has done in the old."""
    had, later = _places(old), _places(new)
    found = []
    for done, place in enumerate(places):
        sent = {letter for _deed, letter in _letters(had[:done])}
        skipped = (letter for _deed, letter in _letters(later[:place]) if letter not in sent)
        found.append(list(dict.fromkeys(skipped)))
    return found


def _alike(places: Sequence[frozenset[Done]], later: Sequence[frozenset[Done]]) -> dict[int, int]:
    matched = SequenceMatcher(None, places, later, autojunk=False).get_matching_blocks()
    return {block.a + i + 1: block.b + i + 1 for block in matched for i in range(block.size)}


def _behind_letters(done: Sequence[frozenset[Done]], later: Sequence[frozenset[Done]]) -> int:
    """The last place at which the new procedure sends a letter as often as it went out already."""
    found = 0
    for kind in set(_letters(done)):
        times = sum(kind in place for place in done)
        at = [number for number, place in enumerate(later, 1) if kind in place]
        if at:
            found = max(found, at[min(times, len(at)) - 1])
    return found


def _letters(places: Sequence[frozenset[Done]]) -> Iterator[Done]:
    return (kind for place in places for kind in sorted(place) if kind[0] == Deed.NOTICE)


def _places(steps: Sequence[StepFacts]) -> list[frozenset[Done]]:
    """What is done at each place, in order."""
    last = max((step.position for step in steps), default=0)
    return [
        frozenset(
            (step.deed, step.letter)
            for step in steps
            if step.position == place and step.does_something
        )
        for place in range(1, last + 1)
    ]
