"""The files of a case, which the slices above keep: each says where its own are and who may open them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, ColumnElement, Select, Text, Uuid, cast, literal, null, select

from agency.cases.models import Case
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

_SLOT = "files_of_cases"

STAFF, CREDITOR = "staff", "creditor"
"""The two desks; each has its own addresses for files."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the list. `by` is a name, or what those are called who act without a login."""

    kind: str
    id: uuid.UUID
    parent_id: uuid.UUID | None
    """The record that it hangs on, where its address names that one too."""
    at: datetime
    name: str
    size: int | None
    """In bytes; none where nobody counted."""
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The files of one kind at one desk. Its address stays guarded by the slice's own route."""

    kind: str
    title: Any
    desk: str
    permission: Permission
    rows: Callable[[Case, Membership], Select[Any]]
    """What a person may see of a case's files, as `row` selects it."""
    url: Callable[[Case, Filed], str]
    named: Callable[[str], str] = str
    """The name as it is read, where the table keeps a word for it."""


def row(
    kind: str,
    record: Any,
    *,
    at: Any,
    name: Any,
    size: Any = None,
    by_id: Any = None,
    by: Any = "",
    parent_id: Any = None,
) -> Select[Any]:
    """A select of files with the columns that all sources share. `by_id` is a person's key."""
    return select(
        literal(kind, Text).label("kind"),
        record.id.label("id"),
        _or_none(parent_id, Uuid()).label("parent_id"),
        at.label("at"),
        cast(name, Text).label("name"),
        _or_none(size, BigInteger()).label("size"),
        _or_none(by_id, Uuid()).label("by_id"),
        cast(by, Text).label("by"),
    )


def add_source(app: Any, source: Source) -> None:
    """Let a slice tell of its files. Called when the slice joins the desk."""
    _all(app).append(source)


def sources(desk: str, membership: Membership) -> list[Source]:
    """The kinds of files that a person may open at a desk."""
    return [it for it in _all(current_app) if it.desk == desk and membership.may(it.permission)]


def _or_none(column: Any, kind: Any) -> ColumnElement[Any]:
    return cast(null() if column is None else column, kind)


def _all(app: Any) -> list[Source]:
    found: list[Source] = app.extensions.setdefault(_SLOT, [])
    return found
