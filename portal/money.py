"""Money: whole minor units of one currency. No float ever touches an amount."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Self, overload

from babel.numbers import format_currency

MINOR_DIGITS = {
    "EUR": 2,
    "NOK": 2,
    "GBP": 2,
    "USD": 2,
    "CHF": 2,
    "SEK": 2,
    "DKK": 2,
    "PLN": 2,
    "JPY": 0,
}
"""Currencies we handle and the digits of their minor unit (ISO 4217)."""

_GROUPED = re.compile(r"^-?\d{1,3}(?:(?P<sep>[.,  ' ])\d{3})+(?P<rest>[.,]\d+)?$")
_PLAIN = re.compile(r"^-?\d+(?:[.,]\d+)?$")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount: `minor` whole minor units (cents) of `currency`."""

    minor: int
    currency: str = "EUR"

    def __post_init__(self) -> None:
        """Refuse anything but whole units of a known currency."""
        if type(self.minor) is not int:
            raise TypeError(f"Money counts whole minor units, not {self.minor!r}.")
        if self.currency not in MINOR_DIGITS:
            raise ValueError(f"Unknown currency {self.currency!r}.")

    @classmethod
    def zero(cls, currency: str = "EUR") -> Self:
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str = "EUR") -> Self:
        """An exact amount in major units: `Money.of("12.50")`. ValueError on a fraction of a cent."""
        scaled = Decimal(amount).scaleb(MINOR_DIGITS[currency])
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency} knows.")
        return cls(int(scaled), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str = "EUR") -> Self:
        """The nearest amount to `amount` major units; half a minor unit goes away from zero."""
        scaled = amount.scaleb(MINOR_DIGITS[currency])
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    @classmethod
    def parse(cls, text: str, currency: str = "EUR") -> Self:
        """Read an amount as people paste it: `1.234,50`, `1,234.50`, `€ 1234,5`, `1 234`.

        A lone separator before exactly three digits (`1.234`, `1,234`) could mean either and is
        refused with ValueError, as is anything that is no amount.
        """
        cleaned = re.sub(
            r"^(€|EUR|NOK|kr|£|GBP|\$|USD)\s*|\s*(€|EUR|NOK|kr|£|GBP|\$|USD)$", "", text.strip()
        )
        cleaned = cleaned.replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ")
        if match := _GROUPED.match(cleaned):
            separator, rest = match["sep"], match["rest"] or ""
            if rest.startswith(separator):
                raise ValueError(f"“{text}” is not an amount.")
            groups = cleaned.count(separator)
            if not rest and groups == 1 and separator in ".,":
                raise ValueError(f"“{text}” can be read in two ways. Write the decimals as well.")
            whole = cleaned.removesuffix(rest).replace(separator, "")
            cleaned = whole + rest.replace(",", ".")
        elif _PLAIN.match(cleaned):
            cleaned = cleaned.replace(",", ".")
        else:
            raise ValueError(f"“{text}” is not an amount.")
        try:
            return cls.of(Decimal(cleaned), currency)
        except InvalidOperation:
            raise ValueError(f"“{text}” is not an amount.") from None

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with all its decimals."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def __bool__(self) -> bool:
        return self.minor != 0

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def times(self, factor: Decimal) -> "Money":
        """The amount times an exact factor, rounded half away from zero to the minor unit."""
        return Money.rounded(self.decimal * factor, self.currency)

    def percent(self, rate: Decimal) -> "Money":
        """`rate` percent of the amount, rounded half away from zero to the minor unit."""
        numerator, denominator = rate.as_integer_ratio()
        exact, whole = self.minor * numerator, 100 * denominator
        minor = (2 * abs(exact) + whole) // (2 * whole)
        return Money(minor if exact >= 0 else -minor, self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Share the amount by weights; the parts always add up to it.

        What rounding leaves over goes, a minor unit each, to the largest remainders, then to the
        earlier parts. ValueError when there is no positive weight to carry the amount.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("A split needs weights of zero or more, and one above zero.")
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        parts = [share for share, _ in shares]
        rest = abs(self.minor) - sum(parts)
        for i in sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))[:rest]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def format(self, locale: str = "en") -> str:
        """The amount as readers of `locale` write it, negative with a real minus."""
        return _written(self, locale)

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise TypeError(f"{self} and {other!r} are not of one currency.")
        return other.minor


@lru_cache(maxsize=8192)
def _written(amount: Money, locale: str) -> str:
    return format_currency(amount.decimal, amount.currency, locale=locale).replace("-", "−")


def total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    """The sum of amounts of one currency; nothing at all is zero of `currency`."""
    result = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return result or Money.zero(currency if result is None else result.currency)


class money_of:  # noqa: N801 - reads as a declaration in a model, like `relationship`
    """An amount of a model: whole units in one column, the currency in another of the same row."""

    def __init__(self, minor_column: str, currency_column: str = "currency") -> None:
        self.minor_column = minor_column
        self.currency_column = currency_column

    @overload
    def __get__(self, row: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type[Any]) -> Money: ...
    def __get__(self, row: object | None, owner: type[Any]) -> "Money | Self":
        """The amount of a row."""
        if row is None:
            return self
        return Money(getattr(row, self.minor_column), getattr(row, self.currency_column))

    def __set__(self, row: object, amount: Money) -> None:
        """Set the amount; a row keeps to one currency."""
        currency = getattr(row, self.currency_column)
        if currency is None:
            setattr(row, self.currency_column, amount.currency)
        elif currency != amount.currency:
            raise TypeError(f"The row counts in {currency}, not in {amount.currency}.")
        setattr(row, self.minor_column, amount.minor)
