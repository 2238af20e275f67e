"""Contacts and promises, as the case page shows them."""

from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.contacts import wording
from agency.contacts.overview import panel_of
from agency.contacts.views.blueprint import bp, may
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/contacts")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """Who was in touch and what was promised; a part of the case page, or its own."""
    return page(
        "agency/contacts/index.html",
        **panel_of(case),
        words=wording,
        may_work=may(Permission.WORK_CASES),
    )
