"""The law as data: one pack per country, read once, checked strictly, inherited field by field."""

import tomllib
from functools import cache
from pathlib import Path

from agency.law.errors import LawMissing
from agency.law.packs import files
from agency.law.packs.country import Pack, build


def countries() -> tuple[str, ...]:
    """The countries and bases that have a pack, by code."""
    folder = Path(__file__).parent
    return tuple(
        sorted(path.stem.upper() for path in folder.glob("*.toml") if "." not in path.stem)
    )


@cache
def pack(country: str) -> Pack:
    """The pack of a country. LawMissing where there is none, PackError where it is malformed."""
    code = files.pack_code(country)
    if not files.has_pack(code):
        raise LawMissing("There are no rules for the country %(country)s yet.", country=country)
    return build(files.read(code))


def read_pack(text: str) -> Pack:
    """A pack from its text; the same checks as for the packs that come with the product."""
    return build(files.inherited(tomllib.loads(text)))
