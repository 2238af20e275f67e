"""What a creditor and its agency write to each other about a case. What debtors write is not here."""

from flask import Blueprint, Flask


def init_app(_app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.messages import views

    desk.register_blueprint(views.bp)
