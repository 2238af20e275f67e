"""The words by which somebody wants no more text messages, and how we tell of them. Pure."""

import re
from dataclasses import dataclass

_SIGNS = re.compile(r"[^\w ]+")


@dataclass(frozen=True, slots=True)
class Stopping:
    """What is written in a language to stop, and the line under our text that says so."""

    words: frozenset[str]
    line: str


LANGUAGES = {
    "en": Stopping(
        frozenset({"stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "opt out",
                   "optout", "revoke"}),
        "Reply STOP to get no more texts.",
    ),
    "nl": Stopping(
        frozenset({"stop", "stoppen", "afmelden", "uitschrijven", "opzeggen"}),
        "Geen sms meer? Antwoord STOP.",
    ),
    "de": Stopping(
        frozenset({"stop", "stopp", "abmelden", "austragen", "beenden"}),
        "Keine SMS mehr? Antworten Sie STOP.",
    ),
    "fr": Stopping(
        frozenset({"stop", "arret", "arrêt", "arrêter", "arreter", "desabonner", "désabonner"}),
        "Plus de SMS ? Répondez STOP.",
    ),
    "nb": Stopping(
        frozenset({"stop", "stopp", "avslutt", "avmeld"}),
        "Ikke flere SMS? Svar STOPP.",
    ),
    "lt": Stopping(
        frozenset({"stop", "stabdyti", "atsisakau", "atsisakyti"}),
        "Nebenorite SMS? Atsakykite STOP.",
    ),
}  # fmt: skip
"""Ours to choose, not a rule of law: more words stop us than any law that we know asks for."""

_WORDS = frozenset[str]().union(*(each.words for each in LANGUAGES.values()))


def asks_to_stop(text: str) -> bool:
    """Whether a text is one of these words and nothing else, in any of the languages.

    "Stop" within a sentence is for a person to read.
    """
    return " ".join(_SIGNS.sub(" ", text).casefold().split()) in _WORDS


def line_for(locale: str) -> str:
    """How to stop, in the reader's language or in English."""
    return LANGUAGES.get(locale, LANGUAGES["en"]).line
