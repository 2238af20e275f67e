"""Why a row is refused: words that know the field they are about, and can be kept. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from portal.errors import Words
from portal.money import Money


class Problem(Words):
    """A reason why a row is refused, about one of its fields or, without one, about all of it."""

    field: str

    def __new__(cls, field: str, pattern: str, **figures: object) -> Self:
        """The words, about a field."""
        made = super().__new__(cls, pattern, **figures)
        made.field = field
        return made


def in_field(field: str, text: str) -> Problem:
    """Words that were said elsewhere, about a field here."""
    if isinstance(text, Words):
        return Problem(field, text.pattern, **text.figures)
    return Problem(field, text)


def by_field(errors: Iterable[str]) -> dict[str, list[str]]:
    """Reasons by the field they are about; `_schema` for the row as a whole."""
    found: dict[str, list[str]] = {}
    for error in errors:
        field = error.field if isinstance(error, Problem) else ""
        found.setdefault(field or "_schema", []).append(error)
    return found


def problem_as_json(error: str) -> Any:
    """How a row keeps a reason: with its figures apart, so that it can be said in any language."""
    if not isinstance(error, Words):
        return str(error)
    kept = {"says": error.pattern, "figures": {k: _kept(v) for k, v in error.figures.items()}}
    return kept | ({"field": error.field} if isinstance(error, Problem) and error.field else {})


def problem_from(kept: Any) -> str:
    """The reason that a row kept."""
    if isinstance(kept, str):
        return kept
    pattern = kept["says"]
    figures = {name: _figure(value) for name, value in kept["figures"].items()}
    return Problem(kept.get("field", ""), pattern, **figures)


def _kept(figure: object) -> object:
    if isinstance(figure, Money):
        return {"minor": figure.minor, "currency": figure.currency}
    if isinstance(figure, date):
        return {"day": figure.isoformat()}
    if isinstance(figure, Words):
        return problem_as_json(figure)
    return figure if isinstance(figure, int) else str(figure)


def _figure(kept: Any) -> object:
    if not isinstance(kept, dict):
        return kept
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    return problem_from(kept) if "says" in kept else Money(kept["minor"], kept["currency"])
