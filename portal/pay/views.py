"""What a debtor sees."""

from flask import Blueprint

bp = Blueprint("pay", __name__, url_prefix="/pay")
