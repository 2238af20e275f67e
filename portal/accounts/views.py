"""Signing in and out, and choosing where to work."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
