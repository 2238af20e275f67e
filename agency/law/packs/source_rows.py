"""Where a duty on notices was read."""

from dataclasses import dataclass
from datetime import date

from agency.law.packs.reading import Table
from agency.law.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a duty was read: since when it holds, when it was read, how sure it is."""

    text: str
    valid_from: date
    read_on: date
    status: Status


def source_row(table: Table) -> Source:
    """A source from its table. PackError where something is missing or unknown."""
    source = Source(
        text=table.text("text"),
        valid_from=table.day("valid_from"),
        read_on=table.day("read_on"),
        status=table.choice("status", Status),
    )
    table.close()
    return source
