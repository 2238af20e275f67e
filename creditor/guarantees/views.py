"""What guarantees stand on a creditor's plans."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from agency.guarantors.models import Guarantor
from creditor.guarantees.sheet import seen, standing
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import keyset, page

bp = Blueprint("guarantees", __name__, url_prefix="/plans/guarantees")


@bp.get("/")
@allow(Permission.SEE_OWN_CASES)
def index() -> ResponseReturnValue:
    """Who guarantees what, up to how much, since when and through which day."""
    return page(
        "creditor/guarantees/index.html",
        found=keyset(standing(), Guarantor.id, descending=True),
        seen=seen,
    )
