"""Work in the background: written down with the business change, handed to the queue after it.

A job takes ids, carries its agency, and is safe to run twice. `portal.outbox.later()` writes it down
in the present transaction; after the commit it goes to the queue, and should the process die in
between, or the queue be away, the relay sends it again.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import structlog
from flask import current_app

from portal import db
from portal.tenancy import act_for

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work: its name on the queue and the function behind it."""

    name: str
    queue: str
    do: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs by itself, for every agency or once for the installation."""

    job: str
    seconds: int
    per_agency: bool


JOBS: dict[str, Job] = {}
PERIODIC: list[Periodic] = []


def job(name: str, *, queue: str = "default") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function runnable as a job. Inside, the agency acts and one transaction runs."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        if name in JOBS:
            raise RuntimeError(f"There are two jobs named {name!r}.")
        JOBS[name] = Job(name, queue, function)
        return function

    return register


def every(seconds: int, name: str, *, per_agency: bool = True) -> None:
    """Run a registered job again and again."""
    PERIODIC.append(Periodic(name, seconds, per_agency))


def run(name: str, agency_id: str | None, arguments: dict[str, Any]) -> Any:
    """Do a job now, in a transaction of its own."""
    structlog.contextvars.bind_contextvars(job=name, agency_id=agency_id)
    try:
        with db.work():
            if agency_id:
                act_for(uuid.UUID(agency_id))
            return JOBS[name].do(**arguments)
    finally:
        structlog.contextvars.unbind_contextvars("job", "agency_id")


def perform(name: str, agency_id: str | None, arguments: dict[str, Any]) -> None:
    """What a worker calls: the job in a context of its own, which keeps nothing of the one before."""
    with current_app.app_context():
        run(name, agency_id, arguments)
