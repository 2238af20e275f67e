"""Which income and outgo is asked for in a country, as `categories.toml` says."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Categories:
    """What is asked for, in its order, and where that was read."""

    country: str
    """Empty where a country has no list of its own and the general one is used."""
    income: tuple[str, ...]
    outgo: tuple[str, ...]
    source: str

    @property
    def all(self) -> tuple[str, ...]:
        """Income first."""
        return self.income + self.outgo


def categories_of(country: str) -> Categories:
    """The list of a country, or the general one."""
    lists = _lists()
    own = country if country in lists and country != _GENERAL else ""
    found = lists[own or _GENERAL]
    return Categories(own, tuple(found["income"]), tuple(found["outgo"]), found["source"])


@cache
def _lists() -> dict[str, Any]:
    text = Path(__file__).with_name("categories.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["lists"]
    return found
