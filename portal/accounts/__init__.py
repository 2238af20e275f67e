"""Agencies, users, what they may do, and how they get in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Let people sign in."""
    from portal.accounts import views  # noqa: PLC0415 - views import the guards of this package
    from portal.accounts.guards import login_manager  # noqa: PLC0415

    login_manager.init_app(app)
    app.register_blueprint(views.bp)
