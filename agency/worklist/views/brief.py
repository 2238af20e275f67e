"""A case in a few lines, for whoever takes it over."""

from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.worklist.brief import brief_of
from agency.worklist.views.blueprint import bp
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/brief/<uuid:case>")
@allow(Permission.WORK_CASES)
def show_brief(case: Case) -> ResponseReturnValue:
    """A part of the case page, or its own."""
    return page("agency/worklist/brief.html", case=case, brief=brief_of(case))
