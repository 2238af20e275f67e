"""What happened to a claim that may move its limitation: money, letters, and words of the debtor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from agency.cases.models import Case, Claim
from agency.charges.dues import History
from agency.law.limitation import Interruption, Limitation, effect_of, limitation
from agency.law.vocabulary import Effect, FeeLetterKind, InterruptionKind
from portal import slots

PROMISES = "promises_in_writing"
"""The port that tells on which days the debtor of a case promised in writing to pay."""
ACKNOWLEDGEMENTS = "acknowledgements"
"""The port that tells which claims of a case have an acknowledgement of debt among their evidence."""

DEMANDS = frozenset({FeeLetterKind.WARNING, FeeLetterKind.OWN_DEMAND, FeeLetterKind.AGENCY_DEMAND})
"""The letters that demand payment; a friendly reminder may not."""
WORDS = {
    InterruptionKind.PART_PAYMENT: _("payment"),
    InterruptionKind.WRITTEN: _("written demand"),
    InterruptionKind.ACKNOWLEDGMENT: _("promise in writing"),
}


@dataclass(frozen=True, slots=True)
class Lapse:
    """When a claim lapses, which acts moved that, and on which the law of the country is silent."""

    claim: Claim
    term: Limitation
    counted: Sequence[Interruption]
    silent: Sequence[Interruption]


def lapse_of(
    claim: Claim, case: Case, history: History | None, promised: Sequence[date], on: date
) -> Lapse:
    """When a claim lapses by all that the file holds. LawMissing where the country has no term."""
    country = case.debtor.country
    acts = sorted(_acts(claim, history, promised, on), key=lambda act: act.on)
    effects = [(act, effect_of(act.kind, act.on, country)) for act in acts]
    used: list[Interruption] = []
    counted: list[Interruption] = []
    term = limitation(claim.due_on, country=country)
    for act, effect in effects:
        if effect is not Effect.RESTART:
            continue
        used.append(act)
        longer = limitation(claim.due_on, country=country, interruptions=used)
        if len(longer.steps) > len(term.steps):
            counted.append(act)
        term = longer
    return Lapse(claim, term, counted, [act for act, effect in effects if effect is None])


def promised_in_writing(case: Case) -> Sequence[date]:
    """The days on which the debtor promised in writing to pay."""
    answer: Callable[[Case], Sequence[date]] | None = slots.offers(PROMISES)
    return answer(case) if answer else ()


def acknowledged(case: Case) -> Mapping[Any, Sequence[str]]:
    """By claim, the names of documents by which the debtor acknowledged the debt."""
    answer: Callable[[Case], Mapping[Any, Sequence[str]]] | None = slots.offers(ACKNOWLEDGEMENTS)
    return answer(case) if answer else {}


def _acts(
    claim: Claim, history: History | None, promised: Sequence[date], on: date
) -> Iterator[Interruption]:
    found = {(day, InterruptionKind.ACKNOWLEDGMENT) for day in promised}
    for day, paid in (history.paid_on if history else {}).items():
        if sum(amount.minor for amount in paid.values()) > 0:
            found.add((day, InterruptionKind.PART_PAYMENT))
    if claim.reminded_on:
        found.add((claim.reminded_on, InterruptionKind.WRITTEN))
    for letter in claim.letters:
        if letter["kind"] in DEMANDS:
            found.add((date.fromisoformat(letter["sent_on"]), InterruptionKind.WRITTEN))
    for day, kind in found:
        if day <= on:
            yield Interruption(day, kind)
