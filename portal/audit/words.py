"""What events are called: each slice says its own kinds, and everybody reads them by `tell`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from portal.audit.models import Event

_WORDS: dict[str, Any] = {}

_ACTORS: dict[str, Any] = {
    "debtor": _("The debtor"),
    "system": _("The portal"),
    "stripe": _("Stripe"),
    "operator": _("The operator"),
}


def words(texts: Mapping[str, Any]) -> None:
    """Say what kinds of event are, as the end of a sentence: `{"case.held": _("held the case")}`.

    Saying a kind twice changes nothing; saying it differently is a fault.
    """
    for kind, text in texts.items():
        if kind in _WORDS and str(_WORDS[kind]) != str(text):
            raise RuntimeError(f"Two parts call {kind!r} by different words.")
        _WORDS[kind] = text


def actors(names: Mapping[str, Any]) -> None:
    """Say what those are called who act without a login, where a higher slice has its own."""
    _ACTORS.update(names)


def knows(kind: str) -> bool:
    """Whether anybody said what a kind is."""
    return kind in _WORDS


def tell(event: Event) -> str:
    """What happened, in words that follow the name of who did it. An unknown kind shows itself."""
    return of_kind(event.kind)


def of_kind(kind: str) -> str:
    """What is said of a kind of event."""
    return str(_WORDS.get(kind, kind))


def who(event: Event) -> str:
    """Who did it, as the sentence begins."""
    return name_of(event.actor)


def name_of(actor: str) -> str:
    """A person's name, or what we call those who act without a login."""
    return str(_ACTORS.get(actor, actor))
