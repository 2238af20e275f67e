"""The panel of the law on the case page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.legal_position.position import position_of
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page

bp = Blueprint("legal_position", __name__, url_prefix="/cases/<uuid:case>/law")


@bp.get("")
@allow(Permission.SEE_CASES)
def show(case: Case) -> ResponseReturnValue:
    """What the law says of a case now; a part of the case page."""
    return page("agency/legal_position/show.html", case=case, findings=position_of(case))
