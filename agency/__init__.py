"""The case system of a collection agency."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the staff's desk, its slices, and the answers to the lower part's ports."""
    from agency import desk

    desk.init_app(app)
