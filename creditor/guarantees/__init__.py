"""What guarantees stand on the plans of a creditor's cases, in a list and on each case."""

from flask import Blueprint, Flask


def init_app(_app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from creditor.guarantees import views

    desk.register_blueprint(views.bp)
