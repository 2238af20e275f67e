"""Many rows in one statement: the values go as one JSON text, the same statement for any number.

Row-level security holds as for any insert; COPY would be refused by it. Arrays of parameters take
several times as long to write, and VALUES of thousands of parameters longer still.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    any_,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, JSON, insert
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import NullType, TypeEngine

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
    columns = {each.key: each for each in table.columns}
    alike = {"agency_id": acting().agency_id, **_defaults(columns, rows[0])}
    own = [name for name in rows[0] if name not in alike]
    source = values_of(
        {name: columns[name].type for name in own}, ([row[name] for name in own] for row in rows)
    )
    fixed = [
        sql_cast(bindparam(f"_{name}", value, type_=columns[name].type), columns[name].type)
        for name, value in alike.items()
    ]
    statement: Any = insert(table).from_select(
        [*alike, *own], select(*fixed, *source.c), include_defaults=False
    )
    if skip_known:
        statement = statement.on_conflict_do_nothing()
    if returning:
        statement = statement.returning(*returning)
    done = db.session.connection().execute(statement)
    return done.all() if returning else []


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column is one of many values; the same statement for any number of them."""
    quoted = ",".join(
        '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values
    )
    array: Any = _typed("{" + quoted + "}", ARRAY(column.type))
    return cast(ColumnElement[bool], column == any_(array))


def values_of(
    columns: Mapping[str, TypeEngine[Any]], rows: Iterable[Sequence[Any]]
) -> TableValuedAlias:
    """Rows to insert, or to update from: `values_of({"id": Uuid(), "line": BigInteger()}, rows)`."""
    names = list(columns)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return (
        func.json_to_recordset(_json(records))
        .table_valued(*(column(name, kind) for name, kind in columns.items()), name="given")
        .render_derived(with_types=True)
    )


def _json(values: Any) -> Any:
    return _typed(orjson.dumps(values, default=str).decode(), JSON())


def _typed(text: str, kind: TypeEngine[Any]) -> Any:
    """A text that the server reads as a type. It plans with the value, as it has no type of its own."""
    return sql_cast(bindparam(None, text, type_=NullType()), kind)


def _defaults(columns: Mapping[str, Column[Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, each in columns.items():
        if name in given or name == "agency_id" or each.nullable:
            continue
        default: Any = each.default
        if default is None or not default.is_scalar:
            raise ValueError(f"Rows of {each.table.name} need their {name}.")
        found[name] = default.arg
    return found
