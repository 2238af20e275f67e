"""The files of a case from all slices that keep some, by one question."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, String, cast, func, select, union_all

from agency.cases.filed import Filed, Source
from agency.cases.models import Case
from portal.accounts.models import Membership, User
from portal.audit.words import name_of
from portal.web import Page, keyset_rows


def files_of(case: Case, found: Sequence[Source], membership: Membership, *, size: int) -> Page:
    """A page of them (`Filed`), the newest first."""
    if not found:
        return Page([])
    all_of_them = _union(case, found, membership)
    columns = all_of_them.selected_columns
    named = {source.kind: source.named for source in found}
    page = keyset_rows(all_of_them, columns.at, columns.id, descending=True, size=size)
    return replace(
        page,
        items=[
            Filed(
                it.kind,
                it.id,
                it.parent_id,
                it.at,
                named[it.kind](it.name),
                it.size,
                name_of(it.by),
            )
            for it in page.items
        ],
    )


def _union(case: Case, found: Sequence[Source], membership: Membership) -> Select[Any]:
    parts = union_all(*(source.rows(case, membership) for source in found)).subquery("files")
    by = func.coalesce(cast(User.name, String), parts.c.by).label("by")
    columns = [parts.c[name] for name in ("kind", "id", "parent_id", "at", "name", "size")]
    return select(*columns, by).outerjoin(User, User.id == parts.c.by_id)
