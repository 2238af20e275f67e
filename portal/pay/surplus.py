"""What the port says of money that a debtor paid too much: what it may choose, and what it chose."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusView:
    """What is kept for the debtor, or what became of it last."""

    amount: Money
    """What it may choose of; nothing once it is used or paid back."""
    question: str
    answers: Sequence[tuple[str, str]]
    """Each by what it stands for: a case, or `back`."""
    asked_on: date | None
    """The day on which it asked to have it back, while that waits."""
    used: Money | None
    used_for: str
    """What it used last, and for which case; None where it did not."""


@dataclass(frozen=True, slots=True)
class SurplusGlance:
    """What the first page says of it: how much is kept, and when it was asked back."""

    amount: Money
    asked_on: date | None


class SurplusDesk(Protocol):
    """What the pages about it may ask."""

    def surplus(self, code: str) -> SurplusView | None:
        """What is kept or was used; None where there never was anything."""

    def choose_surplus(self, code: str, to_case_id: uuid.UUID | None, form_key: uuid.UUID) -> None:
        """Use it for a case, or ask for it back. Refused where it is gone or nothing is owed there."""
