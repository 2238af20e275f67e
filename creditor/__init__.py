"""The client's side: creditors hand over claims and follow their money."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the creditors' desk and its slices."""
    from creditor import desk

    desk.init_app(app)
