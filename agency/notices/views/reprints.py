"""Copies of a letter that has gone out: a new one, and its file."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.notices import labels, services
from agency.notices.addressing import addressee_of
from agency.notices.models import Notice, Reprint, ReprintReason, ReprintWay
from agency.notices.schemas import ReprintSchema
from agency.notices.services import reprinting
from agency.notices.views.blueprint import bp, seen
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.keys import new_key
from portal.web import load, page, say


@bp.get("/<uuid:notice>/reprints/new")
@allow(Permission.DISPATCH_NOTICES)
def new_reprint(notice: Notice) -> ResponseReturnValue:
    """Why a copy is wanted, and how it can go now."""
    return page(
        "agency/notices/reprint.html",
        notice=seen(notice),
        addressee=addressee_of(notice.case.debtor),
        held={way: reprinting.why_not(notice, way, ReprintReason.ASKED) for way in ReprintWay},
        form_key=new_key(),
        labels=labels,
    )


@bp.post("/<uuid:notice>/reprints/new")
@allow(Permission.DISPATCH_NOTICES)
def create_reprint(notice: Notice) -> ResponseReturnValue:
    """Make the copy and let it go, once."""
    wanted = reprinting.Wanted(**vars(load(ReprintSchema)))
    made = reprinting.reprint(seen(notice), wanted, by=me())
    says = {
        ReprintWay.POST: _("The copy waits for the printer."),
        ReprintWay.EMAIL: _("The copy is on its way."),
        ReprintWay.DOWNLOAD: _("The copy is made. Download it below."),
    }
    say(says[ReprintWay(made.way)])
    return redirect(url_for(".show", notice=notice.id, _anchor="copies"))


@bp.get("/reprints/<uuid:reprint>")
@allow(Permission.SEE_CASES)
def reprint_file(reprint: Reprint) -> ResponseReturnValue:
    """The cover sheet with the letter behind it."""
    seen(reprint.notice)
    return services.reprint_response(reprint)
