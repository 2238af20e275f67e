"""Client money paid out to creditors, with the statement that explains every cent."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
