"""Where the pages of messages stand, and what they share."""

from flask import Blueprint, request

from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound

bp = Blueprint("messages", __name__, url_prefix="/cases/<uuid:case>")
inbox_bp = Blueprint("inbox", __name__, url_prefix="/messages")
settings_bp = Blueprint("message_settings", __name__, url_prefix="/settings/messages")


@bp.before_request
def must_belong_together() -> None:
    """A message of another case, or a file of another message, is not there."""
    place = request.view_args or {}
    if "message" in place and place["message"].case_id != place["case"].id:
        raise NotFound
    if "message_file" in place and place["message_file"].message_id != place["message"].id:
        raise NotFound


def may(permission: Permission) -> bool:
    """Whether the reader has a permission."""
    membership = current_membership()
    return membership is not None and membership.may(permission)
