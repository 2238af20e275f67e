"""The payment link behind an address."""

from agency.cases import paylinks
from agency.cases.models import PayLink
from portal.errors import NotFound


def link_of(code: str) -> PayLink:
    """The link with a code. NotFound when it opens nothing."""
    link = paylinks.find(code.lower())  # Somebody may type it off the letter.
    if link is None or not link.is_usable:
        raise NotFound
    return link
