"""Puts the contents of a notice into words: the law's texts with their gaps filled."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from agency.law.notices import wording
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.contents import LINK_GAP, Contents, Texts, law_facts
from agency.notices.own_text import CONDITIONS, OwnText, fill
from portal.money import Money

_REGIONS = {"en": "en_GB"}
"""How an English reader in Europe writes dates and amounts."""


def word(
    contents: Contents,
    *,
    kind: NoticeKind,
    locale: str,
    written_on: date,
    due_on: date,
    own: OwnText | None = None,
) -> Texts:
    """The sentences of a notice in the language of `locale`: the agency's own text, or the house's.

    LawMissing where the law of the debtor's country knows no such notice.
    """
    facts = law_facts(contents)
    words = wording(contents.country, kind, contents.debtor, locale, facts.conditions)
    gaps = _gaps(contents, kind, locale, written_on, due_on)
    if own is not None:
        subject, texts = fill(own, {**gaps, **_conditions(contents)})
        return _placed(subject, texts, contents, locale)
    subject = words.subject.format(**gaps)
    return _placed(subject, [text.format(**gaps) for text in words.paragraphs], contents, locale)


def own_words(
    contents: Contents,
    own: OwnText,
    *,
    kind: NoticeKind,
    locale: str,
    written_on: date,
    due_on: date,
) -> tuple[str, tuple[str, ...]]:
    """The subject and paragraphs of a mail in the agency's own words; a lawyer is told whom they mean."""
    gaps = _gaps(contents, kind, locale, written_on, due_on)
    subject, texts = fill(own, {**gaps, **_conditions(contents)})
    with force_locale(locale):
        return subject, (*_to_lawyer(contents), *texts)


def _placed(subject: str, texts: Sequence[str], contents: Contents, locale: str) -> Texts:
    """The sentences in their places: those on paying after the figures, who writes at the foot.

    Both are known by what they name: the account to pay to, and the agency's number in the register.
    """
    paying = next((i for i, text in enumerate(texts) if contents.iban in text), 0)
    number, after = contents.agency.register_no, texts[paying:]
    with force_locale(locale):
        return Texts(
            subject=subject,
            salutation=salutation(contents),
            paragraphs=(*_to_lawyer(contents), *texts[:paying]),
            consequences=tuple(text for text in after if not number or number not in text),
            notes=tuple(text for text in after if number and number in text),
            closing=_("Yours sincerely,"),
        )


def _to_lawyer(contents: Contents) -> tuple[str, ...]:
    """What a lawyer is told before the words that are meant for the client."""
    if not contents.lawyer_of_debtor:
        return ()
    return (
        _(
            "You act for %(client)s, so we write to you. Where this letter says “you”, your client "
            "is meant.",
            client=contents.debtor_name,
        ),
    )


def _conditions(contents: Contents) -> dict[str, str | bool]:
    """What a text may ask of a notice."""
    holds = law_facts(contents).conditions
    asked = {name: condition in holds for name, condition in CONDITIONS.items()}
    consumer = contents.debtor is DebtorKind.CONSUMER
    return {**asked, "is_consumer": consumer, "debtor": contents.debtor_name}


def salutation(contents: Contents) -> str:
    """How the reader is greeted, in the language that is being written."""
    if contents.lawyer_of_debtor:
        return str(_("Dear Sir or Madam,"))
    if contents.debtor is DebtorKind.CONSUMER:
        return str(_("Dear %(name)s,", name=contents.debtor_name))
    return str(_("Dear Sir or Madam,"))


def _gaps(
    contents: Contents, kind: NoticeKind, locale: str, written_on: date, due_on: date
) -> dict[str, str]:
    region = _REGIONS.get(locale, locale)
    amounts, agency, zero = contents.amounts, contents.agency, Money.zero(contents.paid.currency)
    costs = amounts.costs if amounts.to_come is None else amounts.to_come
    return {
        "account_name": contents.account_name,
        "address": agency.address,
        "agency": agency.name,
        "claims": ", ".join(claim.invoice_no for claim in contents.claims),
        "complaints": agency.email,
        "costs": costs.format(region),
        "contest_by": _days([contents.contest_by] if contents.contest_by else [], region),
        "creditor": contents.creditor,
        "creditor_address": contents.creditor_address,
        "creditor_number": contents.creditor_number,
        "due_dates": _days([claim.due_on for claim in contents.claims], region),
        "email": contents.head.email if kind is NoticeKind.OWN_REMINDER else agency.email,
        "iban": contents.iban,
        "interest": amounts.interest.format(region),
        "invoice_dates": _days([claim.invoiced_on for claim in contents.claims], region),
        "interest_article": contents.interest_article,
        "interest_until": format_date(contents.interest_until or written_on, "long", locale=region),
        "law_firm": contents.law_firm,
        "lawyer": contents.signatory,
        "paid": contents.paid.format(region),
        "pay_by": format_date(due_on, "long", locale=region),
        "payment_link": LINK_GAP,
        "phone": agency.phone,
        "principal": amounts.principal.format(region),
        "reference": contents.payment_reference,
        "registration_number": agency.register_no,
        "supplied": "; ".join(contents.supplied),
        "total": amounts.total.format(region),
        "total_after": (amounts.total + (amounts.to_come or zero)).format(region),
        "vat": (amounts.vat or zero).format(region),
    }


def _days(days: Sequence[date], region: str) -> str:
    """Some days as their reader writes them, each once."""
    return ", ".join(format_date(day, "long", locale=region) for day in dict.fromkeys(days))
