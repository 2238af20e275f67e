"""Where the pages of contacts stand, and what their forms share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request

from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound

bp = Blueprint("contacts", __name__, url_prefix="/cases/<uuid:case>")
settings = Blueprint("contact_settings", __name__, url_prefix="/settings/promises")


@bp.before_request
def must_belong_together() -> None:
    """A contact or promise of another case is not there."""
    place = request.view_args or {}
    for name in ("contact", "promise"):
        if name in place and place[name].case_id != place["case"].id:
            raise NotFound


def may(permission: Permission) -> bool:
    """Whether the reader has a permission."""
    membership = current_membership()
    return membership is not None and membership.may(permission)


def at_office(typed: datetime) -> datetime:
    """The instant of a day and time that somebody typed, on the agency's clock."""
    return typed.replace(tzinfo=ZoneInfo(g.agency.time_zone))
