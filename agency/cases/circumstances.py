"""What a claim's record says that only some countries ask for, as the law's rules want it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agency.law.costs import Circumstances, FeeLetter
from agency.law.costs.facts import NOTHING_KNOWN
from agency.law.vocabulary import FeeLetterKind
from portal.errors import Words
from portal.money import Money


def known_of(row: Any) -> Circumstances:
    """The circumstances of a claim, from its record or a row with the same columns."""
    letters = letters_of(row)
    agreed, proven = agreed_costs(row), row.proven_costs_minor
    if not (letters or row.costs_clause or agreed or proven or row.disputed):
        return NOTHING_KNOWN
    return Circumstances(
        clause=row.costs_clause,
        agreed=agreed,
        proven=Money(proven, row.currency) if proven else None,
        disputed=row.disputed,
        letters=letters,
    )


def agreed_costs(row: Any) -> Money | None:
    """The costs that the contract names, as an amount."""
    if row.agreed_costs_minor:
        return Money(row.agreed_costs_minor, row.currency)
    if row.agreed_costs_percent:
        return Money(row.principal_minor, row.currency).percent(row.agreed_costs_percent)
    return None


def letters_of(row: Any) -> tuple[FeeLetter, ...]:
    """The letters of a claim that may count for costs; the one before costs is a warning."""
    letters = [
        FeeLetter(FeeLetterKind(letter["kind"]), date.fromisoformat(letter["sent_on"]))
        for letter in row.letters
    ]
    if row.reminded_on:
        letters.append(FeeLetter(FeeLetterKind.WARNING, row.reminded_on))
    return tuple(letters)


def read_agreed_costs(text: str, currency: str) -> dict[str, Any]:
    """Costs that a contract names, as a claim's record keeps them: an amount, or a percentage of the
    principal such as `10%`. ValueError, in words, where they are neither."""
    text = text.strip()
    try:
        if text.endswith("%"):
            percent = Decimal(text[:-1].strip().replace(",", "."))
            if percent.is_finite() and 0 < percent <= 100:
                return {"agreed_costs_minor": None, "agreed_costs_percent": percent}
        elif (amount := Money.parse(text, currency)).minor > 0:
            return {"agreed_costs_minor": amount.minor, "agreed_costs_percent": None}
    except (ValueError, InvalidOperation):
        pass
    raise ValueError(
        Words("“%(given)s” is neither an amount nor a percentage such as 10%%.", given=text)
    )


def kept_letters(letters: Iterable[tuple[FeeLetterKind, date, str]]) -> list[dict[str, str]]:
    """Letters as a claim's record keeps them."""
    return [
        {"kind": kind, "sent_on": sent_on.isoformat(), "channel": channel}
        for kind, sent_on, channel in letters
    ]
