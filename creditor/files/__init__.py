"""The files of a creditor's case: its evidence, what it and the agency wrote, and what went out."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and tell of the files that creditors may open."""
    from agency.cases import filed
    from creditor.files import views
    from creditor.files.sources import SOURCES

    for source in SOURCES:
        filed.add_source(app, source)
    desk.register_blueprint(views.bp)
