"""The payment link behind an address."""

from agency.cases import paylinks
from agency.cases.models import PayLink
from portal import db
from portal.errors import NotFound


def link_of(code: str) -> PayLink:
    """The link with a code, looked up once a session. NotFound when it opens nothing."""
    known: dict[str, PayLink | None] = db.session.info.setdefault("pay_links", {})
    if code not in known:
        known[code] = paylinks.find(code.lower())  # Somebody may type it off the letter.
    link = known[code]
    if link is None or not link.is_usable:
        raise NotFound
    return link
