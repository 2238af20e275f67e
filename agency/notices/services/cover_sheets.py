"""What a copy of a letter says of itself: on the sheet on top, and in the e-mail that brings it."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import threads
from agency.cases.models import Party
from agency.law.vocabulary import NoticeKind
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents, Head
from agency.notices.covers import Cover
from agency.notices.freezing import thaw
from agency.notices.letters import Letterhead, Signatory
from agency.notices.models import Notice
from agency.notices.services.parties import agency_head
from portal import clock, db, mail
from portal.accounts.models import AgencySettings, User
from portal.filters import day


def cover_of(notice: Notice, by: User) -> Cover:
    """The sheet, under the name that wrote; but what a firm signs it releases, so not under a firm's."""
    settings = db.session.scalars(select(AgencySettings)).one()
    contents, addressee = thaw(Contents, notice.facts["contents"]), addressee_of(notice.case.debtor)
    own = notice.kind == NoticeKind.OWN_REMINDER
    head = contents.head if own else agency_head(settings)
    sent_on = day(notice.dispatched_at)
    return Cover(
        locale=notice.locale,
        letterhead=_letterhead(head),
        sender=head.sender,
        recipient=addressee.lines,
        reference=notice.case.reference,
        client=notice.case.debtor.name if addressee.lawyer else "",
        dated_on=clock.today(),
        subject=_("Copy of the letter of %(day)s", day=sent_on),
        salutation=_("Dear Sir or Madam,"),
        paragraphs=(
            _(
                "This is a copy of the letter that %(name)s sent on %(day)s. The letter follows behind "
                "this page, just as it was sent.",
                day=sent_on,
                name=notice.sender,
            ),
            _(
                "It is not a new request to pay. Nothing is added by it and no new term begins. "
                "What was paid or agreed since then counts as before."
            ),
        ),
        closing=_("Yours sincerely,"),
        signatory=Signatory(contents.signatory, contents.signatory_title)
        if own
        else Signatory(by.name, settings.legal_name),
    )


def _letterhead(head: Head) -> Letterhead:
    storage = current_app.extensions["storage"]
    logo = storage.read(head.logo_key) if head.logo_key else None
    return Letterhead(head.name, head.contact, head.registration, (), logo)


def mail_of(notice: Notice, cover: Cover, letter: bytes) -> bytes:
    """The e-mail that brings the copy: its words are the cover, its attachment the very letter."""
    name = _("copy-of-letter-%(reference)s.pdf", reference=cover.reference)
    head = cover.letterhead
    return mail.send_later(
        "copy",
        to=addressee_of(notice.case.debtor).email,
        subject=cover.subject,
        locale=notice.locale,
        sender_name=head.name,
        about=threads.about(notice.case, Party.DEBTOR),
        attachments=[mail.Attachment(name, "application/pdf", letter)],
        salutation=cover.salutation,
        paragraphs=cover.paragraphs,
        reference=cover.reference,
        creditor_name=notice.case.creditor.name,
    )
