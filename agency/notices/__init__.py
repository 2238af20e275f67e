"""Notices to debtors: written, released by a lawyer where one signs, kept as sent."""

from flask import Blueprint, Flask


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
