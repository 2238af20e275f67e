"""What the port says of instalments that are taken by themselves from a card or account."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.money import Money
from portal.pay.plans import Click


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMethodView:
    """A card or account in use: what it is called, when it expires, and its mandate."""

    name: str
    expires: str
    """Month and year; empty for what never expires."""
    is_expiring: bool
    mandate_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutopayView:
    """What the plan's page shows: what is in use or may be allowed, and what is taken next."""

    may_begin: bool = False
    method: SavedMethodView | None = None
    next_on: date | None = None
    next_amount: Money | None = None
    is_underway: bool = False
    """The bank carries an instalment out at this moment."""
    problem: str = ""
    """Why the next instalment may not come in, in a sentence."""
    terms: Sequence[str] = ()
    choices: Sequence[tuple[str, str]] = ()
    """When it may begin, `later` or `now`, each in a sentence."""
    consent: str = ""


class AutopayDesk(Protocol):
    """What the debtor's pages may ask about it."""

    def autopay(self, code: str) -> AutopayView:
        """What is in use on the plan that runs, or may be allowed."""

    def begin_autopay(
        self,
        code: str,
        click: Click,
        *,
        when: str,
        locale: str,
        back_to: Callable[[uuid.UUID], tuple[str, str]],
    ) -> str:
        """Keep what was allowed; the address of the provider's page. `back_to` makes the way back.

        With `now` as `when` the next instalment is paid on that page as well.
        """

    def finish_autopay(self, code: str, saved_method_id: uuid.UUID) -> bool:
        """Whether what was chosen on the provider's page is in use by now."""

    def end_autopay(self, code: str) -> None:
        """Take nothing any more, from this moment. Twice is once."""
