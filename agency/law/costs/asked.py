"""Which circumstances of a claim the law of a country asks for, and those of a day. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from agency.law.costs.facts import NOTHING_KNOWN, Circumstances, FeeLetter
from agency.law.errors import LawMissing
from agency.law.packs import countries, pack
from agency.law.packs.cost_rows import Allowance
from agency.law.packs.letter_fee_rows import LetterTariff
from agency.law.packs.tariff_rows import FeeRule, ForDebtors, Tariff
from agency.law.vocabulary import (
    Allows,
    Circumstance,
    DebtorKind,
    Effort,
    FeeLetterKind,
    NoticeKind,
)

BASE = "EU"
"""The pack that others inherit; it is no debtor's country."""
NOTHING_ASKED: frozenset[Circumstance] = frozenset()


@lru_cache(maxsize=4096)
def asked(country: str, debtor: DebtorKind, on: date) -> frozenset[Circumstance]:
    """What the law asks of a claim against a kind of debtor on a day; nothing without a pack."""
    found = set(_by_rule(_rule(country, debtor, on)))
    try:
        later = pack(country).later_start
    except LawMissing:
        return NOTHING_ASKED
    if later and later.unless_due_agreed and debtor in later.debtors and on >= later.valid_from:
        found.add(Circumstance.DUE_AGREED)
    return frozenset(found)


def countries_asking(what: Circumstance, on: date) -> tuple[str, ...]:
    """The countries whose law asks for a circumstance, of one kind of debtor at least."""
    return tuple(
        country
        for country in countries()
        if country != BASE and any(what in asked(country, debtor, on) for debtor in DebtorKind)
    )


def letter_of(kind: NoticeKind) -> FeeLetterKind:
    """As which letter a notice of the agency counts: the warning before costs, or its demand."""
    if kind is NoticeKind.FOURTEEN_DAY_LETTER:
        return FeeLetterKind.WARNING
    return FeeLetterKind.AGENCY_DEMAND


def as_asked(
    known: Circumstances,
    *,
    country: str,
    debtor: DebtorKind,
    due_on: date,
    paid_on: date | None,
    on: date,
) -> Circumstances:
    """What the law asks of all that is known of a claim, as things stood on a day.

    Letters after the day, or after the principal was paid, are none. Where the law pays by the work
    and not by the letter, it is simple until the agency had to write again.
    """
    rule = _rule(country, debtor, on)
    what = _by_rule(rule)
    if not what:
        return NOTHING_KNOWN
    until = min(on, paid_on or on)
    sent = _sent(known.letters, until)
    seen = Circumstances(
        clause=known.clause and Circumstance.COSTS_CLAUSE in what,
        agreed=known.agreed if Circumstance.AGREED_COSTS in what else None,
        proven=known.proven if Circumstance.PROVEN_COSTS in what else None,
        disputed=known.disputed and Circumstance.DISPUTED in what,
    )
    if isinstance(rule, LetterTariff):
        return replace(seen, letters=sent, due_on=due_on, paid_on=paid_on)
    if isinstance(rule, FeeRule):
        demands = [letter for letter in sent if letter.kind is FeeLetterKind.AGENCY_DEMAND]
        return replace(
            seen, effort=Effort.NORMAL if len(demands) > rule.simple_letters else Effort.SIMPLE
        )
    return seen


def _sent(letters: Sequence[FeeLetter], until: date) -> tuple[FeeLetter, ...]:
    """The letters that had been sent by a day, each day's once, in their order."""
    sent = {letter for letter in letters if letter.sent_on <= until}
    return tuple(sorted(sent, key=lambda letter: (letter.sent_on, letter.kind)))


def _rule(country: str, debtor: DebtorKind, on: date) -> ForDebtors | None:
    try:
        return pack(country).cost_rules().for_debtor(debtor, on)
    except LawMissing:
        return None


def _by_rule(rule: ForDebtors | None) -> frozenset[Circumstance]:
    """What a way of computing costs asks for."""
    match rule:
        case Tariff(needs_clause=True):
            return frozenset({Circumstance.COSTS_CLAUSE, Circumstance.AGREED_COSTS})
        case FeeRule():
            return frozenset({Circumstance.DISPUTED})
        case LetterTariff():
            return frozenset({Circumstance.DISPUTED, Circumstance.LETTERS})
        case Allowance(allows=Allows.AGREED):
            return frozenset({Circumstance.AGREED_COSTS})
        case Allowance(allows=Allows.PROVEN):
            return frozenset({Circumstance.PROVEN_COSTS})
        case _:
            return NOTHING_ASKED
