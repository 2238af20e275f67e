"""Where the pages of compliance stand, and what their reader may do."""

from flask import Blueprint

from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission

bp = Blueprint("compliance", __name__, url_prefix="/compliance")


def may(permission: Permission) -> bool:
    """Whether the reader may do more than look."""
    membership = current_membership()
    return membership is not None and membership.may(permission)
