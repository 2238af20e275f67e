"""Messages for which no case was found: given to one by staff, or put aside with a reason."""

from flask_babel import gettext as _

from agency.cases.models import Case, Party
from agency.cases.services import lock
from agency.messages.kinds import Settled
from agency.messages.models import Message, MessageFile
from agency.messages.services.next_moves import interrupt
from agency.messages.services.settling import own, settle
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


def assign(message: Message, case: Case, party: Party, *, by: User) -> None:
    """Say which case a message belongs to, and whether its debtor or creditor wrote it."""
    lock(case)
    own(message)
    if message.case_id is not None:
        raise Refused(_("This message belongs to a case already."))
    message.case_id, message.party = case.id, party
    message.creditor_id = case.creditor_id if party is Party.CREDITOR else None
    db.session.flush()
    db.session.expire(message, ["case"])
    for file in message.files:
        _follow(file, message)
    db.session.flush()
    audit.record(message, "message.assigned", by=by)
    interrupt(message)


def drop(message: Message, why: str, *, by: User) -> None:
    """Put a message aside that belongs to no case."""
    own(message)
    if message.case_id is not None:
        raise Refused(_("This message belongs to a case. Answer it there, or say why not."))
    settle(message, Settled.DROPPED, by=by, why=why)


def _follow(file: MessageFile, message: Message) -> None:
    file.creditor_id = message.creditor_id
