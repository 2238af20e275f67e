"""Agencies, users, what they may do, and how they get in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Let people sign in."""
    from portal.accounts import cli, events, jobs, views  # noqa: F401 - some register by import
    from portal.accounts.guards import login_manager

    login_manager.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.agency_cli)
    app.cli.add_command(cli.user_cli)
