"""The law as data: one pack per country, read once, checked strictly, inherited field by field."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from agency.law.errors import LawMissing, PackError
from agency.law.packs.country import Pack, build

_FOLDER = Path(__file__).parent


def countries() -> tuple[str, ...]:
    """The countries and bases that have a pack, by code."""
    return tuple(
        sorted(path.stem.upper() for path in _FOLDER.glob("*.toml") if "." not in path.stem)
    )


@cache
def pack(country: str) -> Pack:
    """The pack of a country. LawMissing where there is none, PackError where it is malformed."""
    if country not in countries():
        raise LawMissing("There are no rules for the country %(country)s yet.", country=country)
    return build(_inherited(_read(country)))


def read_pack(text: str) -> Pack:
    """A pack from its text; the same checks as for the packs that come with the product."""
    return build(_inherited(tomllib.loads(text)))


def _read(country: str) -> dict[str, Any]:
    path = _FOLDER / f"{country.lower()}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path.name}: {error}") from error


def _inherited(values: dict[str, Any]) -> dict[str, Any]:
    base = values.pop("inherits", None)
    return values if base is None else _merged(_inherited(_read(base)), values)


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base with a country's own fields over it: tables field by field, all else as a whole."""
    merged = dict(base)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        else:
            merged[key] = value
    return merged
