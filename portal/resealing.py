"""Secrets sealed anew with the first key, so that an older one can be taken away."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from portal import crypto, db
from portal.accounts.models import Agency
from portal.tenancy import TenantScoped, acting_for

CHUNK = 500
SUFFIX = "_sealed"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that keeps secrets: `users.totp_sealed`."""

    model: Any
    column: Any

    @property
    def name(self) -> str:
        """As the database calls it."""
        return f"{self.model.__tablename__}.{self.column.key}"


def sealed_columns() -> list[Sealed]:
    """Every column that keeps secrets, in all tables of this installation."""
    return sorted(
        (
            Sealed(mapper.class_, getattr(mapper.class_, attribute.key))
            for mapper in db.Base.registry.mappers
            for attribute in mapper.column_attrs
            if attribute.key.endswith(SUFFIX)
        ),
        key=lambda each: each.name,
    )


def reseal() -> Iterator[tuple[str, int]]:
    """Seal with the first key what another one sealed; tells each column and how many it were.

    Works in chunks, each committed by itself: it may be stopped and begun again, while people work.
    """
    with db.work():
        agencies = db.session.scalars(select(Agency.id).order_by(Agency.id)).all()
    for sealed in sealed_columns():
        if issubclass(sealed.model, TenantScoped):
            yield sealed.name, sum(_reseal(sealed, _acting(each)) for each in agencies)
        else:
            yield sealed.name, _reseal(sealed, db.work)


def _acting(agency_id: uuid.UUID) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: acting_for(agency_id)


def _reseal(sealed: Sealed, work: Callable[[], AbstractContextManager[Any]]) -> int:
    done, last = 0, uuid.UUID(int=0)
    while True:
        with work():
            rows = db.session.execute(
                select(sealed.model.id, sealed.column)
                .where(sealed.model.id > last, func.length(sealed.column) > 0)
                .order_by(sealed.model.id)
                .limit(CHUNK)
                .with_for_update()
            ).all()
            for row_id, secret in rows:
                if crypto.is_sealed_by_first(secret):
                    continue
                db.session.execute(
                    update(sealed.model)
                    .where(sealed.model.id == row_id)
                    .values({sealed.column.key: crypto.rotate(secret)})
                )
                done += 1
        if len(rows) < CHUNK:
            return done
        last = rows[-1][0]
