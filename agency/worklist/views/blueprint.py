"""Where the pages of the worklist stand."""

from flask import Blueprint

bp = Blueprint("worklist", __name__, url_prefix="/worklist")
people = Blueprint("collectors", __name__, url_prefix="/collectors")
settings = Blueprint("peak_hours", __name__, url_prefix="/settings/peak-hours")
