"""Several statements in one round trip, for what is done many times a second.

A statement is an SQLAlchemy one, made once, with named `bindparam`s. It runs past the session: it
loads no records and passes by the first lock of tenancy, so each names `:agency_id`, which is filled
in here. Row-level security holds as ever. Models' defaults are not filled in. The server plans each
once a connection, whatever the values, since planning takes longer than most of them run; and by the
keys, since what it knows of how much there is may be of an hour ago, when an agency had nothing yet.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

import orjson
import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Dialect, Executable, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from portal import db
from portal.tenancy import TenantScoped, acting

T = TypeVar("T", bound=TenantScoped)
_BY_KEYS = (
    "select set_config('plan_cache_mode', 'force_generic_plan', true), "
    "set_config('enable_seqscan', 'off', true)"
)
_AS_BEFORE = (
    "select set_config('plan_cache_mode', 'auto', true), set_config('enable_seqscan', 'on', true)"
)

Asked = tuple[Executable, Mapping[str, Any]]
"""A statement and its values."""


@contextmanager
def asking_by_keys() -> Iterator[None]:
    """Leave the server to plan so until the transaction ends, where nothing else is asked in it than
    records by their keys: saying so each time takes as long as a statement."""
    db.session.info["keeps_plans"] = False
    try:
        yield
    finally:
        db.session.info.pop("keeps_plans", None)


def together(*asked: Asked) -> list[Sequence[Any]]:
    """Run statements one after the other, and return the rows of each.

    The first that is refused ends it with SQLAlchemy's error; the transaction must then be undone.
    """
    db.session.flush()
    connection = db.session.connection()
    raw = cast(Any, connection.connection.driver_connection)
    agency = {"agency_id": acting().agency_id}
    compiled = [(_compiled(statement, connection.dialect), values) for statement, values in asked]
    known = db.session.info
    try:
        with raw.pipeline():
            if not known.get("keeps_plans"):
                raw.execute(_BY_KEYS)
            done = [
                raw.cursor(row_factory=namedtuple_row).execute(
                    words, {**fixed, **agency, **_plain_ids(values)}, prepare=True
                )
                for (words, fixed), values in compiled
            ]
            if "keeps_plans" in known:
                known["keeps_plans"] = True
            else:
                raw.execute(_AS_BEFORE)
        return [cursor.fetchall() if cursor.pgresult.nfields else () for cursor in done]
    except psycopg.Error as error:
        raise DBAPIError.instance(
            None, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


class Batch:
    """Rows that are written by one statement when all is gathered. What is fed to it may refer to each
    other, and must not read each other: all see the tables as they were.
    """

    def __init__(self) -> None:
        self._rows: dict[TextClause, list[Mapping[str, Any]]] = {}
        self._agency_id = acting().agency_id

    def add(self, model: type[TenantScoped], *rows: Mapping[str, Any]) -> None:
        """Insert rows of the acting agency."""
        self.feed(_insert(model), *rows)

    def feed(self, statement: TextClause, *rows: Mapping[str, Any]) -> None:
        """Run a statement on all the rows that it is fed, as `rows_of` reads them."""
        if rows:
            found = self._rows.setdefault(statement, [])
            found.extend({"agency_id": self._agency_id, **row} for row in rows)

    def write(self, *asked: Asked) -> list[Sequence[Any]]:
        """Write it all; then run statements, in the same round trip, and return the rows of each."""
        fed, self._rows = self._rows, {}
        if fed:
            values = {f"rows_{n}": as_json(rows) for n, rows in enumerate(fed.values())}
            return together((_at_once(*fed), values), *asked)[1:]
        return together(*asked) if asked else []


def reference(model: type[T], record_id: uuid.UUID) -> T:
    """A record of the acting agency that is sure to be there, read once it is looked at."""
    key = (acting().agency_id, record_id)
    known = db.session.identity_map.get(identity_key(model, key))
    if known is None:
        known = model(agency_id=key[0], id=key[1])
        make_transient_to_detached(known)
        db.session.add(known)
    return known


def rows_of(table: str) -> str:
    """SQL for the rows that `as_json` wrote into the parameter `rows`, with the table's own columns."""
    return f"jsonb_populate_recordset(null::{table}, cast(:rows as jsonb))"


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as the database reads them back by `rows_of`."""
    return orjson.dumps(list(rows), default=_plain).decode()


def _plain_ids(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with lists of ids as the server writes them: the driver would look at each id."""
    return {
        name: f"{{{','.join(map(str, value))}}}" if isinstance(value, list) else value
        for name, value in values.items()
    }


@lru_cache(maxsize=1024)
def _at_once(*statements: TextClause) -> TextClause:
    """Statements on rows as one; the rows of each are a parameter of its own."""
    *others, last = (
        statement.text.replace(":rows", f":rows_{n}") for n, statement in enumerate(statements)
    )
    named = ", ".join(f"part_{n} as ({words})" for n, words in enumerate(others))
    return text(f"with {named} {last}" if named else last)


@lru_cache(maxsize=1024)
def _compiled(statement: Executable, dialect: Dialect) -> tuple[Any, Mapping[str, Any]]:
    """The words of a statement, and the values that it holds itself."""
    compiled = cast(Any, statement).compile(dialect=dialect)
    return compiled.string, compiled.params


@cache
def _insert(model: type[TenantScoped]) -> TextClause:
    table = model.__tablename__
    return text(f"insert into {table} select * from {rows_of(table)}")  # noqa: S608 - our own name


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written as JSON.")
