"""One case: what goes into a rule, read with care, and what must come out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agency.law.packs import pack
from portal.money import Money

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published case. Reading an input that is missing or of another form is a ValueError."""

    id: str
    jurisdiction: str
    rule: str
    inputs: Figures
    expected: Figures
    on: date

    def __contains__(self, name: str) -> bool:
        return self.inputs.get(name) is not None

    def get(self, name: str) -> Any:
        """An input as it stands."""
        if name not in self.inputs:
            raise ValueError(f"the input “{name}” is missing")
        return self.inputs[name]

    def text(self, name: str) -> str:
        """An input as text."""
        return str(self.get(name))

    def number(self, name: str) -> Decimal:
        """An exact number."""
        return _number(self.get(name), name)

    def whole(self, name: str) -> int:
        """A whole number."""
        return int(self.number(name))

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no, also where it is written as a word."""
        value = self.inputs.get(name, default)
        return value.lower() in {"true", "yes"} if isinstance(value, str) else bool(value)

    def day(self, name: str) -> date:
        """A date; what follows it in the text is a remark."""
        return self.as_day(self.get(name), name)

    def as_day(self, value: Any, name: str) -> date:
        """A value as a date; what follows it in the text is a remark."""
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            raise ValueError(f"the input “{name}” is not a date") from None

    def money(self, name: str) -> Money:
        """An amount in the currency of the jurisdiction; what follows it is a remark."""
        return self.amount(self.get(name), name)

    def amounts(self, name: str) -> list[Money]:
        """A list of amounts."""
        return [self.amount(value, name) for value in self.get(name)]

    def amount(self, value: Any, name: str = "amount") -> Money:
        """A value as an amount in the currency of the jurisdiction."""
        return Money.of(_number(value, name), self.currency)

    @property
    def currency(self) -> str:
        """The currency that the jurisdiction counts in."""
        return pack(self.jurisdiction).currency


Rule = Callable[[Case], Figures]


def _number(value: Any, name: str) -> Decimal:
    try:
        return Decimal(str(value).split(" ")[0])
    except InvalidOperation:
        raise ValueError(f"the input “{name}” is not a number") from None
