"""Three locks between agencies: query scope, row-level security, and keys that begin with the agency.

A model of an agency derives from `TenantScoped` and says with `creditors_see` which of its rows a
creditor's own people may touch. Outside an agency such a model cannot be queried at all.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, cast

from sqlalchemy import Column, Connection, ForeignKeyConstraint, Table, event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.sql.visitors import iterate

from portal import db
from portal.db import Base
from portal.keys import new_key


class NoTenant(RuntimeError):
    """An agency's table was touched without saying for which agency."""


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom a transaction works: an agency, and one creditor of it where its own people act."""

    agency_id: uuid.UUID
    creditor_id: uuid.UUID | None = None


class TenantScoped(Base):
    """A table of one agency's rows."""

    __abstract__ = True

    creditors_see: ClassVar[str] = "nothing"
    """What a creditor's session may touch: `nothing`, `read`, `all`, `own and shared` (reads what has
    no creditor too), or the column that must be its own id."""

    @declared_attr
    @classmethod
    def agency_id(cls) -> Mapped[uuid.UUID]:
        """The agency; the first part of every key."""
        return mapped_column(primary_key=True, sort_order=-2)

    @declared_attr
    @classmethod
    def id(cls) -> Mapped[uuid.UUID]:
        """The record."""
        return mapped_column(primary_key=True, default=new_key, sort_order=-1)


TENANT_TABLES: dict[str, str] = {}
"""Every tenant table and what creditors see of it; the migrations and the catalogue tests read it."""


@event.listens_for(TenantScoped, "instrument_class", propagate=True)
def _list_table(mapper: Any, model: type[TenantScoped]) -> None:
    TENANT_TABLES[mapper.local_table.name] = model.creditors_see


def references(table: str, **options: Any) -> Any:
    """A column that refers to a row of `table` of the same agency."""
    return mapped_column(info={"references": table}, **options)


@event.listens_for(Column, "after_parent_attach")
def _add_foreign_key(column: Column[Any], table: Any) -> None:
    target = column.info.get("references")
    if target and isinstance(table, Table) and "referring" not in column.info:
        column.info["referring"] = True  # A column that is moved within its table attaches again.
        table.append_constraint(
            ForeignKeyConstraint(
                ["agency_id", column.name], [f"{target}.agency_id", f"{target}.id"]
            )
        )


def belongs_to(column: str, target: str, **options: Any) -> Any:
    """The one record that `Model.x_id` names: `case = belongs_to("Claim.case_id", "Case")`."""
    model = column.partition(".")[0]
    same_agency = f"{model}.agency_id == {target}.agency_id"
    return relationship(
        target,
        primaryjoin=f"and_(foreign({column}) == {target}.id, {same_agency})",
        uselist=False,
        **options,
    )


def has_many(column: str, parent: str, **options: Any) -> Any:
    """The records whose `Model.x_id` names this: `claims = has_many("Claim.case_id", "Case")`."""
    model = column.partition(".")[0]
    same_agency = f"{parent}.agency_id == {model}.agency_id"
    return relationship(
        model,
        primaryjoin=f"and_({parent}.id == foreign({column}), {same_agency})",
        **{"uselist": True, **options},
    )


def acting() -> Acting:
    """For whom the present session works; NoTenant when for nobody."""
    found: Acting | None = db.session.info.get("acting")
    if found is None:
        raise NoTenant("No agency is acting.")
    return found


def act_for(agency_id: uuid.UUID, creditor_id: uuid.UUID | None = None) -> None:
    """Bind the present session to an agency. It can be bound once, for a lifetime.

    A session serves one agency: `session.get` would hand the next one a row already loaded.
    """
    wanted = Acting(agency_id, creditor_id)
    current: Acting | None = db.session.info.get("acting")
    if current == wanted:
        return
    if current is not None:
        raise RuntimeError("A session serves one agency. Open another with acting_for().")
    db.session.info["acting"] = wanted
    if db.session.in_transaction():
        db.session.connection().exec_driver_sql(_settings(wanted))


@contextmanager
def acting_for(agency_id: uuid.UUID, creditor_id: uuid.UUID | None = None) -> Iterator[Session]:
    """A unit of work of its own for one agency: committed at the end, or not at all."""
    with db.work() as own:
        act_for(agency_id, creditor_id)
        yield own


def own_rows(user_id: uuid.UUID) -> None:
    """Let the present transaction read this user's own memberships, wherever they are."""
    db.session.connection().exec_driver_sql(f"SET LOCAL app.user_id = '{uuid.UUID(str(user_id))}'")


@contextmanager
def writing_for(agency_id: uuid.UUID) -> Iterator[Connection]:
    """Let plain statements on the connection given write one agency's rows in this transaction.

    For what concerns a person in every agency they work for, such as a new password. The session
    itself keeps serving whom it serves, and loads nothing of the other.
    """
    connection = db.session.connection()
    connection.exec_driver_sql(_settings(Acting(agency_id)))
    yield connection
    found: Acting | None = db.session.info.get("acting")
    connection.exec_driver_sql(_settings(found) if found else _NOBODY)


def across_tenants(reason: str) -> dict[str, str]:
    """Execution options that lift the first lock for one statement; row-level security stays."""
    return {"across_tenants": reason}


_NOBODY = "SET LOCAL app.agency_id = ''; SET LOCAL app.creditor_id = ''"


def _settings(acting: Acting) -> str:
    # UUID objects print as checked literals; SET takes no parameters, and set_config() does not
    # reach the workers of a distributed database.
    creditor = acting.creditor_id or ""
    return (
        f"SET LOCAL app.agency_id = '{acting.agency_id}'; SET LOCAL app.creditor_id = '{creditor}'"
    )


@event.listens_for(Session, "after_begin")
def _set_agency(session: Session, transaction: SessionTransaction, connection: Any) -> None:
    if transaction.nested:
        return
    found: Acting | None = session.info.get("acting")
    if found is not None:
        connection.exec_driver_sql(_settings(found))


@event.listens_for(Session, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return  # The first query was scoped, and its criteria go along with the loads it causes.
    if state.execution_options.get("across_tenants"):
        return
    found: Acting | None = state.session.info.get("acting")
    if found is None:
        tables = {
            part.name for part in iterate(cast(Any, state.statement)) if isinstance(part, Table)
        }
        if touched := sorted(tables & TENANT_TABLES.keys()):
            raise NoTenant(f"{', '.join(touched)} queried without an agency.")
        return
    if state.is_orm_statement:
        state.statement = state.statement.options(_rows_of(found.agency_id))


@lru_cache(maxsize=4096)
def _rows_of(agency_id: uuid.UUID) -> Any:
    """What holds a statement to an agency's rows; kept, since making it costs more than the query."""
    return with_loader_criteria(
        TenantScoped,
        lambda model: model.agency_id == agency_id,
        include_aliases=True,
        propagate_to_loaders=True,
    )


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: Any, _instances: Any) -> None:
    for row in session.new:
        if not isinstance(row, TenantScoped):
            continue
        found: Acting | None = session.info.get("acting")
        if found is None:
            raise NoTenant(f"A {type(row).__name__} was added without an agency.")
        if row.agency_id is None:
            row.agency_id = found.agency_id
        elif row.agency_id != found.agency_id:
            raise NoTenant(f"A {type(row).__name__} of another agency was added.")
