"""Where the pages of notices stand, and who reads them."""

from flask import Blueprint

from agency.notices import queries
from agency.notices.models import Notice
from portal.accounts.guards import current_membership
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound

bp = Blueprint("notices", __name__, url_prefix="/notices")


def reader() -> Membership:
    """What the reader is at this agency."""
    membership = current_membership()
    if membership is None:
        raise NotFound
    return membership


def may(permission: Permission) -> bool:
    """Whether the reader may do more than look."""
    return reader().may(permission)


def must(permission: Permission) -> None:
    """NotFound unless the reader may; for what depends on the record."""
    if not may(permission):
        raise NotFound


def seen(notice: Notice) -> Notice:
    """The notice, if it is one that the reader may see; a lawyer sees those of its own firm."""
    queries.must_see(notice, reader())
    return notice
