"""The documents that prove a claim."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
