"""Money that comes in: card and bank payments, their allocation and their refunds."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
