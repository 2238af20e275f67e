"""The procedure that the house proposes to start from, for whichever debtors a strategy serves."""

from collections.abc import Iterator
from dataclasses import dataclass

from agency.law.errors import LawMissing
from agency.law.notices import runs_by_law
from agency.law.packs.notice_rows import notice_kinds, notice_rule
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.strategy.kinds import By, Deed, Tone
from agency.strategy.ladder import Scope, StepFacts
from portal.errors import Words


@dataclass(frozen=True, slots=True)
class _Rung:
    """A place of the house's procedure; the days leave room for the terms that the law sets."""

    name: Words
    deed: Deed
    notice: str
    tone: str
    after_due_days: int
    after_previous_days: int


_RUNGS = (
    _Rung(Words("Reminder"), Deed.NOTICE, NoticeKind.REMINDER, Tone.FRIENDLY, 1, 0),
    _Rung(
        Words("Fourteen-day letter"),
        Deed.NOTICE,
        NoticeKind.FOURTEEN_DAY_LETTER,
        Tone.NEUTRAL,
        8,
        7,
    ),
    _Rung(Words("Call"), Deed.CALL, "", "", 16, 8),
    _Rung(Words("Demand"), Deed.NOTICE, NoticeKind.DEMAND, Tone.NEUTRAL, 32, 16),
    _Rung(Words("Final demand"), Deed.NOTICE, NoticeKind.FINAL_DEMAND, Tone.FIRM, 54, 22),
    _Rung(
        Words("Notice of a law firm"), Deed.NOTICE, NoticeKind.LAW_FIRM_NOTICE, Tone.FIRM, 76, 22
    ),
)


def house_steps(scope: Scope) -> list[StepFacts]:
    """The house's steps for a scope: a notice is for those debtors only whose law knows it."""
    places = [found for rung in _RUNGS if (found := list(_variants(rung, scope)))]
    return [
        StepFacts(
            position=place,
            variant=variant,
            name=str(rung.name),
            deed=rung.deed,
            notice_kind=rung.notice,
            channel=By.BEST if rung.notice else "",
            tone=rung.tone,
            after_due_days=rung.after_due_days,
            after_previous_days=rung.after_previous_days if place > 1 else 0,
            countries=countries,
            debtor_kind=kind,
        )
        for place, found in enumerate(places, 1)
        for variant, (rung, countries, kind) in enumerate(found, 1)
    ]


def _variants(rung: _Rung, scope: Scope) -> Iterator[tuple[_Rung, tuple[str, ...], str]]:
    """A place's steps: one for all debtors, or one for each kind whose countries are limited."""
    known = {kind: _countries(rung, scope, kind) for kind in scope.kinds}
    if all(countries == scope.served for countries in known.values()):
        yield rung, (), ""
        return
    for kind, countries in known.items():
        if countries:
            yield rung, () if countries == scope.served else countries, kind


def _countries(rung: _Rung, scope: Scope, kind: DebtorKind) -> tuple[str, ...]:
    return tuple(country for country in scope.served if _is_known(rung, country, kind))


def _is_known(rung: _Rung, country: str, kind: DebtorKind) -> bool:
    """Whether the law knows what is done, and lets a reminder go first, without a term of its own."""
    if not rung.notice:
        return True
    notice = NoticeKind(rung.notice)
    try:
        known = (notice, kind) in notice_kinds(country)
    except LawMissing:
        return False
    if not known or notice is not NoticeKind.REMINDER:
        return known
    return not (
        notice_rule(country, notice, kind).follows_free_term or runs_by_law(country, notice, kind)
    )
