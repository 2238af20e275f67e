"""What the reader of a page may do and see."""

from collections.abc import Iterable

from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.slots import Panel


def may(permission: Permission) -> bool:
    """Whether the reader may do a thing."""
    membership = current_membership()
    return membership is not None and membership.may(permission)


def seen(panels: Iterable[Panel]) -> list[Panel]:
    """The panels that the reader may see."""
    return [panel for panel in panels if may(Permission(panel.permission))]
