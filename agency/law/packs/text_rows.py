"""Which notices may go as a text message, and their words, from `house.texts.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from agency.law.packs import files
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source, source_row
from agency.law.vocabulary import NoticeKind


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text message in one language, and what threatens; * ends the beginning of a word."""

    text: str
    threats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """The kinds that may go, whether only after a letter, how long, where not, and the words."""

    kinds: frozenset[NoticeKind]
    after_letter: bool
    most_segments: int
    source: Source
    refused: Mapping[str, Source]
    words: Mapping[str, TextWords]


@cache
def text_rule() -> TextRule:
    """The house's rule. PackError where the file is not as it should be."""
    top = Table(files.read("HOUSE", "texts"), "HOUSE.texts")
    top.text("country")
    sources = {name: source_row(table) for name, table in top.named("sources").items()}
    rule = TextRule(
        kinds=frozenset(NoticeKind(kind) for kind in top.texts("kinds")),
        after_letter=top.flag("after_letter"),
        most_segments=top.whole("most_segments"),
        source=sources[top.text("source")],
        refused={code: _source_of(table, sources) for code, table in top.named("refused").items()},
        words={locale: _words(table) for locale, table in top.named("words").items()},
    )
    top.close()
    return rule


def _source_of(table: Table, sources: Mapping[str, Source]) -> Source:
    found = sources[table.text("source")]
    table.close()
    return found


def _words(table: Table) -> TextWords:
    words = TextWords(table.text("text"), table.texts("threats"))
    table.close()
    return words
