"""The audit trail, for those who may see it."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, ValidationError

from agency.audit import queries
from agency.audit.schemas import TrailSchema
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.audit.models import Event
from portal.web import keyset, page

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
@allow(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    """What happened, the newest first."""
    asked, problems = _asked()
    found = keyset(
        queries.events(**asked, zone=ZoneInfo(g.agency.time_zone)), Event.id, descending=True
    )
    return page(
        "agency/audit/index.html",
        events=found,
        waiting=queries.waiting_among(found.items),
        chain=queries.chain(),
        people=queries.people(),
        asked=asked,
        problems=problems,
    )


def _asked() -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The filters of the address; those that cannot be read are left out and named."""
    given = {name: value for name, value in request.args.items() if value}
    try:
        return TrailSchema(unknown=EXCLUDE).load(given), {}
    except ValidationError as error:
        problems = error.messages_dict
        readable = {k: v for k, v in given.items() if k not in problems}
        return TrailSchema(unknown=EXCLUDE).load(readable), problems
