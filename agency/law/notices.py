"""The words of a notice, and the check that a rendered notice holds what the law asks."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date

from agency.law.duties import earliest_claim, last_posting, validation_period
from agency.law.gates import Letter, free_term
from agency.law.packs.notice_rows import (
    DEFAULT_LOCALE,
    Element,
    notice_rule,
    sentences,
)
from agency.law.term_wording import check_term_wording
from agency.law.vocabulary import Channel, DebtorKind, NoticeCondition, NoticeKind
from portal.errors import Words
from portal.money import Money

_AMOUNTS = tuple(
    re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{group}?\d{{3}})*[.,]\d{{2}}(?!\d|[.,]\d)")
    for group in ("[.,]", " ")
)
"""Amounts with two decimals, grouped by points or commas, or by spaces."""

_WRITTEN_IN = ("en_GB", "en_US", "nl", "fr", "de", "nb", "lt")
"""The languages in whose forms a date may stand in a letter."""

_SOFT_HYPHEN = "\u00ad"
_GAP = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject and paragraphs with gaps such as {total}, and the sources of the duties behind."""

    subject: str
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What a notice is about; `costs` include VAT.

    `interest_runs` says whether interest goes on by a known rate, so that the notice may say so.
    `supplied` says what each claim is for; `contest_by` is the end of a validation period. In a
    fourteen-day letter `costs` are those that follow if nothing is paid, and `total` is what
    to pay within the term: without them. What is empty or None is not known.
    """

    creditor: str
    claims: tuple[str, ...]
    principal: Money
    interest: Money
    costs: Money
    total: Money
    vat: Money | None = None
    agency: str = ""
    registration_number: str = ""
    address: str = ""
    phone: str = ""
    complaints: str = ""
    iban: str = ""
    reference: str = ""
    law_firm: str = ""
    lawyer: str = ""
    creditor_address: str = ""
    creditor_number: str = ""
    supplied: tuple[str, ...] = ()
    invoiced_on: tuple[date, ...] = ()
    due_on: tuple[date, ...] = ()
    contest_by: date | None = None
    payment_link: str = ""
    mandate_to_sue: bool = False
    interest_runs: bool = True

    @property
    def conditions(self) -> frozenset[NoticeCondition]:
        """Which conditional paragraphs fit these facts."""
        holds = {
            NoticeCondition.INTEREST: bool(self.interest),
            NoticeCondition.NO_INTEREST: not self.interest,
            NoticeCondition.INTEREST_RUNS: self.interest_runs,
            NoticeCondition.INTEREST_STOPS: bool(self.interest) and not self.interest_runs,
            NoticeCondition.NO_INTEREST_ASKED: not self.interest and not self.interest_runs,
            NoticeCondition.COSTS: bool(self.costs),
            NoticeCondition.NO_COSTS: not self.costs,
            NoticeCondition.VAT: bool(self.vat),
            NoticeCondition.NO_VAT: not self.vat,
            NoticeCondition.PAYMENT_LINK: bool(self.payment_link),
            NoticeCondition.MANDATE_TO_SUE: self.mandate_to_sue,
        }
        return frozenset(condition for condition, is_so in holds.items() if is_so)


def wording(
    country: str,
    kind: NoticeKind,
    debtor: DebtorKind,
    locale: str,
    conditions: Collection[NoticeCondition] = (),
) -> Wording:
    """The words of a notice; a conditional paragraph stands only if `conditions` has its condition.

    The language of `locale` (`nl_NL` is `nl`), or English where the pack does not have it. The gaps
    are those of `agency.law.packs.notice_rows.GAPS`. LawMissing where the law of the country knows
    no such notice to such a debtor.
    """
    rule = notice_rule(country, kind, debtor)
    words = rule.words.get(_language(locale)) or rule.words[DEFAULT_LOCALE]
    return Wording(
        subject=words.subject,
        paragraphs=tuple(
            paragraph.text
            for paragraph in words.paragraphs
            if paragraph.when is None or paragraph.when in conditions
        ),
        sources=tuple(source.text for source in rule.sources),
    )


def why_too_early(
    country: str, kind: NoticeKind, debtor: DebtorKind, letters: Sequence[Letter], on: date
) -> str:
    """Why a notice may not go on a day, or nothing.

    In Norway a demand may only follow the warning whose term has run out (inkassoloven 10).
    `letters` are those that gave the free term. LawMissing as for `wording`.
    """
    if not notice_rule(country, kind, debtor).follows_free_term:
        return ""
    if not letters:
        return Words("The letter with the free term must go first. Send that before this notice.")
    ends_on = min(free_term(letter, country=country).last_day for letter in letters)
    if on > ends_on:
        return ""
    return Words("The free term runs through %(day)s. This notice may go after that.", day=ends_on)


def runs_by_law(country: str, kind: NoticeKind, debtor: DebtorKind) -> bool:
    """Whether the law counts the term of a notice from sending or receipt, so that it names no date."""
    return any(element.is_term for element in notice_rule(country, kind, debtor).elements)


def term_ends(
    country: str, kind: NoticeKind, debtor: DebtorKind, channels: Sequence[Channel], sent_on: date
) -> date | None:
    """The last day of the term that a notice must give by law, sent on a day by some channels.

    None where the law leaves the term to the office. LawMissing as for `wording`.
    """
    if not runs_by_law(country, kind, debtor):
        return None
    letters = [Letter(sent_on, channel) for channel in channels]
    return max(free_term(letter, country=country).last_day for letter in letters)


def contest_by(country: str, kind: NoticeKind, debtor: DebtorKind, sent_on: date) -> date | None:
    """The end of the time to contest that a notice sent on a day must name, if it must name one."""
    asked = notice_rule(country, kind, debtor).elements
    if any(element.fact == "contest_by" for element in asked):
        return validation_period(country, sent_on).ends_on
    return None


def answer_by(country: str, kind: NoticeKind, debtor: DebtorKind, dated_on: date) -> date | None:
    """The last day to answer a letter of a date before its claim may go to court; None for others."""
    if not notice_rule(country, kind, debtor).announces_claim:
        return None
    return earliest_claim(country, debtor=debtor, letter_dated_on=dated_on)


def is_dated_too_early(
    country: str, kind: NoticeKind, debtor: DebtorKind, dated_on: date, on: date
) -> bool:
    """Whether a letter that announces a claim has lain too long to be posted with its date."""
    if not notice_rule(country, kind, debtor).announces_claim:
        return False
    return on > last_posting(country, debtor=debtor, letter_dated_on=dated_on)


def debt_help(country: str, locale: str) -> str:
    """Where people with money worries find help, in a language or in English. LawMissing."""
    said = sentences(country)
    return said.get(_language(locale), {}).get("help") or said[DEFAULT_LOCALE]["help"]


def check_notice(
    text: str,
    kind: NoticeKind,
    debtor: DebtorKind,
    facts: NoticeFacts,
    *,
    country: str = "NL",
) -> list[str]:
    """What a rendered notice lacks, or holds against the law, one sentence each; empty: it may go.

    `text` is the plain text of the rendered notice. An interest or cost of zero need not be named,
    but a fourteen-day letter must name the costs. LawMissing as for `wording`.
    """
    flat = " ".join(text.replace(_SOFT_HYPHEN, "").split()).casefold()
    found = [
        problem
        for element in notice_rule(country, kind, debtor).elements
        if (problem := _problem(element, flat, facts, country))
    ]
    return found + [f"The gap {gap} was left unfilled." for gap in sorted(set(_GAP.findall(flat)))]


def _language(locale: str) -> str:
    return re.split("[-_]", locale)[0].lower()


def _problem(element: Element, flat: str, facts: NoticeFacts, country: str) -> str | None:
    if element.unless is not None and element.unless in facts.conditions:
        return None
    if element.fact is not None:
        return _fact_problem(element, flat, getattr(facts, element.fact))
    if element.is_term:
        check = check_term_wording(flat, country=country)
        return None if check.is_valid else f"{check.reason} ({element.article})"
    if element.forbidden:
        match = _any_of(element.forbidden).search(flat)
        return f"{element.says}: “{match[0]}” ({element.article})." if match else None
    is_there = any(phrase in flat for phrase in element.phrases)
    return None if is_there else f"{element.says} is missing ({element.article})."


Fact = str | Money | date | None | tuple[str, ...] | tuple[date, ...]


def _fact_problem(element: Element, flat: str, fact: Fact) -> str | None:
    if isinstance(fact, Money):
        if not fact:
            return (
                f"{element.says} cannot be zero ({element.article})."
                if element.above_zero
                else None
            )
        is_there = fact.minor in _amounts(flat)
    else:
        parts = fact if isinstance(fact, tuple) else (fact,)
        if not parts or not all(part is not None and _bare(str(part)) for part in parts):
            return f"{element.says} is not known. Complete it first ({element.article})."
        is_there = all(_names(part, flat) for part in parts)
    return None if is_there else f"{element.says} is missing ({element.article})."


def _names(part: str | date | None, flat: str) -> bool:
    """Whether a text names something: a date in any usual form, or words however they are spaced."""
    if isinstance(part, date):
        return bool(_date_forms(part).search(flat))
    return _bare(str(part)) in _bare(flat)


@cache
def _date_forms(day: date) -> re.Pattern[str]:
    written = {
        " ".join(format_date(day, form, locale=locale).split()).casefold()
        for locale in _WRITTEN_IN
        for form in ("medium", "long", "d-M-y", "d/M/y", "MM/dd/y", "dd.MM.y", "y-MM-dd")
    }
    return re.compile(rf"(?<!\d)(?:{'|'.join(map(re.escape, written))})(?!\d)")


def _amounts(flat: str) -> set[int]:
    """Every amount in a text, in cents, whichever way it is grouped."""
    found = (amount for pattern in _AMOUNTS for amount in pattern.findall(flat))
    return {int(re.sub(r"\D", "", amount)) for amount in found}


def _bare(text: str) -> str:
    """Letters and digits alone, so that line ends and spacing of a rendered page do not matter."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words as a whole; an asterisk at the end stands for any ending."""
    each = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{'|'.join(each)})\b")
