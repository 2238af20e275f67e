"""The agency's own texts: drafted from what stands, checked against the law, put in force, retired."""

from collections.abc import Callable
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients.models import LawFirm, Lawyer
from agency.law.errors import LawMissing
from agency.law.packs import countries
from agency.law.packs.notice_rows import DEFAULT_LOCALE, notice_kinds, notice_rule
from agency.law.texts import why_no_text
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import queries
from agency.notices.contents import Contents, letter
from agency.notices.letters import Letter, LetterKind, compose
from agency.notices.media import Medium
from agency.notices.models import NoticeTemplate, TemplateState
from agency.notices.own_text import OwnText, from_house
from agency.notices.services import texting
from agency.notices.services.checking import problems
from agency.notices.services.mail_texts import faults_of, house_words, shown
from agency.notices.services.places import LINK, Place, place_of, samples_of
from agency.notices.services.preparing import TERM
from agency.notices.wording import word
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings, User
from portal.audit import services as audit
from portal.errors import NotFound, Refused
from portal.keys import new_key
from portal.tenancy import acting
from portal.web import get

T = TypeVar("T")


def draft(place: Place, *, by: User) -> NoticeTemplate:
    """A draft to write in: the one there is, or one that begins with what stands now."""
    if (place.kind is NoticeKind.LAW_FIRM_NOTICE) != (place.law_firm_id is not None):
        raise Refused(
            _("A notice of a law firm stands under a firm's letterhead, and no other does.")
        )
    if place.law_firm_id:
        get(LawFirm, place.law_firm_id)
    if place.medium is Medium.MAIL and place.kind is NoticeKind.OWN_REMINDER:
        raise Refused(_("A reminder in the creditor's name goes with a mail of its own."))
    if place.medium is Medium.TEXT and (why := why_no_text(place.kind)):
        raise Refused(why)
    made = NoticeTemplate(
        id=new_key(),
        kind=place.kind,
        tone=place.tone,
        locale=place.locale,
        law_firm_id=place.law_firm_id,
        medium=place.medium,
        made_by=by.id,
    )
    versions = queries.versions_of(made)
    if versions and versions[0].state is TemplateState.DRAFT:
        return versions[0]
    begins = versions[0].text if versions else _house_text_of(place)
    made.number = versions[0].number + 1 if versions else 1
    made.subject, made.body = begins.subject, begins.body
    db.session.add(made)
    db.session.flush()
    audit.record(made, "notice_template.drafted", by=by, number=made.number, **_told(made))
    return made


def _house_text_of(place: Place) -> OwnText:
    if place.medium is Medium.TEXT:
        return texting.house_words(place.locale)
    letter_text = house_text(place.kind, place.locale)
    if place.medium is Medium.MAIL:
        return OwnText(letter_text.subject, house_words(place.locale))
    return letter_text


def house_text(kind: NoticeKind, locale: str) -> OwnText:
    """The house's words of a kind, as the law of the agency's own country has them."""
    home = db.session.get_one(Agency, acting().agency_id).country
    for country in (home, *countries()):
        for debtor in DebtorKind:
            try:
                words = notice_rule(country, kind, debtor).words
            except LawMissing:
                continue
            return from_house(words.get(locale) or words[DEFAULT_LOCALE])
    raise Refused(_("No law that we know has such a notice."))


def change(template: NoticeTemplate, text: OwnText, *, by: User) -> None:
    """Keep what was written. Refused once it was put in force: make a new version then."""
    _lock(template)
    if template.state is not TemplateState.DRAFT:
        raise Refused(_("This version was put in force and stays as it is. Make a new version."))
    if template.text == text:
        return
    template.subject, template.body, template.changed_at = text.subject, text.body, clock.now()
    audit.record(template, "notice_template.changed", by=by, number=template.number)


def check(text: OwnText, place: Place) -> dict[str, list[str]]:
    """What the text lacks by the law of each country that has such a notice; empty where nothing."""
    found: dict[str, list[str]] = {}
    for country in countries():
        try:
            kinds = notice_kinds(country)
        except LawMissing:
            continue
        debtors = [debtor for debtor in DebtorKind if (place.kind, debtor) in kinds]
        if debtors:
            faults = [fault for each in debtors for fault in _faults(text, place, country, each)]
            found[country] = list(dict.fromkeys(faults))
    return found


def put_in_force(template: NoticeTemplate, *, by: User, lawyer: Lawyer | None = None) -> list[str]:
    """Let new notices be written with it where the law allows; the version before is retired.

    Under a firm's letterhead only a lawyer of that firm may. Returns the countries.
    """
    _lock(template)
    if template.law_firm_id and (lawyer is None or lawyer.law_firm_id != template.law_firm_id):
        raise NotFound
    if template.state is not TemplateState.DRAFT:
        raise Refused(_("This version was put in force before. Make a new version."))
    fits = [
        country for country, lacks in check(template.text, place_of(template)).items() if not lacks
    ]
    if not fits:
        raise Refused(_("The law of no country allows this text as it is. See what it lacks."))
    now = clock.now()
    for version in queries.versions_of(template):
        if version.state is TemplateState.IN_FORCE:
            version.retired_at = now
    db.session.flush()
    template.countries, template.in_force_at, template.in_force_by = fits, now, by.id
    audit.record(
        template,
        "notice_template.in_force",
        by=by,
        number=template.number,
        countries=fits,
        **_told(template),
    )
    return fits


def retire(template: NoticeTemplate, *, by: User) -> None:
    """Let the house's text stand again. Doing it twice changes nothing."""
    _lock(template)
    if template.state is TemplateState.DRAFT:
        raise Refused(_("A draft is not in force."))
    if template.state is TemplateState.RETIRED:
        return
    template.retired_at = clock.now()
    audit.record(
        template, "notice_template.retired", by=by, number=template.number, **_told(template)
    )


def preview(text: OwnText, place: Place) -> bytes:
    """The letter of an invented case with this text, as PDF. ValueError where it cannot be filled."""
    return _at_home(place, lambda contents: compose(_letter(text, place, contents)))


def preview_mail(text: OwnText, place: Place) -> tuple[str, str]:
    """The subject and the mail of an invented case with this text."""
    return _at_home(place, lambda contents: shown(text, place, contents))


def preview_text(text: OwnText, place: Place) -> str:
    """The whole text message of an invented case with this text."""
    return _at_home(place, lambda contents: texting.shown(text, place, contents))


def _at_home(place: Place, make: Callable[[Contents], T]) -> T:
    """What is made of an invented case of the agency's own country, or of the next that has such a notice."""
    home = db.session.get_one(Agency, acting().agency_id).country
    for country in (home, *countries()):
        for debtor in DebtorKind:
            try:
                return make(next(samples_of(place, country, debtor)))
            except LawMissing:
                continue
    raise Refused(_("No law that we know has such a notice."))


def _faults(text: OwnText, place: Place, country: str, debtor: DebtorKind) -> list[str]:
    try:
        if place.medium is Medium.MAIL:
            return faults_of(text, place, country, debtor)
        if place.medium is Medium.TEXT:
            return texting.faults_of(text, place, country, debtor)
        cases = list(samples_of(place, country, debtor))
        return [fault for each in cases for fault in problems(_letter(text, place, each), each)]
    except LawMissing as error:
        return [str(error)]


def _letter(text: OwnText, place: Place, contents: Contents) -> Letter:
    today = clock.today()
    due_on = today + TERM
    with force_locale(place.locale):
        texts = word(
            contents,
            kind=place.kind,
            locale=place.locale,
            written_on=today,
            due_on=due_on,
            own=text,
        )
    return letter(
        contents,
        texts,
        kind=LetterKind(place.kind),
        locale=place.locale,
        dated_on=today,
        due_on=due_on,
        payment_url=LINK,
        logo=None,
    )


def _lock(template: NoticeTemplate) -> None:
    """Have all versions for these notices to ourselves: the agency's settings stand for them."""
    db.session.scalars(select(AgencySettings).with_for_update()).one()
    db.session.refresh(template)


def _told(template: NoticeTemplate) -> dict[str, str]:
    return {
        "notice_kind": template.kind,
        "tone": template.tone,
        "language": template.locale,
        "medium": template.medium,
        "law_firm": template.law_firm.name if template.law_firm else "",
    }
