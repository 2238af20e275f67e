"""Fields in short answers, such as {{ balance }}: found, checked and filled. Pure."""

import re
from collections.abc import Callable, Mapping

from portal.errors import Words

FIELDS = ("name", "reference", "balance", "link", "creditor", "agency", "agent")
"""Who is written to, the case's number, what is open, its payment page, whose claim it is, and we."""

ABOUT_US = frozenset({"agency", "agent"})
"""Fields that say nothing of the case."""

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")


def fault(text: str) -> str:
    """What is wrong with a text in a sentence; empty when it can be filled."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            return Words("There is no field “%(name)s”.", name=name)
    if _BRACES.search(_FIELD.sub("", text)):
        return Words("A field is not closed: write it as in {{ balance }}.")
    return ""


def tells_of_the_case(text: str) -> bool:
    """Whether a text has fields that say something of the case."""
    return bool(set(_FIELD.findall(text)) - ABOUT_US)


def fill(text: str, values: Mapping[str, Callable[[], str]]) -> str:
    """A text with its fields filled; a value is worked out only where it is asked for."""
    known: dict[str, str] = {}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in known:
            known[name] = values[name]()
        return known[name]

    return _FIELD.sub(value, text)
