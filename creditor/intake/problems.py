"""Why a row is refused: a reason that knows the field it is about. Pure."""

from collections.abc import Iterable


class Problem(str):
    """A reason why a row is refused, which knows the field it is about."""

    field: str

    def __new__(cls, field: str, text: str) -> "Problem":
        """The text, about a field."""
        made = super().__new__(cls, text)
        made.field = field
        return made


def by_field(errors: Iterable[str]) -> dict[str, list[str]]:
    """Reasons by the field they are about; `_schema` for the row as a whole."""
    found: dict[str, list[str]] = {}
    for error in errors:
        field = error.field if isinstance(error, Problem) else "_schema"
        found.setdefault(field, []).append(str(error))
    return found
