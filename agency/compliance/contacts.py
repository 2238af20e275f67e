"""Earlier contacts with a debtor, which the slices above keep: letters and mails, calls and visits."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app

from agency.law.vocabulary import Channel

_SLOT = "earlier_contacts"


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier contact: with whom, by what channel, when, and whether the person was spoken to."""

    channel: Channel
    at: datetime
    is_conversation: bool = False
    debtor_id: uuid.UUID = field(kw_only=True)


Source = Callable[[Sequence[uuid.UUID], datetime], Iterable[Earlier]]
"""Given debtors and a moment, their contacts since then."""


def add_source(app: Any, source: Source) -> None:
    """Let a slice tell of the contacts that it makes. Called when the slice joins the desk."""
    _sources(app).append(source)


def earlier(debtors: Sequence[uuid.UUID], since: datetime) -> list[Earlier]:
    """All contacts with these debtors since a moment, in no order."""
    return [contact for source in _sources(current_app) for contact in source(debtors, since)]


def _sources(app: Any) -> list[Source]:
    found: list[Source] = app.extensions.setdefault(_SLOT, [])
    return found
