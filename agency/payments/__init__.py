"""Money that comes in: card and bank payments, their allocation and their refunds."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Listen to the card provider."""
    from agency.payments import webhooks
    from portal.csrf import csrf

    csrf.exempt(webhooks.bp)
    app.register_blueprint(webhooks.bp)
