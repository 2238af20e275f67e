"""Preparing a notice: how it would read, and keeping it."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from agency.cases.models import Case, Debtor
from agency.cases.paylinks import link_for
from agency.cases.services import lock
from agency.charges.services import CaseOwed, book, owed
from agency.clients.models import Lawyer
from agency.law.notices import answer_by, contest_by, term_ends
from agency.law.packs.files import pack_code
from agency.law.vocabulary import Channel, NoticeKind
from agency.notices import queries, signals
from agency.notices.addressing import addressee_of
from agency.notices.contents import Contents, Texts, letter
from agency.notices.freezing import freeze
from agency.notices.languages import languages_for, locale_for
from agency.notices.letters import LetterKind
from agency.notices.models import Notice, NoticeTemplate
from agency.notices.services import fitting, obstacles, texting
from agency.notices.services.checking import problems
from agency.notices.services.figures import claims_for
from agency.notices.services.gathering import TIME_TO_SEND, gather
from agency.notices.tones import Tone
from agency.notices.wording import word
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key
from portal.web import get

TERM = timedelta(days=14)
"""How long a debtor gets unless told otherwise."""
OWN_TERM = timedelta(days=6)
"""How long by a reminder in the creditor's own name, so that another can follow a week after it."""
TEXT_TERM = timedelta(days=7)
"""How long the next notice waits after a text message, which sets no term."""
_LINK_TO_COME = "https://…/pay/…"
"""Stands for the payment link in a draft, which makes none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the office decides of a notice; the rest follows from the case.

    `due_on` is left out of a fourteen-day letter, whose term is the law's. `known_only` asks for
    what is known where the law of the rest, a rate of interest say, is not.
    """

    kind: NoticeKind
    channel: str
    locale: str
    due_on: date | None = None
    lawyer_id: uuid.UUID | None = None
    known_only: bool = False
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Draft:
    """How a notice would read, and what the law would find missing."""

    contents: Contents
    texts: Texts
    problems: list[str]


def draft(case: Case, kind: NoticeKind, *, by: User) -> Draft:
    """How a notice would read today in the debtor's language, as far as the law is known.

    Nothing is kept or booked.
    """
    lawyer = next(iter(queries.signing_lawyers(case.creditor_id)), None)
    contents = gather(
        case,
        owed(case, clock.today()),
        kind,
        lawyer=lawyer if kind is NoticeKind.LAW_FIRM_NOTICE else None,
        by=by,
        pay_link_id=None,
    )
    today, locale = clock.today(), locale_for(case.debtor, kind)
    own = own_text(contents, kind, Tone.NEUTRAL, locale, lawyer)
    texts = word(
        contents,
        kind=kind,
        locale=locale,
        written_on=today,
        due_on=today + term_of(kind),
        own=own.text if own else None,
    )
    made = letter(
        contents,
        texts,
        kind=LetterKind(kind),
        locale=locale,
        dated_on=today,
        due_on=today + term_of(kind),
        payment_url=_LINK_TO_COME,
        logo=None,
    )
    return Draft(contents, texts, problems(made, contents))


def prepare(case: Case, choice: Choice, *, by: User, batch_id: uuid.UUID | None = None) -> Notice:
    """Book what is owed to today, keep figures and words, and have the file made."""
    case = lock(case)
    if found := obstacles.of_case(case) or obstacles.of_lawyer(case):
        raise Refused(found)
    if batch_id is None:
        signals.notice_wanted.send(case, kind=choice.kind, by=by)
    if queries.open_notice(case):
        raise Refused(_("Another notice of this case is still open. Send or withdraw it first."))
    charged = _figures(case, choice.kind, by=by)
    if barred := fitting.why_not(choice.kind, case, charged):
        raise Refused(barred)
    _check_channel(case, choice, charged)
    check_locale(case.debtor, choice.kind, choice.locale)
    lawyer = _signing(case, choice)
    contents = gather(
        case, charged, choice.kind, lawyer=lawyer, by=by, pay_link_id=link_for(case).id
    )
    if choice.channel == "sms":
        contents = texting.to_mobile(contents, case)
    if contents.left_out and not choice.known_only:
        raise Refused(
            _(
                "The figures cannot be given in full: %(why)s Choose to ask only for what is known.",
                why=contents.left_out,
            )
        )
    due_on = due_date(choice.kind, choice.channel, case.debtor, choice.due_on)
    texts, own = _worded(contents, choice, lawyer, due_on)
    notice = Notice(
        id=new_key(),
        creditor_id=case.creditor_id,
        case_id=case.id,
        batch_id=batch_id,
        kind=choice.kind,
        law_firm_id=lawyer.law_firm_id if lawyer else None,
        lawyer_id=lawyer.id if lawyer else None,
        locale=choice.locale,
        channel=choice.channel,
        subject=texts.subject,
        written_on=clock.today(),
        due_on=due_on,
        currency=case.currency,
        total_minor=contents.amounts.total.minor,
        facts={
            "contents": freeze(contents),
            "texts": freeze(texts),
            "tone": choice.tone,
            "template_id": str(own.id) if own else None,
        },
        prepared_by=by.id,
    )
    db.session.add(notice)
    db.session.flush()
    audit.record(
        notice,
        "notice.prepared",
        by=by,
        notice_kind=choice.kind,
        total=notice.total,
        due_on=due_on,
        channel=choice.channel,
        law_firm=contents.law_firm,
        name=notice.lent_name,
        left_out=contents.left_out,
    )
    outbox.later("notices.render", notice_id=notice.id)
    return notice


def _figures(case: Case, kind: NoticeKind, *, by: User) -> CaseOwed:
    """What is owed today, booked; but a creditor's own reminder charges nothing."""
    if kind is NoticeKind.OWN_REMINDER:
        return owed(case, clock.today())
    return book(case, clock.today(), by=by)


def _worded(
    contents: Contents, choice: Choice, lawyer: Lawyer | None, due_on: date
) -> tuple[Texts, NoticeTemplate | None]:
    """The sentences, and the version of the agency's own words that they are of."""
    if choice.channel == "sms":
        words = texting.words_for(contents, choice.kind, choice.tone, choice.locale, due_on=due_on)
        return words.texts, words.template
    own = own_text(contents, choice.kind, choice.tone, choice.locale, lawyer)
    texts = word(
        contents,
        kind=choice.kind,
        locale=choice.locale,
        written_on=clock.today(),
        due_on=due_on,
        own=own.text if own else None,
    )
    return texts, own


def own_text(
    contents: Contents, kind: NoticeKind, tone: Tone, locale: str, lawyer: Lawyer | None
) -> NoticeTemplate | None:
    """The agency's own text in force for such a notice; none where the house's stands."""
    firm = lawyer.law_firm_id if lawyer and kind is NoticeKind.LAW_FIRM_NOTICE else None
    return queries.template_in_force(kind, tone, locale, firm, pack_code(contents.country))


def due_date(kind: NoticeKind, channel: str, debtor: Debtor, wanted: date | None) -> date:
    """Until when the debtor may pay: by the law's own term where it sets one."""
    today = clock.today()
    if channel == "sms":
        return wanted or today + TEXT_TERM
    ways = [Channel.EMAIL, Channel.POST] if channel == "both" else [Channel(channel)]
    asked = (debtor.country, kind, debtor.debtor_kind)
    by_law = (
        term_ends(*asked, ways, today)
        or contest_by(*asked, today + TIME_TO_SEND)
        or answer_by(*asked, today)
    )
    return by_law or wanted or today + term_of(kind)


def term_of(kind: NoticeKind) -> timedelta:
    """How long a debtor gets by a kind of notice where the law leaves it to the office."""
    return OWN_TERM if kind is NoticeKind.OWN_REMINDER else TERM


def check_locale(debtor: Debtor, kind: NoticeKind, locale: str) -> None:
    """Refused where there are no words for a notice in a language."""
    if locale not in languages_for(debtor, kind):
        raise Refused(_("This notice does not exist in that language. Choose another one."))


def _check_channel(case: Case, choice: Choice, charged: CaseOwed) -> None:
    if choice.channel == "sms":
        asked = [each.claim.id for each in claims_for(choice.kind, charged)]
        if why := texting.why_not(case, choice.kind, asked):
            raise Refused(why)
    elif choice.channel not in addressee_of(case.debtor).channels:
        raise Refused(_("The debtor has no address for this channel. Choose another one."))


def _signing(case: Case, choice: Choice) -> Lawyer | None:
    if choice.kind is not NoticeKind.LAW_FIRM_NOTICE:
        return None
    if choice.lawyer_id is None:
        raise Refused(_("Choose the lawyer who signs."))
    lawyer = get(Lawyer, choice.lawyer_id)
    if lawyer not in queries.signing_lawyers(case.creditor_id):
        raise Refused(_("%(name)s does not act for this creditor.", name=lawyer.name))
    return lawyer
