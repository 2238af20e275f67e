"""Who carries notices that go as text messages: a place that the slice of messages fills."""

from typing import Any, Protocol

from flask import current_app

from agency.notices.models import Notice
from portal.accounts.models import User

_SLOT = "text_carrier"


class Carrier(Protocol):
    """Hands text messages over and hears what became of them."""

    def is_set_up(self) -> bool:
        """Whether the agency has a provider of text messages."""

    def carry(self, notice: Notice, number: str, words: str, *, by: User) -> None:
        """Have the words of a notice sent to a number, once."""

    def became_of(self, notice: Notice) -> str:
        """How far the text of a notice has come, as the provider says; empty before it is sent."""


def carry_with(app: Any, carrier: Carrier) -> None:
    """Let a slice carry the texts. Called when the slice joins the desk."""
    app.extensions[_SLOT] = carrier


def carrier() -> Carrier:
    """Who carries them."""
    found: Carrier = current_app.extensions[_SLOT]
    return found
