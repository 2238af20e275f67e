"""Erasing the words of events when the law wants them gone, so that the chain can still be proved.

The database lets nobody change an event but its own function `erase_events`, which takes words out of
`data` and nothing else. What is left is told by an event of its own, digest by digest.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Text, Uuid, cast, func, select

from portal import db
from portal.audit.contents import digest_of
from portal.audit.models import Event

ERASED = "events.erased"
KEPT = [
    "amount",
    "channel",
    "costs",
    "currency",
    "digests",
    "due",
    "due_on",
    "fee_percent",
    "interest",
    "minutes",
    "notice_kind",
    "number",
    "on",
    "open",
    "principal_minor",
    "refund",
    "rows",
    "sha256",
    "size",
    "stage",
    "total",
    "until",
]
"""Words of events that say nothing of a person: figures, days, hashes and numbers."""


def erase_words(condition: Any) -> Mapping[uuid.UUID | None, Mapping[str, str]]:
    """Take the words out of events, and return what is left: digests by event, by case.

    Those that were erased before, and the events that tell of erasing, are left as they are.
    """
    ids = db.session.scalars(
        select(Event.id)
        .where(condition, Event.kind != ERASED, ~Event.data.has_key("erased"))
        .order_by(Event.id)
    ).all()
    if not ids:
        return {}
    db.session.execute(
        select(func.erase_events(cast(list(ids), ARRAY(Uuid())), cast(KEPT, ARRAY(Text()))))
    )
    return _left(ids)


def _left(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID | None, Mapping[str, str]]:
    query = select(Event).where(Event.id.in_(ids)).execution_options(populate_existing=True)
    found: dict[uuid.UUID | None, dict[str, str]] = defaultdict(dict)
    for event in db.session.scalars(query):
        found[event.case_id][str(event.id)] = digest_of(event)
    return found


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing left of events, as the chain tells it."""

    digests: Mapping[str, str]

    def is_as_left(self, event: Event) -> bool:
        """Whether an event is just what erasing left of it."""
        return self.digests.get(str(event.id)) == digest_of(event)


def erased_digests() -> Erased:
    """The digests of the acting agency's erased events."""
    told: Iterable[dict[str, Any]] = db.session.scalars(
        select(Event.data).where(Event.kind == ERASED)
    )
    return Erased({event: digest for data in told for event, digest in data["digests"].items()})
