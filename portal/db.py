"""The database: model base, the session of the moment, and one transaction per request or job."""

import math
import select
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from flask import current_app, g, has_app_context, has_request_context
from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    Uuid,
    create_engine,
    event,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, sessionmaker
from werkzeug.local import LocalProxy

from portal import clock


class Base(DeclarativeBase):
    """All tables share these names and column types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it so
        str: Text,
        int: BigInteger,
        bytes: LargeBinary,
        uuid.UUID: Uuid,
        date: Date,
        datetime: DateTime(timezone=True),
        Decimal: Numeric,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


ASKED_AFTER_SECONDS = 30
"""A connection that rested for so long is tried before it is used."""
KEPT_STATEMENTS = 2_000
"""Statements that stay compiled: there are some 700 selects, which lists ask in several shapes."""
MOST_HELD = 2_000
"""Records that a request holds at most: a page shows fewer, and a long file is not kept whole."""

_opened: ContextVar[Session | None] = ContextVar("session", default=None)


def connect(url: str, *, pool_size: int) -> Engine:
    """An engine whose connections speak UTC, whatever the server's own time zone is, and are checked
    before use, so that a restarted server is no fault."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,  # Errors are logged, and the log holds no personal data.
        query_cache_size=KEPT_STATEMENTS,
    )

    def speak_utc(connection: Any, _record: Any) -> None:
        connection.execute("set time zone 'UTC'")
        connection.commit()

    def put_back(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def take(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get("rests_since", math.inf)
        if connection is not None and not _is_alive(engine.dialect, connection, rested):
            raise InvalidatePoolError

    event.listen(engine, "connect", speak_utc)
    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", take)
    return engine


def _is_alive(dialect: Dialect, connection: Any, rested: float) -> bool:
    """Whether a server is there: one that went away has said so or closed its end, which shows without
    asking. It is asked where the connection rested for long, since a network may drop it in silence.
    """
    if connection.closed:
        return False
    ended = select.poll()
    ended.register(connection.fileno(), select.POLLIN)
    if ended.poll(0):
        return False
    if rested < ASKED_AFTER_SECONDS:
        return True
    try:
        return dialect.do_ping(connection)
    except cast(Any, dialect).loaded_dbapi.Error:
        return False


def init_app(app: Any, url: str, *, pool_size: int) -> None:
    """Give the application its engine and its sessions. Nothing is connected yet."""
    engine = connect(url, pool_size=pool_size)
    app.extensions["engine"] = engine
    app.extensions["sessions"] = sessionmaker(engine, expire_on_commit=False, autoflush=True)
    app.teardown_appcontext(_discard)


def _current() -> Session:
    if (opened := _opened.get()) is not None:
        return opened
    if not has_app_context():
        raise RuntimeError("There is no session outside an application context.")
    if "session" not in g:
        g.session = current_app.extensions["sessions"]()
        if has_request_context():
            g.session.info["held"] = []
    return cast(Session, g.session)


session: Session = cast(Session, LocalProxy(_current))
"""The session of this request, job or `work()` block."""


@contextmanager
def work() -> Iterator[Session]:
    """One unit of work with a session of its own: committed at the end, or not at all."""
    own: Session = current_app.extensions["sessions"]()
    token = _opened.set(own)
    try:
        yield own
        commit()
    finally:
        own.close()
        _opened.reset(token)


def after_commit(do: Callable[[], None]) -> None:
    """Run `do` once the present transaction is safe; never when it, or its savepoint, is undone."""
    waiting = session.info.setdefault("after_commit", [])
    waiting.append((do, session.get_nested_transaction()))


def commit() -> None:
    """Make the present transaction safe, then do what waited for it. Only for the edge."""
    current = _current()
    current.commit()
    for do, _ in current.info.pop("after_commit", []):
        do()


@event.listens_for(Session, "loaded_as_persistent")
def _hold(of: Session, record: Any) -> None:
    """Hold what a request has read until its session ends. A session alone forgets records that nobody
    holds, and the next panel of a page would read them again."""
    held = of.info.get("held")
    if held is not None and len(held) < MOST_HELD:
        held.append(record)


@event.listens_for(Session, "after_soft_rollback")
def _forget(of: Session, undone: SessionTransaction) -> None:
    """Forget what waited for a savepoint that is undone, or for one within it."""
    waiting = of.info.get("after_commit", [])
    waiting[:] = [(do, within) for do, within in waiting if not _is_within(within, undone)]


def _is_within(found: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while found is not None and found is not outer:
        found = found.parent
    return found is outer


def office_time(column: Any) -> Any:
    """What the office's clock shows at an instant, in the database: without a zone."""
    return func.timezone(clock.OFFICE_ZONE.key, column)


def day_of(column: Any) -> Any:
    """The calendar day of an instant at the office, in the database; as `clock.day_of` says it."""
    return func.date(office_time(column))


def roll_back() -> None:
    """Undo the present transaction and forget what waited for it."""
    current = _current()
    current.rollback()
    current.info.pop("after_commit", None)


def _discard(_: BaseException | None) -> None:
    own = g.pop("session", None)
    if own is not None:
        own.close()
