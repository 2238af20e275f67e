"""Roles in the reader's words."""

from flask_babel import gettext

from portal.accounts.permissions import Role


def role_label(role: str) -> str:
    """A role in the reader's words."""
    labels: dict[Role, str] = {
        Role.COLLECTOR: gettext("Collector"),
        Role.MANAGER: gettext("Manager"),
        Role.FINANCE: gettext("Finance"),
        Role.LAWYER: gettext("Lawyer"),
        Role.ADMIN: gettext("Administrator"),
        Role.OWNER: gettext("Owner"),
        Role.CLERK: gettext("Clerk"),
        Role.VIEWER: gettext("Viewer"),
    }
    return labels[Role(role)]
