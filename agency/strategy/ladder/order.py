"""Whether the steps of a procedure follow one another: places without holes, days that increase."""

from collections.abc import Iterator, Sequence

from agency.strategy.kinds import Deed, Sender
from agency.strategy.ladder.facts import Ladder, Problem, StepFacts
from portal.errors import Words


def place_problems(steps: Sequence[StepFacts]) -> Iterator[Problem]:
    """What is wrong with the places as such."""
    if not any(step.does_something for step in steps):
        yield Problem(None, Words("No step does anything. Add the first one."))
        return
    places = sorted({step.position for step in steps})
    if places != list(range(1, len(places) + 1)):
        yield Problem(
            None,
            Words(
                "The places are %(places)s; they must run from 1 without a hole. Number them anew.",
                places=", ".join(map(str, places)),
            ),
        )


def order_problems(ladder: Ladder) -> Iterator[Problem]:
    """What is wrong with the order in which some debtors meet their steps."""
    for step in ladder.steps:
        if step.does_something:
            yield from _gap_before(step)
            yield from _later_than_before(step, ladder)
            yield from _own_name_first(step, ladder)


def _gap_before(step: StepFacts) -> Iterator[Problem]:
    if step.position > 1 and step.after_previous_days < 1:
        yield Problem(
            step,
            Words("Let a day or more pass after the step before: no two steps fall on one day."),
        )


def _later_than_before(step: StepFacts, ladder: Ladder) -> Iterator[Problem]:
    before = [
        other for other in ladder.steps if other.position < step.position and other.does_something
    ]
    latest = max(before, key=lambda other: other.after_due_days, default=None)
    if latest is not None and latest.after_due_days >= step.after_due_days:
        yield Problem(
            step,
            Words(
                "It may come %(days)s days after the due date, but “%(before)s” before it only "
                "after %(after)s. Let each step come later than those before it.",
                days=step.after_due_days,
                before=latest.name,
                after=latest.after_due_days,
            ),
        )
        return
    earliest = _earliest_age(step, ladder)
    if step.below_age is not None and step.after_due_days < step.below_age <= earliest:
        yield Problem(
            step,
            Words(
                "It is never reached: after the steps before it a case is %(days)s days overdue "
                "or more, and it is for cases fewer than %(below)s days overdue. Change the one "
                "or the other.",
                days=earliest,
                below=step.below_age,
            ),
        )


def _own_name_first(step: StepFacts, ladder: Ladder) -> Iterator[Problem]:
    """Reminders in the creditor's own name come before whatever the agency writes."""
    if step.sender != Sender.CREDITOR:
        return
    before = [
        other
        for other in ladder.steps
        if other.position < step.position
        and other.deed == Deed.NOTICE
        and other.sender != Sender.CREDITOR
    ]
    if before:
        yield Problem(
            step,
            Words(
                "It goes out in the creditor's name, but the agency has written “%(before)s” by "
                "then. Put it first.",
                before=before[0].name,
            ),
        )


def _earliest_age(step: StepFacts, ladder: Ladder) -> int:
    """How many days overdue a case is at least when it comes to a step."""
    ages = [
        min(other.after_due_days for other in ladder.at(place)) + ladder.least_days(place, step)
        for place in ladder.places
        if place < step.position and ladder.stops_all(place)
    ]
    return max([step.after_due_days, *ages])
