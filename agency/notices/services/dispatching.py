"""Sending a notice: looked at once more, then out by e-mail, or to the printer, and never twice."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from agency.cases import services as cases
from agency.cases import threads
from agency.cases.models import Claim, Mover, Party, PayLink
from agency.cases.paylinks import address
from agency.law.costs.asked import letter_of
from agency.law.gates import counts_as_demand
from agency.law.vocabulary import NoticeKind
from agency.notices import carrying, signals
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents, Texts
from agency.notices.freezing import thaw
from agency.notices.models import Delivery, Notice
from agency.notices.services import obstacles, texting
from agency.notices.services.holding import give_up, hold
from agency.notices.services.mail_texts import OwnMail, own_mail
from agency.notices.services.moves import lock_notice, wait_for
from agency.notices.services.preparing import due_date
from portal import clock, db, mail
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.i18n import said
from portal.tenancy import acting
from portal.web import get


def dispatch(notice: Notice, *, by: User) -> bool:
    """Send a notice by its channel. False when that was done before, or waits for a lawful hour.

    Refused with the reason when anything has happened to the case that makes it wrong to send.
    """
    lock_notice(notice)
    if notice.dispatched_at:
        return False
    if found := obstacles.of_dispatch(notice):
        until = obstacles.opens_at(notice)
        if until is None:
            raise Refused(found)
        hold(notice, until, by=by)
        return False
    contents = thaw(Contents, notice.facts["contents"])
    if notice.runs_by_law:
        start_term(notice)
    for channel in notice.goes_by:
        _deliver(notice, contents, channel, by)
    notice.dispatched_at, notice.held_until, notice.held_by = clock.now(), None, None
    db.session.flush()
    db.session.expire(notice, ["deliveries"])
    if notice.kind == NoticeKind.OWN_REMINDER:
        cases.spare(_claims(notice), until=notice.due_on)
    elif notice.channel == "email":
        remind(notice, "email")
    audit.record(
        notice,
        "notice.dispatched",
        by=by,
        channel=notice.channel,
        sha256=notice.sha256,
        total=notice.total,
        name=notice.lent_name,
    )
    wait_for(notice.case, Mover.DEBTOR, "pay", until=notice.due_on)
    signals.notice_dispatched.send(notice, by=by)
    return True


def send_held(notice: Notice) -> None:
    """Send a text message whose hour has come, as things stand then. Doing it twice changes nothing."""
    lock_notice(notice)
    if not notice.is_open or notice.held_until is None or notice.held_until > clock.now():
        return
    by = db.session.get_one(User, notice.held_by)
    try:
        dispatch(notice, by=by)
    except Refused as refusal:
        give_up(notice, said(refusal.words))


def start_term(notice: Notice) -> None:
    """Count the law's own term from today, the day on which the letter is sent."""
    kind = NoticeKind(notice.kind)
    notice.due_on = due_date(kind, notice.channel, notice.case.debtor, None)


def remind(notice: Notice, channel: str) -> None:
    """Note on the claims that the letter was sent today; what law hangs on it follows.

    Nothing hangs on a reminder in the creditor's own name.
    """
    if notice.kind == NoticeKind.OWN_REMINDER:
        return
    debtor, kind, claims = notice.case.debtor, NoticeKind(notice.kind), _claims(notice)
    if counts_as_demand(debtor.country, debtor.debtor_kind, kind, clock.today()):
        cases.remind(claims, on=clock.today(), channel=channel)
    cases.note_letter(claims, letter_of(kind), on=clock.today(), channel=channel)


def _claims(notice: Notice) -> Sequence[Claim]:
    mine = set(thaw(Contents, notice.facts["contents"]).claim_ids)
    return [claim for claim in notice.case.claims if claim.id in mine]


def _deliver(notice: Notice, contents: Contents, channel: str, by: User) -> None:
    if channel == "sms":
        number = contents.recipient[-1]
        carrying.carrier().carry(notice, number, texting.words_of(notice), by=by)
    release = notice.release if notice.needs_release else None
    by_email = channel == "email"
    key, words = _mail(notice, contents) if by_email else ("", None)
    db.session.add(
        Delivery(
            creditor_id=notice.creditor_id,
            notice_id=notice.id,
            needs_release=notice.needs_release,
            release_id=release.id if release else None,
            release_outcome=release.outcome if release else None,
            sha256=notice.sha256,
            channel=channel,
            to_address=addressee_of(notice.case.debtor).email
            if by_email
            else "\n".join(contents.recipient),
            message_key=key,
            mail_template_id=words.template.id if words else None,
            by_user=by.id,
        )
    )


def _mail(notice: Notice, contents: Contents) -> tuple[str, OwnMail | None]:
    """Write the e-mail and keep it as it goes out; returns where it is kept, and whose words it opens with."""
    storage = current_app.extensions["storage"]
    texts = thaw(Texts, notice.facts["texts"])
    with force_locale(notice.locale):
        name = _("letter-%(reference)s.pdf", reference=contents.reference)
    url = address(get(PayLink, contents.pay_link_id)) if contents.pay_link_id else ""
    own = own_mail(notice, contents, url)
    message = mail.send_later(
        "own_reminder" if notice.kind == NoticeKind.OWN_REMINDER else "notice",
        to=addressee_of(notice.case.debtor).email,
        subject=own.words.subject if own else notice.subject,
        locale=notice.locale,
        sender_name=contents.head.name,
        reply_to=contents.head.email,
        about=threads.about(notice.case, Party.DEBTOR),
        attachments=[mail.Attachment(name, "application/pdf", storage.read(notice.file_key))],
        salutation=texts.salutation,
        opening=own.words.paragraphs if own else (),
        creditor_name=contents.creditor,
        reference=contents.reference,
        invoice_no=contents.claims[0].invoice_no,
        total=notice.total,
        due_on=notice.due_on,
        url=url,
    )
    key: str = storage.put(message, prefix=str(acting().agency_id)).key
    return key, own
