"""What stands in the way of a notice at this moment, in words for the office."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from agency.cases.models import Case, PayLink
from agency.cases.pending import obstacle
from agency.charges.services import owed
from agency.clients.queries import engaged_firms
from agency.compliance.kinds import DeclarationKind
from agency.compliance.may_contact import Contactability
from agency.compliance.wording import why_not
from agency.law.errors import LawMissing
from agency.law.notices import contest_by, is_dated_too_early
from agency.law.vocabulary import Channel, NoticeKind, Purpose
from agency.notices import queries
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents
from agency.notices.freezing import thaw
from agency.notices.models import Notice, NoticeState
from agency.notices.services import own_reminders
from agency.payments.reserving import underway
from portal import clock
from portal.i18n import said
from portal.money import total
from portal.web import get

LONGEST_HELD = timedelta(days=4)
"""How long a text message lies ready for a lawful hour: over a long weekend."""
_LIFTED = (DeclarationKind.REPRESENTED,)
"""That a lawyer acts for the debtor does not stand in the way of writing to that lawyer."""


def of_case(case: Case) -> str:
    """Why nothing may be sent to the debtor now; empty when it may."""
    if not case.is_open:
        return str(_("The case is closed."))
    if not any(claim.is_accepted for claim in case.claims):
        return str(_("The agency has not accepted the claims yet. Accept them on the case first."))
    if case.hold:
        return str(_("The case is on hold. Lift the hold first."))
    if any(request.answered_at is None for request in case.requests):
        return str(_("The debtor has asked something. Answer that on the case first."))
    if underway(case):
        return str(_("The debtor is paying at this moment. Wait for the outcome."))
    return said(obstacle(case))


def of_lawyer(case: Case) -> str:
    """Why nothing can be prepared for a debtor whose lawyer cannot be reached; empty if it can."""
    addressee = addressee_of(case.debtor)
    if not addressee.lawyer or addressee.channels:
        return ""
    return str(
        _(
            "%(lawyer)s acts for the debtor, and we have no address. Record it with what was "
            "declared about contact.",
            lawyer=addressee.lawyer,
        )
    )


def of_dispatch(notice: Notice) -> str:
    """Why a notice may not leave the house now; empty when it may."""
    return (
        of_release_missing(notice) or _of_batch(notice) or of_sending(notice) or of_contact(notice)
    )


def of_posting(notice: Notice) -> str:
    """Why a letter that was dispatched may not be printed now; empty when it may."""
    return of_sending(notice) or of_contact(notice, is_underway=True)


def of_release_missing(notice: Notice) -> str:
    """Why a file is not fit to go out, whatever became of the case."""
    words = {
        NoticeState.RENDERING: _("The file is still being made."),
        NoticeState.FAULTY: _("The notice lacks something that the law asks for."),
        NoticeState.REFUSED: _("The lawyer refused this notice. Change it first."),
        NoticeState.WAITS_RELEASE: _("A lawyer of the firm has to release this file first."),
        NoticeState.WITHDRAWN: _("The notice was withdrawn."),
    }
    return str(words.get(notice.state, ""))


def _of_batch(notice: Notice) -> str:
    """An agency's own letter of a batch goes as the very file that was approved with it."""
    if notice.batch_id is None or notice.needs_release or queries.is_let_go(notice):
        return ""
    return str(_("Nobody has released this file of the batch yet. Look through the batch first."))


def of_sending(notice: Notice) -> str:
    """What happened to the case since the notice was prepared that makes it wrong to send it."""
    if found := of_case(notice.case):
        return found
    if notice.needs_release and not firm_acts(notice):
        return str(_("The law firm no longer acts for this creditor. Withdraw this notice."))
    if barred := _of_own_name(notice):
        return barred
    if is_stale(notice):
        return str(_("Less is owed than the notice says. Withdraw it and prepare a new one."))
    reach = _of_number(notice) if notice.is_text else _of_address(notice)
    return reach or _of_link(notice) or _of_term(notice)


def _of_own_name(notice: Notice) -> str:
    """Why the time for a reminder in the creditor's own name is over."""
    if notice.kind != NoticeKind.OWN_REMINDER:
        return ""
    return own_reminders.why_too_late(notice.case, owed(notice.case, clock.today()))


def firm_acts(notice: Notice) -> bool:
    """Whether the firm that signs still acts for the creditor."""
    return notice.law_firm_id in {firm.id for firm in engaged_firms(notice.creditor_id)}


def is_stale(notice: Notice) -> bool:
    """Whether money came in, or a claim went away, since the figures were taken."""
    contents = thaw(Contents, notice.facts["contents"])
    now = {claim.claim.id: claim for claim in owed(notice.case, clock.today()).claims}
    if any(claim_id not in now for claim_id in contents.claim_ids):
        return True
    mine = [now[claim_id] for claim_id in contents.claim_ids]
    paid = total((claim.paid for claim in mine), notice.currency)
    return paid != contents.paid or total(c.owed.total for c in mine) < notice.total


def _of_number(notice: Notice) -> str:
    number = thaw(Contents, notice.facts["contents"]).recipient[-1]
    if addressee_of(notice.case.debtor).mobile == number:
        return ""
    return str(_("Texts to this number do not reach the debtor any more. Withdraw this notice."))


def _of_address(notice: Notice) -> str:
    now, kept = addressee_of(notice.case.debtor), thaw(Contents, notice.facts["contents"])
    if now.lawyer != kept.lawyer_of_debtor:
        return str(
            _("Another is to be written to now. Withdraw this notice and prepare a new one.")
        )
    if "email" in notice.goes_by and not now.email:
        return str(_("The debtor's e-mail address is gone. Change the channel."))
    if "email" in notice.goes_by and now.email.lower() == notice.case.debtor.email_failing:
        return str(_("E-mail to the debtor comes back. Change the channel to post."))
    if "post" in notice.goes_by and not now.has_address:
        return str(_("Letters to the debtor come back. Find the address, or change the channel."))
    if "post" in notice.goes_by and now.lines != kept.recipient:
        return str(
            _("The debtor's address has changed. Withdraw this notice and prepare a new one.")
        )
    return ""


def _of_link(notice: Notice) -> str:
    link_id = thaw(Contents, notice.facts["contents"]).pay_link_id
    if link_id and not get(PayLink, link_id).is_usable:
        return str(
            _("The payment link no longer works. Withdraw this notice and prepare a new one.")
        )
    return ""


def _contest_by_is_near(notice: Notice) -> bool:
    """Whether the end of the time to contest, as the file names it, comes sooner than by law."""
    named = thaw(Contents, notice.facts["contents"]).contest_by
    debtor, kind = notice.case.debtor, NoticeKind(notice.kind)
    by_law = contest_by(debtor.country, kind, debtor.debtor_kind, clock.today())
    return by_law is not None and (named is None or named < by_law)


def _of_term(notice: Notice) -> str:
    if _contest_by_is_near(notice):
        return str(
            _("The time to contest it names has become too short. Withdraw it, prepare a new one.")
        )
    debtor = notice.case.debtor
    asked = (debtor.country, NoticeKind(notice.kind), debtor.debtor_kind)
    if is_dated_too_early(*asked, notice.written_on, clock.today()):
        return str(
            _("Its date is too old to be posted with. Withdraw this notice and prepare a new one.")
        )
    if notice.runs_by_law or notice.due_on > clock.today():
        return ""
    return str(_("The date to pay by has passed. Change it first."))


def of_contact(notice: Notice, *, is_underway: bool = False) -> str:
    """Why the debtor may not be approached by the notice's channels now, and from when it may.

    A letter that is underway to the printer was counted as a contact already.
    """
    purpose = purpose_of(NoticeKind(notice.kind))
    channels = ["post"] if is_underway else notice.goes_by
    kept = thaw(Contents, notice.facts["contents"])
    contact = Contactability(
        notice.case.debtor,
        counts_earlier=not is_underway,
        lifted=_LIFTED if kept.lawyer_of_debtor else (),
    )
    found = _held(contact, purpose, channels)
    return next(iter(found.values()), "")


def opens_at(notice: Notice) -> datetime | None:
    """When a text message may go that nothing but the hour keeps back now; None for all else."""
    if not notice.is_text or of_release_missing(notice) or _of_batch(notice) or of_sending(notice):
        return None
    try:
        verdict = Contactability(notice.case.debtor).by(
            Channel.SMS, purpose=purpose_of(NoticeKind(notice.kind))
        )
    except LawMissing:
        return None
    soon = verdict.next_at is not None and verdict.next_at <= clock.now() + LONGEST_HELD
    return verdict.next_at if soon and not verdict.allowed else None


def is_shut(case: Case, channel: Channel) -> bool:
    """Whether a channel is barred for good as things are, by what the debtor declared say."""
    try:
        verdict = Contactability(case.debtor, counts_earlier=False).by(channel)
    except LawMissing:
        return True
    return not verdict.allowed and verdict.next_at is None


def held_channels(case: Case, kind: NoticeKind, channels: Sequence[str]) -> dict[str, str]:
    """The channels by which the debtor may not be approached now, each with why and from when."""
    lifted = _LIFTED if addressee_of(case.debtor).lawyer else ()
    contact = Contactability(case.debtor, lifted=lifted)
    return _held(contact, purpose_of(kind), channels)


def purpose_of(kind: NoticeKind) -> Purpose:
    """Whether the law asks for a notice, or the agency collects by it."""
    statutory = kind in (NoticeKind.FOURTEEN_DAY_LETTER, NoticeKind.LETTER_BEFORE_CLAIM)
    return Purpose.STATUTORY if statutory else Purpose.COLLECTION


def _held(contact: Contactability, purpose: Purpose, channels: Sequence[str]) -> dict[str, str]:
    found = {}
    for name in channels:
        try:
            verdict = contact.by(Channel(name), purpose=purpose)
        except LawMissing as error:
            found[name] = said(error.words)
            continue
        if not verdict.allowed:
            found[name] = why_not(verdict)
    return found
