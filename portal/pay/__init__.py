"""The debtor's public pages. They reach no more of a case than the desk's port shows."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the debtor's door."""
    from portal.pay import views

    app.register_blueprint(views.bp)
