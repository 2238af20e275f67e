"""Changing a record and saying exactly what changed, for the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.tenancy import TenantScoped


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that really changed, as they were and as they are."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.after)


def change(record: TenantScoped, values: Mapping[str, Any]) -> Change:
    """Set fields of a record; what stays as it was is not part of the change."""
    after = {name: value for name, value in values.items() if getattr(record, name) != value}
    before = {name: getattr(record, name) for name in after}
    for name, value in after.items():
        setattr(record, name, value)
    return Change(before, after)
