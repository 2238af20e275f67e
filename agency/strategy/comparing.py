"""Two versions side by side: which steps are the same, which differ in what, which only one has."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from agency.strategy.ladder import StepFacts
from agency.strategy.models import StrategyVersion
from agency.strategy.queries.versions import steps_of
from agency.strategy.wording import Described, described


@dataclass(frozen=True, slots=True)
class Pair:
    """A step of one version and its like in the other; None where there is none."""

    before: Described | None
    after: Described | None

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What differs: its heading, as it is here and as it is there."""
        if self.before is None or self.after is None:
            return []
        there = self.after.aspects
        return [
            (name, here, there[name])
            for name, here in self.before.aspects.items()
            if here != there[name]
        ]

    @property
    def kind(self) -> str:
        """`same`, `changed`, `added` or `removed`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes else "same"


def differences(before: StrategyVersion, after: StrategyVersion) -> list[Pair]:
    """The steps of both, in order: those that do the same for the same cases stand beside each other."""
    here, there = steps_of(before), steps_of(after)
    matched = SequenceMatcher(None, [_like(s) for s in here], [_like(s) for s in there], False)
    pairs = []
    for tag, i1, i2, j1, j2 in matched.get_opcodes():
        if tag == "equal":
            pairs += [
                _pair(before, after, *two) for two in zip(here[i1:i2], there[j1:j2], strict=True)
            ]
        else:
            pairs += [_pair(before, after, step, None) for step in here[i1:i2]]
            pairs += [_pair(before, after, None, step) for step in there[j1:j2]]
    return pairs


def _like(step: StepFacts) -> tuple[object, ...]:
    """What makes two steps the same one, though its days or its tone may differ."""
    return step.deed, step.letter, step.debtor_kind, step.reach


def _pair(
    before: StrategyVersion,
    after: StrategyVersion,
    here: StepFacts | None,
    there: StepFacts | None,
) -> Pair:
    return Pair(
        described(here, before.strategy.currency) if here else None,
        described(there, after.strategy.currency) if there else None,
    )
