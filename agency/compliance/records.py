"""The personal records that the slices keep: each says how to hand them out and how to erase them.

Every way works on sets. Erasing returns the stored files that nothing of these records needs any more;
they are removed once the transaction is safe.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Executable, update

from agency.compliance.kinds import Stage
from portal import db
from portal.tenancy import TenantScoped

_SLOT = "personal_records"
GONE = "–"
"""Stands where a text was erased and the database wants one."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose records: debtors, and all of their cases."""

    debtors: Sequence[uuid.UUID]
    cases: Sequence[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased: how many records, and the files that they had."""

    count: int
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Copy:
    """A stored file that a debtor may have: under which name, and where it is kept."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """Records as their debtor reads them, and the files that go along."""

    rows: Sequence[Mapping[str, Any]]
    files: Sequence[Copy] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One kind of personal records, and what the law wants said of it when a debtor asks."""

    name: str
    title: Any
    purpose: Any
    origin: Any
    recipients: Any
    stage: Stage
    erase: Callable[[Subjects], Gone]
    tell: Callable[[Subjects], Told]
    sweep: Callable[[datetime], Gone] | None = None
    """Erases what goes by its own age and not with a debtor, from before a moment."""


def keep(app: Any, records: Records) -> None:
    """Make a kind of records known. Called when its slice joins the desk."""
    found: list[Records] = app.extensions.setdefault(_SLOT, [])
    found.append(records)


def kinds() -> Sequence[Records]:
    """All kinds of records, in the order of their slices."""
    found: Sequence[Records] = current_app.extensions.get(_SLOT, ())
    return found


def changed(statement: Executable) -> int:
    """Run an update or delete of many rows; returns how many."""
    done: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)


def blank(model: type[TenantScoped], condition: Any, **values: Any) -> int:
    """Put fixed values into the rows that a condition names; returns how many."""
    return changed(update(model).where(condition).values(**values))
