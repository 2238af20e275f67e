"""How the law slice says no."""

from portal.errors import Refused, Words


class PackError(ValueError):
    """A pack of law is not well formed; the message names the file and the key."""


class LawMissing(Refused):
    """No reviewed rule covers what was asked; nothing is guessed."""


class RateMissing(LawMissing):
    """A run needs an interest rate that no confirmed row gives; names the missing period."""

    def __init__(self, *, what: str, period: str) -> None:
        super().__init__(
            Words(
                "The %(what)s for %(period)s is not known yet. "
                "Enter the published rate with its source first.",
                what=what,
                period=period,
            )
        )
        self.period = period
