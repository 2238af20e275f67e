"""Sending what was let go of a batch."""

from flask_babel import gettext as _

from agency.notices import queries
from agency.notices.models import BatchRun, NoticeBatch, NoticeState, Verb
from agency.notices.services.batches.running import start
from portal.accounts.models import User
from portal.errors import Refused


def send(batch: NoticeBatch, *, by: User) -> BatchRun:
    """Send all that was let go, each looked at once more at its moment, in the background.

    E-mails leave one by one, letters are gathered into print batches at the end. What is held back
    stays, with the reason, and can be sent later by the same order.
    """
    ready = queries.count_in(batch, queries.IN_STATE[NoticeState.READY], queries.LET_GO)
    if not ready:
        raise Refused(_("No letter of this batch is ready to go. Release them first."))
    return start(batch, Verb.DISPATCH, total=ready, by=by)
