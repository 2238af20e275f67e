"""Counts that stop where a higher number tells nobody more, so that they cost the same in any house."""

from typing import Any

from flask_babel import format_decimal
from sqlalchemy import ColumnElement, Select, func, select

MOST = 1_000
"""So far is counted."""


class Count(int):
    """How many there are; beyond `MOST` it says "1,000+" and is one more than that."""

    def __str__(self) -> str:
        shown: str = format_decimal(min(int(self), MOST))
        return f"{shown}+" if self > MOST else shown


NONE = Count(0)


def counted(found: Select[Any]) -> ColumnElement[int]:
    """How many rows a select finds, as a column; `Count` says it in words. It may be correlated."""
    return select(func.count()).select_from(found.limit(MOST + 1).subquery()).scalar_subquery()
