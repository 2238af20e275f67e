"""The agency's own words of the mails that carry notices: the house's to begin with, checked, shown, used."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from agency.law.packs.files import pack_code
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import queries
from agency.notices.contents import Contents
from agency.notices.mail_wording import MailWords, linked, mail_faults
from agency.notices.media import Medium
from agency.notices.models import Notice, NoticeTemplate
from agency.notices.own_text import OwnText
from agency.notices.services.places import LINK, Place, samples_of
from agency.notices.services.preparing import TERM
from agency.notices.tones import Tone
from agency.notices.wording import own_words, salutation
from portal import clock


@dataclass(frozen=True, slots=True)
class OwnMail:
    """The words of one mail, and the version that they are of."""

    words: MailWords
    template: NoticeTemplate


def house_words(locale: str) -> str:
    """What the house's mail opens with, as a text to begin one's own with."""
    with force_locale(locale):
        return str(
            _(
                "Attached is a letter about what %(creditor)s says you owe. Please read it.",
                creditor="{{ creditor }}",
            )
        )


def faults_of(text: OwnText, place: Place, country: str, debtor: DebtorKind) -> list[str]:
    """What keeps the words from going out with invented cases of a country."""
    return [
        fault
        for contents in samples_of(place, country, debtor)
        for fault in mail_faults(_invented(text, place, contents), LINK)
    ]


def shown(text: OwnText, place: Place, contents: Contents) -> tuple[str, str]:
    """The subject and the whole mail of an invented case, as a reader without pictures has it."""
    words = _invented(text, place, contents)
    with force_locale(place.locale):
        return words.subject, render_template(
            "mail/notice.txt",
            sender_name=contents.head.name,
            salutation=salutation(contents),
            opening=words.paragraphs,
            creditor_name=contents.creditor,
            reference=contents.reference,
            invoice_no=contents.claims[0].invoice_no,
            total=contents.amounts.total,
            due_on=clock.today() + TERM,
            url=LINK,
        )


def own_mail(notice: Notice, contents: Contents, url: str) -> OwnMail | None:
    """The words in force for the mail of a notice, filled today; none where the house's stand.

    What they must not do holds for the very mail: with words that are at fault here the house's go.
    """
    if notice.kind == NoticeKind.OWN_REMINDER:
        return None
    tone = Tone(notice.facts.get("tone", Tone.NEUTRAL))
    found = queries.template_in_force(
        *(NoticeKind(notice.kind), tone, notice.locale, notice.law_firm_id),
        pack_code(contents.country),
        medium=Medium.MAIL,
    )
    if found is None:
        return None
    subject, paragraphs = own_words(
        contents,
        found.text,
        kind=NoticeKind(notice.kind),
        locale=notice.locale,
        written_on=notice.written_on,
        due_on=notice.due_on,
    )
    words = linked(subject, paragraphs, url)
    return None if mail_faults(words, url) else OwnMail(words, found)


def _invented(text: OwnText, place: Place, contents: Contents) -> MailWords:
    today = clock.today()
    subject, paragraphs = own_words(
        contents, text, kind=place.kind, locale=place.locale, written_on=today, due_on=today + TERM
    )
    return linked(subject, paragraphs, LINK)
