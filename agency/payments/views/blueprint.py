"""Where all pages about payments hang."""

from flask import Blueprint

bp = Blueprint("payments", __name__)
