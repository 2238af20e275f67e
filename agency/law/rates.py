"""Which interest rates a run uses: those of the packs, and those that an agency entered itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agency.law.errors import LawMissing
from agency.law.packs import pack
from agency.law.packs.files import pack_code
from agency.law.packs.interest_rows import InterestRule
from agency.law.packs.rate_rows import Rate
from agency.law.vocabulary import InterestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredRate:
    """A published rate that people entered and confirmed because the pack does not have it yet."""

    country: str
    kind: InterestKind
    rate: Rate


class RateBook:
    """The rules of interest by country and kind, with entered rates where the pack has none.

    An entered rate stands for its own half-year, or for its year where the country publishes by
    year; it never replaces a usable row of a pack. Make one book for a run over many claims: it
    puts each rule together once.
    """

    def __init__(self, entered: Iterable[EnteredRate] = ()) -> None:
        self._entered: dict[tuple[str, InterestKind], list[Rate]] = {}
        for row in entered:
            key = (pack_code(row.country), row.kind)
            self._entered.setdefault(key, []).append(row.rate)
        self._rules: dict[tuple[str, InterestKind], InterestRule] = {}

    def rule(self, country: str, kind: InterestKind) -> InterestRule:
        """How a kind of interest runs in a country. LawMissing where nothing rules on it."""
        key = (pack_code(country), kind)
        if key not in self._rules:
            rule = pack(country).interest_rule(kind)
            if key in self._entered:
                rule = rule.with_rates(tuple(self._entered[key]))
            self._rules[key] = rule
        return self._rules[key]

    def missing(self, country: str, on: date) -> tuple[InterestKind, ...]:
        """The kinds of interest that have rates in a country, but none for a day."""
        return tuple(
            kind
            for kind, rule in pack(country).interest.items()
            if rule.tables and not _known(self.rule(country, kind), on)
        )


PACK_RATES = RateBook()
"""The rates of the packs alone."""


def _known(rule: InterestRule, on: date) -> bool:
    try:
        rule.rate_on(on)
    except LawMissing:
        return False
    return True
