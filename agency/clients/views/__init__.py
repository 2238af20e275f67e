"""The pages of this slice: creditors, their agreements, law firms, the agency's settings."""

from flask import Blueprint

from agency.clients.views import agreements, creditors, house, law_firms, own_letterhead


def register(desk: Blueprint) -> None:
    """Put the pages on the desk."""
    for part in (creditors, own_letterhead, agreements, law_firms, house):
        desk.register_blueprint(part.bp)
