"""Changing many rows by one statement, without waiting for anybody."""

import uuid
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    select,
    update,
)

from portal import db
from portal.tenancy import acting

_SET = {"synchronize_session": False, "preserve_rowcount": True}


def change(
    model: Any, changes: dict[uuid.UUID, dict[str, Any]], types: dict[str, Any], **same: Any
) -> int:
    """Set columns of many rows, each to its own values, but not of rows that others have in hand."""
    if not changes:
        return 0
    ids = list(changes)
    columns = {"id": Uuid(), **types}
    values = {"id": ids} | {name: [changes[it][name] for it in ids] for name in types}
    new = (
        func.unnest(
            *(bindparam(None, values[name], type_=ARRAY(kind)) for name, kind in columns.items())
        )
        .table_valued(*(column(name, kind) for name, kind in columns.items()))
        .render_derived(name="new")
    )
    return count(
        update(model)
        .where(free(model, ids), model.id == new.c.id)
        .values(**{name: new.c[name] for name in types}, **same)
    )


def free(model: Any, ids: list[uuid.UUID]) -> ColumnElement[bool]:
    """These rows, but for those that somebody else has in hand."""
    mine = model.agency_id == acting().agency_id
    unlocked = select(model.id).where(mine, model.id.in_(ids)).with_for_update(skip_locked=True)
    return and_(mine, model.id.in_(unlocked.scalar_subquery()))


def count(statement: Any) -> int:
    """Run a statement; how many rows it wrote."""
    result = db.session.execute(statement, execution_options=_SET)
    return int(cast(Any, result).rowcount)
