"""Files that came or went with messages, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, and_, func

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.messages.models import Message, MessageFile
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

KIND = "message"


def attached(case: Case) -> Select[Any]:
    """Those that we took; of the others the original keeps the words."""
    with_message = and_(
        Message.agency_id == MessageFile.agency_id, Message.id == MessageFile.message_id
    )
    return (
        row(
            KIND,
            MessageFile,
            at=Message.at,
            name=MessageFile.name,
            size=MessageFile.size,
            by_id=Message.written_by,
            by=func.coalesce(
                func.nullif(Message.sender_name, ""), func.nullif(Message.sender, ""), Message.party
            ),
            parent_id=MessageFile.message_id,
        )
        .join(Message, with_message)
        .where(Message.case_id == case.id, MessageFile.file_key != "")
    )


def _all(case: Case, _membership: Membership) -> Select[Any]:
    return attached(case)


def _url(case: Case, file: Filed) -> str:
    return url_for(
        "agency.messages.show_file", case=case.id, message=file.parent_id, message_file=file.id
    )


SOURCE = Source(
    kind=KIND,
    title=_("Messages"),
    desk=STAFF,
    permission=Permission.WORK_CASES,
    rows=_all,
    url=_url,
)
