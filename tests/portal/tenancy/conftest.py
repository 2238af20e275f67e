"""Two agencies, and connections that look past the first lock."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import sessionmaker

from tests.office import Office, open_office


@pytest.fixture
def other(app: Flask) -> Office:
    """Another agency."""
    return open_office(app)


@pytest.fixture
def raw(app: Flask) -> Iterator[Connection]:
    """A connection of the application that passes the first lock: plain SQL."""
    with app.extensions["engine"].connect() as connection:
        yield connection


@pytest.fixture
def second_lock_open(app: Flask, owner: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application work as the owner, whom row-level security does not bind."""
    sessions = sessionmaker(owner, expire_on_commit=False)
    monkeypatch.setitem(app.extensions, "sessions", sessions)
