"""Where the creditor's pages about plans stand."""

from flask import Blueprint

bp = Blueprint("plans", __name__, url_prefix="/plans")
