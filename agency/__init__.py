"""The case system of a collection agency."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the staff's desk, its slices, and the answers to the lower part's ports."""
    from agency import desk  # noqa: PLC0415 - the desk imports every slice

    desk.init_app(app)
