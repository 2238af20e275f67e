"""What a run does with one wish of its batch, and with which of them."""

import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_

from agency.cases.pending import obstacle
from agency.charges.services import owed
from agency.clients.models import Lawyer
from agency.law.vocabulary import Channel, NoticeKind
from agency.notices import queries, signals
from agency.notices.addressing import addressee_of
from agency.notices.languages import locale_for
from agency.notices.models import BatchRun, Notice, NoticeState, NoticeWish
from agency.notices.services import obstacles, printing, texting
from agency.notices.services.batches.rules import Rule
from agency.notices.services.changing import withdraw
from agency.notices.services.dispatching import dispatch
from agency.notices.services.figures import claims_for
from agency.notices.services.fitting import best_kind, kinds_for
from agency.notices.services.options import best_channel
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.releasing import release
from agency.notices.tones import Tone
from portal import clock
from portal.accounts.models import User
from portal.errors import Refused
from portal.web import get


def to_prepare(_run: BatchRun) -> Any:
    """Wishes that nobody has tried to grant."""
    return and_(NoticeWish.notice_id.is_(None), NoticeWish.refused_why == "")


def prepare_one(wish: NoticeWish, _run: BatchRun, by: User) -> bool:
    """Make a notice of a wish. Refused with why it cannot be."""
    case = wish.case
    kind = NoticeKind(wish.kind) if wish.kind else best_kind(kinds_for(case, _owed(wish)))
    signs = kind is NoticeKind.LAW_FIRM_NOTICE
    lawyer = next(iter(queries.signing_lawyers(case.creditor_id)), None) if signs else None
    choice = Choice(
        kind=kind,
        channel=wish.channel if _reaches(wish, kind) else best_channel(case, kind),
        locale=locale_for(case.debtor, kind),
        lawyer_id=lawyer.id if lawyer else None,
        tone=Tone(wish.tone),
    )
    notice = prepare(case, choice, batch_id=wish.batch_id, by=by)
    wish.notice_id = notice.id
    signals.notice_prepared.send(notice, action_id=wish.action_id)
    return True


def not_prepared(wish: NoticeWish, why: str) -> None:
    """Note why a wish was not granted."""
    wish.refused_why = why
    signals.wish_refused.send(wish.case, action_id=wish.action_id, why=why)


def to_pull(run: BatchRun) -> Any:
    """Notices in the house that a rule is about."""
    return and_(queries.OPEN, *Rule.of(run.args["rule"]).conditions())


def pull_one(wish: NoticeWish, run: BatchRun, by: User) -> bool:
    """Take a notice back, unless the rule asks for an obstacle that its case has not."""
    notice = get(Notice, _of(wish))
    if run.args["rule"]["waits"] and not obstacle(notice.case):
        return False
    withdraw(notice, run.args["reason"], by=by)
    return True


def to_release(run: BatchRun) -> Any:
    """Notices of the firm that its lawyer has looked at and nobody has answered."""
    return and_(
        queries.IN_STATE[NoticeState.WAITS_RELEASE],
        Notice.law_firm_id == uuid.UUID(run.args["law_firm_id"]),
        NoticeWish.seen_sha256 != "",
    )


def release_one(wish: NoticeWish, run: BatchRun, by: User) -> bool:
    """Release the file that was looked at. Refused when it was changed since."""
    lawyer = get(Lawyer, uuid.UUID(run.args["lawyer_id"]))
    release(get(Notice, _of(wish)), wish.seen_sha256, lawyer=lawyer, by=by)
    return True


def to_send(_run: BatchRun) -> Any:
    """Notices that were let go: by a lawyer's release, or as the file that was approved."""
    return and_(queries.IN_STATE[NoticeState.READY], queries.LET_GO)


def send_one(wish: NoticeWish, _run: BatchRun, by: User) -> bool:
    """Send a notice as things stand now. Refused with what holds it back."""
    notice = get(Notice, _of(wish))
    sent = dispatch(notice, by=by)
    wish.held_why = "" if sent or not notice.held_until else obstacles.of_contact(notice)
    return sent


def held_back(wish: NoticeWish, why: str) -> None:
    """Note what holds a notice back."""
    wish.held_why = why


def print_next(run: BatchRun, by: User) -> bool:
    """Gather letters of the batch that wait for the printer. False once none of them may go."""
    try:
        printing.make_batch(of=run.batch, by=by)
    except Refused:
        return False
    return True


def not_noted(_wish: NoticeWish, _why: str) -> None:
    """The notice stays as it is, and shows it."""


def nothing_more(_run: BatchRun, _by: User) -> bool:
    """The run is over with its last part."""
    return False


def _reaches(wish: NoticeWish, kind: NoticeKind) -> bool:
    """Whether the way that was wished for reaches the debtor; else it goes the way that does."""
    if wish.channel != "sms":
        return wish.channel in addressee_of(wish.case.debtor).channels
    asked = [each.claim.id for each in claims_for(kind, _owed(wish))]
    return not texting.why_not(wish.case, kind, asked) and not obstacles.is_shut(
        wish.case, Channel.SMS
    )


def _owed(wish: NoticeWish) -> Any:
    return owed(wish.case, clock.today())


def _of(wish: NoticeWish) -> uuid.UUID:
    if wish.notice_id is None:
        raise Refused(_("There is no notice for this case."))
    return wish.notice_id
