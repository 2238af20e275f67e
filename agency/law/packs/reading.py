"""Reads the tables of a pack strictly: a missing, mistyped or unknown key stops the load."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from agency.law.errors import PackError
from agency.law.packs.rows import Row
from agency.law.vocabulary import Status
from portal.money import Money

T = TypeVar("T")
Default = TypeVar("Default")
Choice = TypeVar("Choice", bound=StrEnum)
Dated = TypeVar("Dated", bound=Row)


class Table:
    """One table of a pack; every key is taken once, and `close` refuses what nobody asked for."""

    def __init__(self, values: Any, where: str, sources: dict[str, str] | None = None) -> None:
        if not isinstance(values, dict):
            raise PackError(f"{where} must be a table.")
        self._left = dict(values)
        self.where = where
        self.sources = sources or {}

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def text(self, key: str) -> str:
        return self._take(key, str)

    def day(self, key: str) -> date:
        return self._take(key, date)

    def whole(self, key: str) -> int:
        return self._take(key, int)

    def flag(self, key: str) -> bool:
        return self._take(key, bool)

    def names(self) -> list[str]:
        """The keys that are still to be read."""
        return list(self._left)

    def number(self, key: str) -> Decimal:
        """An exact number, written as text so that no float comes near it."""
        try:
            return Decimal(self._take(key, str))
        except InvalidOperation:
            raise PackError(f"{self.where}.{key} is not a number.") from None

    def money(self, key: str, currency: str) -> Money:
        return Money.of(self.number(key), currency)

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        return self._chosen(key, self.text(key), kind)

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        return tuple(self._chosen(key, text, kind) for text in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list)
        if not all(isinstance(value, str) for value in values):
            raise PackError(f"{self.where}.{key} must hold texts.")
        return tuple(values)

    def table(self, key: str) -> "Table":
        return Table(self._take(key, dict), f"{self.where}.{key}", self.sources)

    def named(self, key: str) -> dict[str, "Table"]:
        """A table of tables, by their names."""
        inner = self.table(key)
        return {name: inner.table(name) for name in inner.names()}

    def tables(self, key: str) -> list["Table"]:
        values = self._take(key, list)
        return [
            Table(value, f"{self.where}.{key}[{i}]", self.sources) for i, value in enumerate(values)
        ]

    def rows(self, key: str) -> list["Table"]:
        """The tables of a key that the pack may leave out."""
        return self.tables(key) if key in self else []

    def optional(self, key: str, read: Callable[[str], T], default: Default) -> T | Default:
        """What `read` makes of a key, or the default where the pack leaves it out."""
        return read(key) if key in self._left else default

    def source(self) -> str:
        """The full text of the source that the table names by key."""
        key = self.text("source")
        if key not in self.sources:
            raise PackError(f"{self.where} names the unknown source “{key}”.")
        return self.sources[key]

    def dated(self, row_type: type[Dated], /, **values: Any) -> Dated:
        """A row from its values and the provenance that every row carries; closes the table."""
        row = row_type(
            **values,
            valid_from=self.day("valid_from"),
            source=self.source(),
            read_on=self.day("read_on"),
            status=self.choice("status", Status),
        )
        self.close()
        return row

    def close(self) -> None:
        """Refuse the keys that nobody read."""
        if self._left:
            raise PackError(f"{self.where} has unknown keys: {', '.join(sorted(self._left))}.")

    def _take(self, key: str, kind: type[T]) -> T:
        if key not in self._left:
            raise PackError(f"{self.where}.{key} is missing.")
        value = self._left.pop(key)
        if type(value) is not kind:
            raise PackError(f"{self.where}.{key} must be of type {kind.__name__}.")
        return value

    def _chosen(self, key: str, text: str, kind: type[Choice]) -> Choice:
        try:
            return kind(text)
        except ValueError:
            raise PackError(
                f"{self.where}.{key}: “{text}” is not one of {', '.join(kind)}."
            ) from None


def in_order(rows: list[Dated], where: str) -> tuple[Dated, ...]:
    """The rows of one table by date; refuses two that start on one day, or a later one first."""
    starts = [row.valid_from for row in rows]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise PackError(f"{where} overlaps: each row must start later than the one before it.")
    return tuple(rows)
