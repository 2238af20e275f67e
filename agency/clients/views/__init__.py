"""The pages of this slice: creditors, their agreements, law firms, the agency's settings."""

from flask import Blueprint

from agency.clients.views import agreements, creditors, house, law_firms


def register(desk: Blueprint) -> None:
    """Put the pages on the desk."""
    for part in (creditors, agreements, law_firms, house):
        desk.register_blueprint(part.bp)
