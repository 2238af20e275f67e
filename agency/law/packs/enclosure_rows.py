"""The published forms that a notice must carry, by the notices of a country."""

from collections.abc import Mapping
from dataclasses import dataclass

from agency.law.errors import PackError
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEnclosure:
    """A form that must go with a notice: what it is called, and where the law says so."""

    name: str
    title: str
    article: str
    source: Source


def asked_enclosure(name: str, table: Table, sources: Mapping[str, Source]) -> AskedEnclosure:
    """A form from its table. PackError where its source is not known."""
    source = table.text("source")
    if source not in sources:
        raise PackError(f"{table.where} names the unknown “{source}”.")
    form = AskedEnclosure(
        name=name, title=table.text("title"), article=table.text("article"), source=sources[source]
    )
    table.close()
    return form
