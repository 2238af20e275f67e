"""Frozen dataclasses as JSON and back, so that a notice keeps what it was written from. Pure."""

import uuid
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portal.money import Money

T = TypeVar("T")


def freeze(value: Any) -> Any:
    """A dataclass, or what stands in one, as JSON: money as minor units with its currency."""
    match value:
        case Money():
            frozen: Any = {"minor": value.minor, "currency": value.currency}
        case _ if is_dataclass(value):
            frozen = {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
        case list() | tuple():
            frozen = [freeze(item) for item in value]
        case Enum():
            frozen = value.value
        case date():
            frozen = value.isoformat()
        case uuid.UUID() | Decimal():
            frozen = str(value)
        case _:
            frozen = value
    return frozen


def thaw(kind: type[T], found: Mapping[str, Any]) -> T:
    """The dataclass that was frozen. TypeError or KeyError when it was another one."""
    hints = get_type_hints(kind)
    return kind(**{name: _thaw(hints[name], value) for name, value in found.items()})


def _thaw(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else _thaw(arguments[0], value)
    if origin is tuple:
        return tuple(_thaw(arguments[0], item) for item in value)
    if kind is Money:
        return Money(value["minor"], value["currency"])
    if is_dataclass(kind):
        return thaw(kind, value)  # type: ignore[arg-type]  # Told a class by is_dataclass.
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
