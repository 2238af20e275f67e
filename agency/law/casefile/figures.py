"""Figures of a case as text: how they are shown, and what two of them must share to be the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.money import Money

_REMARK = re.compile(r"\s*\([^()]*\)$")
_AMOUNT = re.compile(r"^(-?\d+(?:\.\d+)?)(?: [A-Z]{3})?$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, however many noughts it was written with."""

    value: Decimal


def shown(value: Any) -> Any:
    """A figure as a case writes it: texts, whole numbers, yes or no, and lists of them."""
    match value:
        case Money():
            return str(value.decimal)
        case Decimal() | date():
            return str(value)
        case Mapping():
            return {name: shown(inner) for name, inner in value.items()}
        case list() | tuple():
            return [shown(inner) for inner in value]
        case _:
            return value


def told(figure: Any) -> Any:
    """What a written figure says, without its remark, its currency and its spare noughts."""
    if isinstance(figure, bool) or figure is None:
        return figure
    if isinstance(figure, Mapping):
        return {name: told(inner) for name, inner in figure.items()}
    if isinstance(figure, list):
        return [told(inner) for inner in figure]
    text = _REMARK.sub("", str(figure))
    amount = _AMOUNT.match(text)
    return Number(Decimal(amount[1])) if amount else text
