"""The files of packs: found by country and subject, inherited from their base field by field."""

import tomllib
from pathlib import Path
from typing import Any

from agency.law.errors import PackError

_FOLDER = Path(__file__).parent

_ISO_CODES = {"GB": "UK"}
"""Countries whose ISO code, as debtors' addresses have it, is not that of their pack."""


def pack_code(country: str) -> str:
    """The code of a country's pack: that of ISO 3166, but UK for the United Kingdom."""
    return _ISO_CODES.get(country, country)


def iso_code(pack: str) -> str:
    """The code of ISO 3166 of a country, by that of its pack."""
    return next((iso for iso, code in _ISO_CODES.items() if code == pack), pack)


def has_pack(country: str, subject: str = "") -> bool:
    """Whether a country, named by the code of its pack, has a file on a subject."""
    return (
        country.isascii()
        and country.isalpha()
        and country.isupper()
        and _path(country, subject).exists()
    )


def read(country: str, subject: str = "") -> dict[str, Any]:
    """What a country's file on a subject says, on top of the base it inherits."""
    return inherited(written(country, subject), subject)


def written(country: str, subject: str = "") -> dict[str, Any]:
    """What a country's own file on a subject says, without its base."""
    path = _path(country, subject)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path.name}: {error}") from error


def inherited(values: dict[str, Any], subject: str = "") -> dict[str, Any]:
    """Values over those of the base that they name, if they name one."""
    base = values.pop("inherits", None)
    return values if base is None else _merged(read(base, subject), values)


def _path(country: str, subject: str) -> Path:
    return _FOLDER / f"{country.lower()}{subject and f'.{subject}'}.toml"


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base with a country's own fields over it: tables field by field, all else as a whole."""
    merged = dict(base)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        else:
            merged[key] = value
    return merged
