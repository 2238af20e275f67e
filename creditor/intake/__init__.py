"""Claims that a creditor hands over: by form, file or electronic invoice, checked row by row."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
