"""What the stand-in remembers: in memory for tests, in a SQLite file for the demo."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Resource = dict[str, Any]
"""One Stripe object as it is served; keys that begin with `_` stay inside the stand-in."""

_TABLES = """
create table if not exists secret_keys (secret_key text primary key, account text not null);
create table if not exists objects (
    seq integer primary key autoincrement, id text unique not null,
    account text not null, kind text not null, body text not null);
create index if not exists objects_by_kind on objects (account, kind);
create table if not exists answers (
    account text, key text, endpoint text, params text, status integer, body text, at integer,
    primary key (account, key));
create table if not exists deliveries (
    seq integer primary key autoincrement, place integer not null, event text not null,
    endpoint text not null, attempts integer not null default 0, state text not null,
    due real not null default 0, status integer);
create table if not exists settings (name text primary key, value text not null);
"""


class Store:
    """One SQLite database behind one lock; a transaction is all or nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        if path:
            self._db.execute("pragma journal_mode = wal")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        with self.lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing; an error marked `kept` keeps it too."""
        with self.lock:
            if self._depth:
                yield
                return
            self._db.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException as error:
                self._db.execute("commit" if getattr(error, "kept", False) else "rollback")
                raise
            else:
                self._db.execute("commit")
            finally:
                self._depth -= 1

    def execute(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Run one statement and read all its rows."""
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def insert(self, account: str, resource: Resource) -> Resource:
        self.execute(
            "insert into objects (id, account, kind, body) values (?, ?, ?, ?)",
            resource["id"],
            account,
            resource["object"],
            json.dumps(resource),
        )
        return resource

    def update(self, resource: Resource) -> Resource:
        self.execute(
            "update objects set body = ? where id = ?", json.dumps(resource), resource["id"]
        )
        return resource

    def delete(self, resource: Resource) -> None:
        self.execute("delete from objects where id = ?", resource["id"])

    def find(self, identifier: str, account: str | None = None) -> Resource | None:
        """The object of that id, of one account when one is named."""
        rows = self.execute(
            "select body from objects where id = ? and account = coalesce(?, account)",
            identifier,
            account,
        )
        return _loaded(rows[0]) if rows else None

    def account_of(self, identifier: str) -> str:
        """Which account an object belongs to. LookupError when there is no such object."""
        rows = self.execute("select account from objects where id = ?", identifier)
        if not rows:
            raise LookupError(f"The stand-in knows no {identifier}.")
        return str(rows[0]["account"])

    def newest(self, kind: str, account: str | None = None) -> list[Resource]:
        """All objects of a kind, newest first, of one account when one is named."""
        rows = self.execute(
            "select body from objects where kind = ? and account = coalesce(?, account)"
            " order by seq desc",
            kind,
            account,
        )
        return [_loaded(row) for row in rows]

    def setting(self, name: str, default: str = "") -> str:
        rows = self.execute("select value from settings where name = ?", name)
        return str(rows[0]["value"]) if rows else default

    def set_setting(self, name: str, value: str) -> None:
        self.execute("insert or replace into settings values (?, ?)", name, value)


def visible(resource: Any) -> Any:
    """A copy as the outside may see it, without the keys that stay inside."""
    if isinstance(resource, dict):
        return {k: visible(v) for k, v in resource.items() if not k.startswith("_")}
    if isinstance(resource, list):
        return [visible(item) for item in resource]
    return resource


def _loaded(row: sqlite3.Row) -> Resource:
    body: Resource = json.loads(row["body"])
    return body
