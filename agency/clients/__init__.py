"""Creditors with their agreements and tariffs, and the law firms of the agency."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
