"""The lawyer's desk: what waits for a release, and each notice with its case."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.models import Lawyer
from agency.notices import labels, queries, services
from agency.notices.models import Notice, NoticeState
from agency.notices.schemas import RefusalSchema, ReleaseSchema
from agency.notices.services import overview
from agency.notices.views.blueprint import bp, may, reader, seen
from portal import slots
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import keyset, load, page, say


@bp.get("/releases")
@allow(Permission.RELEASE_NOTICES)
def releases() -> ResponseReturnValue:
    """What waits for a lawyer of the reader's firm, oldest first, and what was answered."""
    mine = queries.visible_to(reader())
    waiting = queries.narrowed(mine, NoticeState.WAITS_RELEASE, None)
    return page(
        "agency/notices/releases.html",
        lawyer=queries.lawyer_of(reader().id),
        found=keyset(waiting, Notice.id),
        answered=queries.answered(mine),
        labels=labels,
    )


@bp.get("/releases/<uuid:notice>")
@allow(Permission.RELEASE_NOTICES)
def show_release(notice: Notice) -> ResponseReturnValue:
    """The very file that would go out, the case it is about, and the lawyer's answer."""
    return page(
        "agency/notices/release.html",
        notice=seen(notice),
        overview=overview.of(notice),
        earlier=queries.earlier(notice),
        evidence=[
            panel
            for panel in slots.panels("case")
            if panel.name == "evidence" and may(Permission(panel.permission))
        ],
        labels=labels,
    )


@bp.post("/releases/<uuid:notice>")
@allow(Permission.RELEASE_NOTICES)
def create_release(notice: Notice) -> ResponseReturnValue:
    """Release the file that was read."""
    services.release(notice, load(ReleaseSchema).sha256, lawyer=_lawyer(notice), by=me())
    say(_("Released. The agency can send it now."))
    return redirect(url_for(".releases"))


@bp.post("/releases/<uuid:notice>/refusal")
@allow(Permission.RELEASE_NOTICES)
def create_refusal(notice: Notice) -> ResponseReturnValue:
    """Refuse the file that was read, and say what should change."""
    form = load(RefusalSchema, page=".show_release")
    services.refuse(notice, form.sha256, form.reason, lawyer=_lawyer(notice), by=me())
    say(_("Refused. The agency sees your reason."))
    return redirect(url_for(".releases"))


def _lawyer(notice: Notice) -> Lawyer:
    """The lawyer who acts; NotFound when the notice is not of its firm."""
    lawyer = queries.lawyer_of(reader().id)
    if lawyer is None or seen(notice).law_firm_id != lawyer.law_firm_id:
        raise NotFound
    return lawyer
