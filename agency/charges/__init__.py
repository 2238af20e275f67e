"""Interest and costs on a case: from law into ledger."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
