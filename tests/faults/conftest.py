"""A house whose servers may be stopped: its own database and queue, which nobody else uses."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import text

from portal import db, outbox, schema
from portal.config import Config
from tests.client import Browser
from tests.office import Office, open_office
from tests.servers import OWNER, Postgres, Valkey

DATABASE = "faults"
ROOT = Path(__file__).parents[2]


@dataclass
class House:
    """The application as it is delivered, and the servers it stands on."""

    app: Flask
    config: Config
    postgres: Postgres
    valkey: Valkey

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        """A worker in a process of its own, as an operator starts it; ended with the block."""
        with self.runs("flask", "--app", "wsgi", "worker") as process:
            yield process

    @contextmanager
    def runs(self, *command: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A program of the house in a process of its own; ended with the block."""
        env = {
            f"PORTAL_{field.name.upper()}": str(getattr(self.config, field.name))
            for field in fields(self.config)
            if getattr(self.config, field.name) != ""
        }
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **env, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a program and the children that do its work, as when the power fails."""
    if process.poll() is not None:
        return
    for pid in [process.pid, *_children(process.pid)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _children(pid: int) -> list[int]:
    """The processes that a process has started and not waited for."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def wait_until(what: Callable[[], object], seconds: float = 180) -> None:
    """Look again and again until something is so; fail after a while."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def how_many_wait() -> int:
    """How many are waiting for a lock at this moment."""
    with db.work():  # The database shows one transaction the same picture again and again.
        waits = text(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
        return int(db.session.scalar(waits) or 0)


def let_time_pass(queue: str, *lists: str) -> None:
    """A queue gives a worker a minute and a half to show a sign of life, and waits a little before
    it tries again. Let that time be over, or that of one of these lists."""
    store = outbox.store()
    for waiting in (f"rq:{name}:{queue}" for name in lists or ("wip", "scheduled")):
        for job in cast("list[bytes]", store.zrange(waiting, 0, -1)):
            store.zadd(waiting, {job: 1}, xx=True)
    store.delete(*(f"rq:scheduler-lock:{name}" for name in ("urgent", "default", "documents")))


@pytest.fixture(scope="package")
def house(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from wsgi import create_app

    folder = tmp_path_factory.mktemp("faults")
    with (
        Postgres(folder / "pg", durable=True) as postgres,
        Valkey(folder / "vk", durable=True) as valkey,
    ):
        postgres.create_database(DATABASE)
        schema.upgrade(postgres.url(DATABASE, OWNER))
        own = replace(
            config,
            database_url=postgres.url(DATABASE),
            owner_database_url=postgres.url(DATABASE, OWNER),
            redis_url=valkey.url,
        )
        app = create_app(own)
        app.test_client_class = Browser
        app.config["WTF_CSRF_ENABLED"] = False
        yield House(app, own, postgres, valkey)
        app.extensions["engine"].dispose()


@pytest.fixture
def office_there(house: House) -> Iterator[Office]:
    """An agency in that house."""
    with house.app.app_context():
        for name in ("urgent", "default", "documents"):
            outbox.queue(name).empty()
        yield open_office(house.app)
