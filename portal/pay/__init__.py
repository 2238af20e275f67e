"""The debtor's public pages. They reach no more of a case than the desk's port shows."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the debtor's door."""
    from portal.pay import views  # noqa: PLC0415 - the views need the application's parts

    app.register_blueprint(views.bp)
