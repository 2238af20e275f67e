"""A procedure as plain facts: its steps, whom it is for, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.law.vocabulary import DebtorKind
from agency.strategy.kinds import Deed, Reach, Segment, Sender, sent_as

MANAGER = "manager"
"""Who approves a step, where somebody does."""
ANY_OTHER = ""
"""A country that nobody named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """A step as it was written; what is empty asks for nothing, and bands without end go on.

    Balances are minor units. Ages are days since the oldest due date.
    """

    position: int
    variant: int = 1
    name: str
    deed: str
    notice_kind: str = ""
    channel: str = ""
    tone: str = ""
    sender: str = Sender.AGENCY
    approver: str = ""
    after_due_days: int
    after_previous_days: int
    countries: tuple[str, ...] = ()
    debtor_kind: str = ""
    segments: tuple[str, ...] = ()
    reach: str = Reach.ANY
    from_minor: int = 0
    below_minor: int | None = None
    from_age: int = 0
    below_age: int | None = None

    @property
    def does_something(self) -> bool:
        """Whether anything is done; a step can say on purpose that nothing is."""
        return self.deed != Deed.NOTHING

    @property
    def letter(self) -> str:
        """The kind of letter that it sends; empty for none."""
        return sent_as(self.notice_kind, self.sender)

    def is_for(self, country: str, kind: str) -> bool:
        """Whether it is for debtors of a country and kind."""
        return (not self.countries or country in self.countries) and self.debtor_kind in ("", kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which cases a procedure is for; `served` are countries that it certainly meets."""

    currency: str = "EUR"
    countries: tuple[str, ...] = ()
    debtor_kind: str = ""
    served: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[DebtorKind, ...]:
        """The kinds of debtor it is for."""
        return (DebtorKind(self.debtor_kind),) if self.debtor_kind else tuple(DebtorKind)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, with which step, and for which debtors where that matters; it says what to do."""

    step: StepFacts | None
    words: str
    debtors: tuple[tuple[str, DebtorKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as the conditions of its steps ask that can change, without its balance and age."""

    segment: str
    has_email: bool
    has_phone: bool
    has_text: bool = False

    def meets(self, step: StepFacts) -> bool:
        """Whether a step is for such a case."""
        reaches = {
            Reach.ANY: True,
            Reach.EMAIL: self.has_email,
            Reach.NO_EMAIL: not self.has_email,
            Reach.PHONE: self.has_phone,
            Reach.NO_PHONE: not self.has_phone,
            Reach.TEXT: self.has_text,
            Reach.NO_TEXT: not self.has_text,
        }
        return (not step.segments or self.segment in step.segments) and reaches[Reach(step.reach)]


STANDINGS = tuple(
    Standing(segment, has_email, has_phone, has_text)
    for segment in Segment
    for has_email in (True, False)
    for has_phone, has_text in ((True, True), (True, False), (False, False))
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps that are for some debtors, by country and kind, in order."""

    debtors: tuple[tuple[str, DebtorKind], ...]
    steps: tuple[StepFacts, ...]

    @property
    def places(self) -> list[int]:
        """The places that it has steps at."""
        return sorted({step.position for step in self.steps})

    def at(self, place: int) -> list[StepFacts]:
        """The steps that share a place."""
        return [step for step in self.steps if step.position == place]

    def stops_all(self, place: int) -> bool:
        """Whether every case stops at a place, whatever its segment, age and reach."""
        here = self.at(place)
        ageless = [step for step in here if not step.from_age and step.below_age is None]
        return all(step.does_something for step in here) and all(
            any(standing.meets(step) for step in ageless) for standing in STANDINGS
        )

    def least_days(self, place: int, later: StepFacts) -> int:
        """How many days lie at least between a place and a later step.

        A place between them counts only if every case stops there: others pass it on the same day.
        """
        between = (each for each in range(place + 1, later.position) if self.stops_all(each))
        return later.after_previous_days + sum(
            min(step.after_previous_days for step in self.at(each)) for each in between
        )


def ladders(steps: Sequence[StepFacts], scope: Scope) -> list[Ladder]:
    """A procedure apart by debtors: those for whom it is the same are together."""
    named = {country for step in steps for country in step.countries}
    countries = scope.countries or (ANY_OTHER, *sorted(named.union(scope.served)))
    apart: dict[tuple[StepFacts, ...], list[tuple[str, DebtorKind]]] = {}
    for country in countries:
        for kind in scope.kinds:
            own = tuple(step for step in steps if step.is_for(country, kind))
            apart.setdefault(own, []).append((country, kind))
    return [Ladder(tuple(debtors), own) for own, debtors in apart.items()]
