"""Notices that go as text messages: whether one may, its words, and that one did not arrive."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from agency.cases.models import Case, PayLink
from agency.cases.paylinks import address, invented_address
from agency.law.packs.files import pack_code
from agency.law.texts import house_text, needs_letter_before, why_no_text
from agency.law.vocabulary import Channel, DebtorKind, NoticeKind
from agency.notices import carrying, queries, signals
from agency.notices.addressing import addressee_of
from agency.notices.contents import LINK_GAP, Contents, Texts
from agency.notices.freezing import thaw
from agency.notices.media import Medium
from agency.notices.models import Notice, NoticeTemplate
from agency.notices.own_text import OwnText, from_sentence
from agency.notices.queries.texts import asked_in_full
from agency.notices.services.moves import lock_notice
from agency.notices.services.places import Place, samples_of
from agency.notices.text_wording import text_faults, whole, worded
from agency.notices.tones import Tone
from agency.notices.wording import own_words, word
from portal import clock, db
from portal.audit import services as audit
from portal.i18n import said
from portal.web import get


@dataclass(frozen=True, slots=True)
class TextWords:
    """The sentences of a text message, and the version of the agency's own words they are of."""

    texts: Texts
    template: NoticeTemplate | None


def why_not(case: Case, kind: NoticeKind, claims: Collection[uuid.UUID]) -> str:
    """Why a notice about these claims cannot go as a text message; empty where it can."""
    if why := why_no_text(kind, case.debtor.country):
        return said(why)
    if not carrying.carrier().is_set_up():
        return str(_("Text messages are not set up. An administrator does that in the settings."))
    if not addressee_of(case.debtor).mobile:
        return str(_("No mobile number is known at which text messages arrive."))
    if needs_letter_before() and not asked_in_full(case).issuperset(claims):
        return str(
            _(
                "A text message only reminds of what a letter or an e-mail has asked for. Send one "
                "of those first."
            )
        )
    return ""


def to_mobile(contents: Contents, case: Case) -> Contents:
    """The contents of a notice, to the debtor's mobile number instead of its address."""
    return replace(contents, recipient=(case.debtor.name, addressee_of(case.debtor).mobile))


def words_for(
    contents: Contents, kind: NoticeKind, tone: Tone, locale: str, *, due_on: date
) -> TextWords:
    """The agency's own words in force, or the house's where there are none or they are at fault here."""
    found = queries.template_in_force(
        kind, tone, locale, None, pack_code(contents.country), medium=Medium.TEXT
    )
    link = invented_address()
    for template in (found, None) if found else (None,):
        own = template.text if template else house_words(locale)
        texts = _filled(contents, own, kind, locale, due_on)
        if template is None or not text_faults(_linked(texts, link), contents, link):
            break
    return TextWords(texts, template)


def house_words(locale: str) -> OwnText:
    """What the house texts, to begin one's own with."""
    return from_sentence(house_text(locale))


def words_of(notice: Notice) -> str:
    """The text of a notice as it is sent, with its payment link."""
    texts = thaw(Texts, notice.facts["texts"])
    link_id = thaw(Contents, notice.facts["contents"]).pay_link_id
    return _linked(texts, address(get(PayLink, link_id)) if link_id else "")


def faults_of(text: OwnText, place: Place, country: str, debtor: DebtorKind) -> list[str]:
    """What keeps the words from going out with invented cases of a country."""
    if why := why_no_text(place.kind, country):
        return [why]
    link = invented_address()
    return [
        fault
        for contents in samples_of(place, country, debtor)
        for fault in text_faults(shown(text, place, contents), contents, link)
    ]


def shown(text: OwnText, place: Place, contents: Contents) -> str:
    """The whole text message of an invented case."""
    due_on = clock.today()
    return _linked(_filled(contents, text, place.kind, place.locale, due_on), invented_address())


def came_back(notice: Notice, why: str) -> None:
    """Note that a text did not arrive: nothing was asked by it. Doing it twice changes nothing."""
    lock_notice(notice)
    if notice.withdrawn_at:
        return
    notice.withdrawn_at, notice.withdrawn_why = clock.now(), why
    db.session.flush()
    audit.record(notice, "notice.came_back", by="system", why=why, channel=Channel.SMS)
    signals.notice_came_back.send(notice, why=why)


def _filled(contents: Contents, own: OwnText, kind: NoticeKind, locale: str, due_on: date) -> Texts:
    today = clock.today()
    subject = word(contents, kind=kind, locale=locale, written_on=today, due_on=due_on).subject
    _none, lines = own_words(
        contents, own, kind=kind, locale=locale, written_on=today, due_on=due_on
    )
    return worded(subject, lines, contents, locale)


def _linked(texts: Texts, url: str) -> str:
    return whole(texts.paragraphs, texts.notes).replace(LINK_GAP, url)
