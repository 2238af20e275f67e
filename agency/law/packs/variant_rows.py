"""Notices that ask for the same as another kind in another tone, from `house.variants.toml`."""

from dataclasses import dataclass
from functools import cache

from agency.law.packs import files
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source, source_row
from agency.law.vocabulary import NoticeKind


@dataclass(frozen=True, slots=True)
class Opening:
    """How a variant begins in one language; the rest it says in the words of its model."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A kind of notice that the law holds to what it asks of another kind, its model."""

    like: NoticeKind
    source: Source
    counts_as_demand: bool
    openings: dict[str, Opening]


@cache
def variants() -> dict[NoticeKind, Variant]:
    """Every kind that is a variant of another. PackError where the file is not as it should be."""
    top = Table(files.read("HOUSE", "variants"), "HOUSE.variants")
    top.text("country")
    sources = {name: source_row(table) for name, table in top.named("sources").items()}
    found = {
        NoticeKind(name): _variant(table, sources) for name, table in top.named("variants").items()
    }
    top.close()
    return found


def _variant(table: Table, sources: dict[str, Source]) -> Variant:
    variant = Variant(
        like=table.choice("like", NoticeKind),
        source=sources[table.text("source")],
        counts_as_demand=table.flag("counts_as_demand"),
        openings={locale: _opening(words) for locale, words in table.named("words").items()},
    )
    table.close()
    return variant


def _opening(table: Table) -> Opening:
    opening = Opening(table.text("subject"), table.text("opening"))
    table.close()
    return opening
