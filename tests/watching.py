"""Sees which statements the application sends, and how the database means to answer them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from flask import Flask
from sqlalchemy import event

from portal import db

Statement = tuple[str, Any]


@contextmanager
def statements(app: Flask) -> Iterator[list[Statement]]:
    """Collects what is sent to the database inside the block; settings of the session are left out."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:
        if not sql.startswith("SET LOCAL"):
            seen.append((sql, values))

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(statement: Statement) -> str:
    """How the database would answer a statement now, as the acting agency."""
    sql, values = statement
    rows = db.session.connection().exec_driver_sql(f"explain {sql}", values)
    return "\n".join(row[0] for row in rows)


@contextmanager
def round_trips(app: Flask) -> Iterator[list[str]]:
    """Collects the ways to the database and back inside the block: statements and settings, each by
    itself, and `together` for several at once."""
    seen: list[str] = []
    pipeline = psycopg.Connection.pipeline

    def one(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        seen.append(sql)

    def several(connection: psycopg.Connection) -> Any:
        seen.append("together")
        return pipeline(connection)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", one)
    try:
        with patch.object(psycopg.Connection, "pipeline", several):
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", one)
