"""Answers the debtor's pages: the only door from them into a case."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Answer the port that portal.pay asks."""
