"""The pages around a login: getting in, one's own account, and invitations."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from portal.accounts.views import account, entering, forgotten, joining, second_step  # noqa: E402

__all__ = ["account", "bp", "entering", "forgotten", "joining", "second_step"]
