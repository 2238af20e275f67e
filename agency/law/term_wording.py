"""Reads how a letter words its free term: a valid wording, a void one, or none at all."""

import re
from dataclasses import dataclass
from functools import cache

from agency.law.packs.conduct import conduct
from agency.law.packs.conduct.letters import LetterRules


@dataclass(frozen=True, slots=True)
class TermCheck:
    """Whether the wording holds; the reason names the words that spoil it or says what to write."""

    is_valid: bool
    reason: str
    source: str


def check_term_wording(text: str, *, country: str = "NL") -> TermCheck:
    """Judge the wording of the free term in a letter; anything void spoils the whole letter.

    A term that starts today or at sending, or a number of days below what the wording needs, voids
    the costs in the Netherlands (HR 25-11-2016, ECLI:NL:HR:2016:2704); a wording that is not known
    to be valid is not accepted.
    """
    flat = " ".join(text.split()).casefold()
    good: TermCheck | None = None
    for pattern, minimum_days, source in _patterns(country):
        for match in pattern.finditer(flat):
            if minimum_days is None:
                return TermCheck(
                    False, f"“{match[0]}” does not give the term that the law asks for.", source
                )
            days = _number(match["days"], conduct(country).letter_rules())
            if days < minimum_days:
                reason = f"“{match[0]}” gives less than the {minimum_days} days it must name."
                return TermCheck(False, reason, source)
            good = good or TermCheck(True, f"“{match[0]}” gives the whole term.", source)
    return good or TermCheck(False, conduct(country).letter_rules().missing, "")


@cache
def _patterns(country: str) -> tuple[tuple[re.Pattern[str], int | None, str], ...]:
    """The wordings of a pack as patterns, with the days they need (None: void in any case)."""
    rules = conduct(country).letter_rules()
    words = "|".join(re.escape(word) for word, _ in rules.number_words)
    gaps = {
        "days": rf"(?P<days>\d+|{words})(?: \(\d+\))?",
        "letter": "(?:" + "|".join(re.escape(word) for word in rules.letter_words) + ")",
    }
    return tuple(
        (
            re.compile(rf"\b{wording.text.format(**gaps)}\b"),
            wording.minimum_days if wording.is_valid else None,
            wording.source,
        )
        for wording in rules.wordings
    )


def _number(text: str, rules: LetterRules) -> int:
    return int(text) if text.isdigit() else dict(rules.number_words)[text]
