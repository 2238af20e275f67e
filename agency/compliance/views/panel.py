"""Contact with the debtor, as the case page shows it."""

from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.compliance import wording
from agency.compliance.overview import contact_now
from agency.compliance.queries import legal_hold
from agency.compliance.views.blueprint import bp, may
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import page


@bp.get("/cases/<uuid:case>")
@allow(Permission.SEE_CASES)
def panel(case: Case) -> ResponseReturnValue:
    """What channels may be used now, and what was declared; a part of the case page, or its own."""
    return page(
        "agency/compliance/panel.html",
        case=case,
        contact=contact_now(case),
        words=wording,
        may_record=may(Permission.RECORD_CONSENT),
        may_export=may(Permission.EXPORT_DATA),
        may_hold=may(Permission.ERASE_DATA),
        legal_hold=legal_hold([case.debtor_id]),
    )
