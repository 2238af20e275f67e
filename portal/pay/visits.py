"""Which payment links this browser has passed the light check of, for a while after its last look.

Kept in the signed session, bound to the agency and to the code's fingerprint.
"""

from datetime import timedelta

from flask import g, session

from portal import clock
from portal.crypto import fingerprint

LASTS = timedelta(minutes=30)
MOST = 3
"""Links that one browser may have open at a time."""

_NAME = "payer"


def is_in(code: str) -> bool:
    """Whether this browser passed the check of a link, and looked at it not long ago."""
    return _key(code) in _lasting()


def let_in(code: str) -> None:
    """Let it look for another while."""
    seen = _lasting() | {_key(code): int(clock.now().timestamp())}
    newest = sorted(seen, key=lambda key: seen[key])[-MOST:]
    session[_NAME] = {key: seen[key] for key in newest}


def _lasting() -> dict[str, int]:
    oldest = (clock.now() - LASTS).timestamp()
    kept: dict[str, int] = session.get(_NAME, {})
    return {key: at for key, at in kept.items() if at > oldest}


def _key(code: str) -> str:
    return f"{g.agency.id.hex}{fingerprint(code).hex()}"
