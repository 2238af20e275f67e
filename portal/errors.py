"""The two ways in which the portal says no; the application turns them into pages."""

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """A rule says no. The message is shown to the person as it is: say why and what to do."""


class NotFound(Exception):
    """There is no such record, or not for this person; the two look alike on purpose."""


class Invalid(Exception):
    """A form or file has errors: messages per field, `_schema` for the form as a whole."""

    def __init__(
        self, errors: Mapping[str, Sequence[str]], values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(f"{len(errors)} field(s) need attention.")
        self.errors = {name: list(messages) for name, messages in errors.items()}
        self.values = dict(values or {})
