"""Who gets a case: the first rule that fits it and has somebody free. Pure."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What rules ask of a case; the amount in minor units of its currency."""

    id: uuid.UUID
    creditor_id: uuid.UUID
    country: str
    language: str
    debtor_kind: str
    segment: str
    currency: str
    open_minor: int


@dataclass(slots=True)
class Worker:
    """A collector: what they speak, and how many cases they have. No capacity is no limit."""

    id: uuid.UUID
    languages: frozenset[str]
    capacity: int
    cases: int
    is_absent: bool = False

    def can_take(self, case: CaseFacts) -> bool:
        """Whether they are there, speak the debtor's language and have room."""
        speaks = not self.languages or case.language in self.languages
        return speaks and not self.is_absent and (not self.capacity or self.cases < self.capacity)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """Which cases a rule is for, and whose they become. What is empty fits all."""

    id: uuid.UUID
    collectors: tuple[uuid.UUID, ...]
    creditor_id: uuid.UUID | None = None
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    debtor_kind: str = ""
    currency: str = ""
    from_minor: int = 0
    below_minor: int | None = None

    def fits(self, case: CaseFacts) -> bool:
        """Whether a case is one of its."""
        has_band = bool(self.from_minor) or self.below_minor is not None
        return (
            self.creditor_id in (None, case.creditor_id)
            and (not self.countries or case.country in self.countries)
            and (not self.languages or case.language in self.languages)
            and (not self.segments or case.segment in self.segments)
            and self.debtor_kind in ("", case.debtor_kind)
            and (not has_band or case.currency == self.currency)
            and self.from_minor <= case.open_minor
            and (self.below_minor is None or case.open_minor < self.below_minor)
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A case that goes to somebody, by a rule."""

    case_id: uuid.UUID
    collector_id: uuid.UUID
    rule_id: uuid.UUID


def given(
    cases: Iterable[CaseFacts], rules: Sequence[RuleFacts], workers: Sequence[Worker]
) -> list[Given]:
    """Who gets which; those of a rule share its cases, who has fewest first. Counts what is given."""
    known = {worker.id: worker for worker in workers}
    found = []
    for case in cases:
        for rule in rules:
            free = [
                known[one] for one in rule.collectors if one in known and known[one].can_take(case)
            ]
            if rule.fits(case) and free:
                taker = min(free, key=lambda worker: (worker.cases, worker.id))
                taker.cases += 1
                found.append(Given(case.id, taker.id, rule.id))
                break
    return found
