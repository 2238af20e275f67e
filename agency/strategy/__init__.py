"""The agency's procedures: what is done next on each case, when, and why not now."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.strategy import models  # noqa: F401 - the tables
