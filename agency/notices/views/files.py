"""Files of notices: the letter as it is, and the e-mail as it was sent."""

from flask import request
from flask.typing import ResponseReturnValue

from agency.notices import services
from agency.notices.models import Delivery, Notice
from agency.notices.views.blueprint import bp, seen
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission


@bp.get("/<uuid:notice>/file")
@allow(Permission.SEE_CASES)
def file(notice: Notice) -> ResponseReturnValue:
    """The very file, shown in its place or kept."""
    return services.file_response(seen(notice), download="download" in request.args)


@bp.get("/<uuid:notice>/picture")
@allow(Permission.SEE_CASES)
def picture(notice: Notice) -> ResponseReturnValue:
    """The first page, small, for looking through a batch."""
    return services.picture_response(seen(notice))


@bp.get("/messages/<uuid:delivery>")
@allow(Permission.SEE_CASES)
def message(delivery: Delivery) -> ResponseReturnValue:
    """The e-mail as it was sent."""
    seen(delivery.notice)
    return services.message_response(delivery)
