"""Many rows in one statement: the values go as arrays, so the text is the same however many there are.

Row-level security holds as for any insert; COPY would be refused by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Subquery, Table, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import TypeEngine

from portal import db
from portal.tenancy import TenantScoped, acting


def insert_rows(
    model: type[TenantScoped],
    rows: Sequence[Mapping[str, Any]],
    *,
    skip_known: bool = False,
    returning: Sequence[Any] = (),
) -> Sequence[Any]:
    """Write rows of the acting agency, all with the same keys, `id` among them.

    Columns that are left out take the fixed default of their model. With `skip_known` a row that a
    unique constraint refuses is left out. Returns the columns `returning` of what was written.
    """
    if not rows:
        return []
    db.session.flush()
    table = cast(Table, model.__table__)
    columns = {column.key: column for column in table.columns}
    fixed = {"agency_id": acting().agency_id, **_defaults(columns, rows[0])}
    arrays: dict[str, Any] = {}
    for name, first in rows[0].items():
        values = [row[name] for row in rows]
        if all(value is first for value in values):
            fixed[name] = first
        else:
            arrays[name] = values
    names = [*fixed, *arrays]
    source = select(
        *(bindparam(f"_{name}", type_=columns[name].type).label(name) for name in fixed),
        *(_unnest(name, columns[name].type).label(name) for name in arrays),
    )
    statement: Any = insert(table).from_select(names, source, include_defaults=False)
    if skip_known:
        statement = statement.on_conflict_do_nothing()
    if returning:
        statement = statement.returning(*returning)
    given = {f"_{name}": value for name, value in (fixed | arrays).items()}
    done = db.session.connection().execute(statement, given)
    return done.all() if returning else []


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column is one of many values; unlike `in_` it is the same statement for any number."""
    array: Any = bindparam(None, list(values), type_=ARRAY(column.type))
    return cast(ColumnElement[bool], column == any_(array))


def values_of(
    columns: Mapping[str, tuple[type[TypeEngine[Any]], Sequence[Any]]],
) -> Subquery:
    """Rows to join or update from: `values_of({"id": (Uuid, ids), "claim_id": (Uuid, claims)})`."""
    return select(
        *(
            func.unnest(bindparam(None, list(values), type_=ARRAY(kind))).label(name)
            for name, (kind, values) in columns.items()
        )
    ).subquery()


def _unnest(name: str, kind: TypeEngine[Any]) -> Any:
    return func.unnest(bindparam(f"_{name}", type_=ARRAY(kind)))


def _defaults(columns: Mapping[str, Column[Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, column in columns.items():
        if name in given or name == "agency_id" or column.nullable:
            continue
        default: Any = column.default
        if default is None or not default.is_scalar:
            raise ValueError(f"Rows of {column.table.name} need their {name}.")
        found[name] = default.arg
    return found
