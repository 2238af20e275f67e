"""The debtor's public pages. They reach no more of a case than the desk's port shows."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the debtor's door."""
    from portal.csrf import csrf
    from portal.pay import views

    csrf.exempt(views.bp)  # It proves its forms itself, without a Referer; see views.doorway.
    app.register_blueprint(views.bp)
    csrf.exempt(views.guests.bp)
    app.register_blueprint(views.guests.bp)
    csrf.exempt(views.guarantors.bp)
    app.register_blueprint(views.guarantors.bp)
