"""Changing a notice before it goes out, or taking it back."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from agency.cases.models import Mover
from agency.law.vocabulary import NoticeKind
from agency.notices import signals
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents
from agency.notices.freezing import freeze, thaw
from agency.notices.models import Notice, NoticeTemplate
from agency.notices.services.moves import lock_notice, wait_for
from agency.notices.services.preparing import check_locale, due_date, own_text
from agency.notices.tones import Tone
from agency.notices.wording import word
from portal import clock, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.web import get


@dataclass(frozen=True, slots=True)
class Change:
    """What can be changed of a notice; its figures stay as they were taken."""

    channel: str
    locale: str
    due_on: date | None = None


def change(notice: Notice, wanted: Change, *, by: User) -> None:
    """Word the notice anew and have its file made again; a release of the old file is void."""
    lock_notice(notice)
    if not notice.is_open:
        raise Refused(_("This notice has gone out or was withdrawn; it can no longer be changed."))
    debtor, kind = notice.case.debtor, NoticeKind(notice.kind)
    if notice.is_text or wanted.channel == "sms":
        raise Refused(
            _("A text message stays one, and a letter too. Withdraw it and prepare another.")
        )
    if wanted.channel not in addressee_of(debtor).channels:
        raise Refused(_("The debtor has no address for this channel. Choose another one."))
    check_locale(debtor, kind, wanted.locale)
    before = _shown(notice)
    contents = thaw(Contents, notice.facts["contents"])
    due_on = contents.answer_by or due_date(
        kind, wanted.channel, debtor, wanted.due_on or notice.due_on
    )
    own = _own_text(notice, contents, wanted.locale)
    texts = word(
        contents,
        kind=kind,
        locale=wanted.locale,
        written_on=notice.written_on,
        due_on=due_on,
        own=own.text if own else None,
    )
    notice.channel, notice.locale, notice.due_on = wanted.channel, wanted.locale, due_on
    if _shown(notice) == before:
        return
    notice.subject = texts.subject
    notice.facts = {
        **notice.facts,
        "texts": freeze(texts),
        "template_id": str(own.id) if own else None,
    }
    notice.file_key, notice.sha256, notice.file_size = "", "", 0
    notice.picture_key = ""
    notice.rendered_at, notice.render_error = None, ""
    audit.record(notice, "notice.changed", by=by, before=before, after=_shown(notice))
    outbox.later("notices.render", notice_id=notice.id)


def _own_text(notice: Notice, contents: Contents, locale: str) -> NoticeTemplate | None:
    """The text it was written with, or, in another language, the one in force for that."""
    kept = notice.facts.get("template_id")
    if locale == notice.locale:
        return get(NoticeTemplate, uuid.UUID(kept)) if kept else None
    tone = Tone(notice.facts.get("tone", Tone.NEUTRAL))
    return own_text(contents, NoticeKind(notice.kind), tone, locale, notice.lawyer)


def withdraw(notice: Notice, reason: str, *, by: User) -> None:
    """Take a notice back before it leaves the house. Doing it twice changes nothing."""
    lock_notice(notice)
    if notice.withdrawn_at:
        return
    if not notice.is_open and not _waits_for_printer(notice):
        raise Refused(_("This notice has gone out; it cannot be taken back."))
    notice.withdrawn_at, notice.withdrawn_why = clock.now(), reason
    audit.record(notice, "notice.withdrawn", by=by, reason=reason)
    if notice.dispatched_at is None or notice.channel == "post":
        wait_for(notice.case, Mover.AGENCY, "notice", days=1)
    signals.notice_withdrawn.send(notice, by=by, reason=reason)


def _waits_for_printer(notice: Notice) -> bool:
    return any(d.channel == "post" and d.print_batch_id is None for d in notice.deliveries)


def _shown(notice: Notice) -> dict[str, str]:
    return {
        "channel": notice.channel,
        "locale": notice.locale,
        "due_on": notice.due_on.isoformat(),
    }
