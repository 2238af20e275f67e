"""Of which kinds a case has any records at all: most have few, and what is not there need not be read."""

import uuid
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, bindparam, select

from portal.tenancy import TenantScoped
from portal.together import together

Model = type[TenantScoped]
"""A table whose rows belong to a case each, and are found by it."""


@cache
def any_of(models: Sequence[Any]) -> Select[Any]:
    """Asks of a `case_id` for each model, in one row, whether there are records."""
    asked = [
        select(model.id)
        .where(
            model.agency_id == bindparam("agency_id"),
            model.case_id == bindparam("case_id", type_=model.case_id.type),
        )
        .exists()
        .label(model.__tablename__)
        for model in models
    ]
    return cast("Select[Any]", select(*asked))


def found_in(row: Sequence[bool], models: Sequence[Model]) -> frozenset[Model]:
    """What the row says that there is."""
    return frozenset(model for model, is_there in zip(models, row, strict=True) if is_there)


def kept_of(case_id: uuid.UUID, models: Collection[Model]) -> frozenset[Model]:
    """Of which of these models a case has records, by one question."""
    if not models:
        return frozenset()
    named = tuple(sorted(models, key=lambda model: str(model.__tablename__)))
    [[row]] = together((any_of(named), {"case_id": case_id}))
    return found_in(row, named)
