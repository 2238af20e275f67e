"""What an event says, as the chain and the erasing take its digest."""

import hashlib
import json
from datetime import UTC

from portal.audit.models import Event


def content_of(event: Event) -> bytes:
    """All that an event says, in canonical JSON."""
    content = json.dumps(
        [
            str(event.id),
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.kind,
            str(event.actor_id or ""),
            event.actor,
            event.subject_type,
            str(event.subject_id or ""),
            str(event.case_id or ""),
            str(event.creditor_id or ""),
            event.data,
            event.request_id,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return content.encode()


def digest_of(event: Event) -> str:
    """The SHA-256 of what an event says, in hex."""
    return hashlib.sha256(content_of(event)).hexdigest()
