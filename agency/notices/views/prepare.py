"""A new notice: what it would say and ask, before it is made."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.notices import labels, services
from agency.notices.schemas import PrepareSchema
from agency.notices.services import options
from agency.notices.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/new/<uuid:case>")
@allow(Permission.WORK_CASES)
def new(case: Case) -> ResponseReturnValue:
    """The choices, the figures, and the words of a notice of the kind chosen."""
    return page(
        "agency/notices/new.html",
        case=case,
        options=options.of(case, request.args.get("kind", ""), by=me()),
        labels=labels,
    )


@bp.post("/new/<uuid:case>")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Keep the figures and words, and have the file made."""
    notice = services.prepare(case, services.Choice(**vars(load(PrepareSchema))), by=me())
    say(_("The notice is prepared. Its file is being made."))
    return redirect(url_for(".show", notice=notice.id))
