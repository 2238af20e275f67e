"""All rows of a pack, wherever they stand, for those who review it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from agency.law.packs.conduct import Conduct
from agency.law.packs.country import Pack
from agency.law.packs.rate_rows import Rate
from agency.law.packs.regime_rows import Regime
from agency.law.packs.rows import Row


def rows_of(law: Pack | Conduct) -> Iterator[Row | Regime]:
    """Every statement of a pack that carries a source; rates that were computed are none."""
    yield from _within(law)


def _within(value: Any) -> Iterator[Row | Regime]:
    if isinstance(value, Rate) and value.reference is not None:
        return
    if isinstance(value, Row | Regime):
        yield value
    if is_dataclass(value):
        for part in (part for part in fields(value) if part.init):
            yield from _within(getattr(value, part.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _within(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _within(inner)
