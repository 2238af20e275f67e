"""The ways in which the portal says no, in words that each reader gets in their own language."""

from collections.abc import Mapping, Sequence
from typing import Self


class Words(str):
    """A sentence and its figures: English as it stands, and `portal.i18n.said` says it in any language.

    `Words("The PDF has %(pages)s pages.", pages=12)`. Where pure code has words for people, it
    uses this; `make messages` finds them. Figures may be amounts, days and Words themselves.
    """

    pattern: str
    figures: Mapping[str, object]

    def __new__(cls, pattern: str, **figures: object) -> Self:
        """The pattern, filled where there are figures; without any, a per cent sign is just one."""
        made = super().__new__(cls, pattern % figures if figures else pattern)
        made.pattern, made.figures = pattern, figures
        return made


def listed(parts: Sequence[Words]) -> Words:
    """Some words one after another: the first, the second and the third."""
    first, *others = parts
    for other in others:
        first = Words("%(one)s and %(two)s", one=first, two=other)
    return first


class Refused(Exception):
    """A rule says no. The message is shown to the person as it is: say why and what to do."""

    def __init__(self, message: str, **figures: object) -> None:
        self.words: str = Words(message, **figures) if figures else message
        super().__init__(str(self.words))


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
