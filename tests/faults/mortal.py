"""The application as it is delivered, with a fuse: whoever answers a request or does a job may be killed.

Run as an operator runs `wsgi`; the fuse is the file named by FUSE.
"""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import psycopg
from redis.connection import AbstractConnection
from requests.adapters import HTTPAdapter

from portal import jobs
from tests.faults.fuse import Fuse
from wsgi import create_app

fuse = Fuse(Path(os.environ["FUSE"]))
_at_work: set[int] = set()
"""Processes that answer requests or do jobs. The ones that only watch over them live on."""


def spark() -> None:
    """Count, in a process that is at work."""
    if os.getpid() in _at_work:
        fuse.spark()


def sparks(act: Callable[..., Any]) -> Callable[..., Any]:
    """A spark before it, and one after."""

    @wraps(act)
    def watched(*args: Any, **options: Any) -> Any:
        spark()
        answer = act(*args, **options)
        spark()
        return answer

    return watched


def works(act: Callable[..., Any]) -> Callable[..., Any]:
    """From here on the process is at work."""

    @wraps(act)
    def begun(*args: Any, **options: Any) -> Any:
        _at_work.add(os.getpid())
        return act(*args, **options)

    return begun


for of, name in (
    (psycopg.Cursor, "execute"),
    (psycopg.Cursor, "executemany"),
    (psycopg.Connection, "commit"),
    (HTTPAdapter, "send"),
    (AbstractConnection, "send_packed_command"),
):
    setattr(of, name, sparks(getattr(of, name)))
jobs.perform = works(jobs.perform)
app = create_app()
app.wsgi_app = works(app.wsgi_app)  # type: ignore[method-assign]
