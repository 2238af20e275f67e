"""What the notices of a country must hold, and their words, from `<country>.notices.toml`.

A country may inherit the words and duties of the house, and replace single elements or paragraphs.
"""

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from agency.law.errors import LawMissing, PackError
from agency.law.packs import files
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source, source_row
from agency.law.packs.variant_rows import Variant, variants
from agency.law.vocabulary import DebtorKind, NoticeCondition, NoticeKind

SUBJECT = "notices"

GAPS = frozenset(
    {
        *("account_name", "address", "agency", "claims", "complaints", "contest_by", "costs"),
        *("creditor", "creditor_address", "creditor_number", "due_dates", "invoice_dates"),
        *("paid", "supplied"),
        *("email", "iban", "interest", "interest_article", "interest_until", "law_firm"),
        *("lawyer", "pay_by", "payment_link", "phone", "principal", "reference"),
        *("registration_number", "total", "total_after", "vat"),
    }
)
"""The gaps that a wording may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A duty on a notice: to hold a fact, one of some phrases or the term, or to avoid words."""

    says: str
    article: str
    source: Source
    fact: str | None
    above_zero: bool
    phrases: tuple[str, ...]
    forbidden: tuple[str, ...]
    is_term: bool
    unless: NoticeCondition | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with gaps; it stands only under its condition, if it has one."""

    text: str
    when: NoticeCondition | None


@dataclass(frozen=True, slots=True)
class Words:
    """The subject and paragraphs of a notice in one language."""

    subject: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """A kind of notice to a kind of debtor: what it must hold, and its words by language.

    With `follows_free_term` it may only go once the letter that gives the free term has run out.
    """

    elements: tuple[Element, ...]
    sources: tuple[Source, ...]
    words: dict[str, Words]
    follows_free_term: bool


T = TypeVar("T")
NoticeRules = dict[tuple[NoticeKind, DebtorKind], NoticeRule]


def notice_rule(country: str, kind: NoticeKind, debtor: DebtorKind) -> NoticeRule:
    """The rule of one notice. LawMissing where the country or the combination has none."""
    rule = _notice_rules(country).get((kind, debtor))
    if rule is None:
        raise LawMissing(
            "There is no %(kind)s for a %(debtor)s in %(country)s.",
            kind=kind,
            debtor=debtor,
            country=country,
        )
    return rule


def notice_kinds(country: str) -> Collection[tuple[NoticeKind, DebtorKind]]:
    """The notices that the law of a country has rules for. LawMissing where it has none at all."""
    return _notice_rules(country).keys()


@cache
def shared_words(country: str) -> dict[str, dict[str, str]]:
    """The paragraphs that a country's notices share: by language, then by name."""
    shared: dict[str, dict[str, str]] = _values(country)["shared"]
    return shared


@cache
def _notice_rules(country: str) -> NoticeRules:
    return _rules(_values(country))


def _values(country: str) -> dict[str, Any]:
    code = files.pack_code(country)
    if not files.has_pack(code, SUBJECT):
        raise LawMissing("There are no rules for notices in %(country)s yet.", country=country)
    return files.read(code, SUBJECT)


def read_notices(text: str) -> NoticeRules:
    """The rules from their text. PackError where something is missing, unknown or unused."""
    return _rules(files.inherited(tomllib.loads(text), SUBJECT))


def _rules(values: dict[str, Any]) -> NoticeRules:
    top = Table(values, f"{values.get('country', 'pack')}.{SUBJECT}")
    top.text("country")
    sources = {name: source_row(table) for name, table in top.named("sources").items()}
    elements = {name: _element(table, sources) for name, table in top.named("elements").items()}
    shared = {
        locale: {name: table.text(name) for name in table.names()}
        for locale, table in top.named("shared").items()
    }
    texts = {
        name: {locale: _words(table.table(locale), shared[locale]) for locale in shared}
        for name, table in top.optional("texts", top.named, {}).items()
    }
    rules: NoticeRules = {}
    for notice in top.tables("notices"):
        key = (notice.choice("kind", NoticeKind), notice.choice("debtor", DebtorKind))
        if key in rules:
            raise PackError(f"{notice.where} is there twice.")
        rules[key] = NoticeRule(
            elements=tuple(_known(elements, name, notice) for name in notice.texts("requires")),
            sources=tuple(_known(sources, name, notice) for name in notice.texts("sources")),
            words=_own_or_shared(notice, shared, texts),
            follows_free_term=notice.optional("follows_free_term", notice.flag, False),
        )
        notice.close()
    top.close()
    return rules | _varied(rules)


def _varied(rules: NoticeRules) -> NoticeRules:
    """The variants of what there is; a country's own rule for such a kind goes before them."""
    return {
        (kind, debtor): _variant_of(rule, variant)
        for kind, variant in variants().items()
        for (model, debtor), rule in rules.items()
        if model is variant.like and (kind, debtor) not in rules
    }


def _variant_of(rule: NoticeRule, variant: Variant) -> NoticeRule:
    words = {
        locale: Words(opening.subject, _opened(rule.words[locale].paragraphs, opening.text))
        for locale, opening in variant.openings.items()
        if locale in rule.words
    }
    return replace(rule, words=words, sources=(*rule.sources, variant.source))


def _opened(paragraphs: tuple[Paragraph, ...], opening: str) -> tuple[Paragraph, ...]:
    """The paragraphs with another one in the place of the first that names the claims."""
    at = next((i for i, each in enumerate(paragraphs) if "{claims}" in each.text), 0)
    return (*paragraphs[:at], Paragraph(opening, None), *paragraphs[at + 1 :])


def _own_or_shared(
    notice: Table,
    shared: Mapping[str, Mapping[str, str]],
    texts: Mapping[str, dict[str, Words]],
) -> dict[str, Words]:
    """The words of a notice by language: a text that several use, or its own."""
    if "words" in notice:
        return _known(texts, notice.text("words"), notice)
    return {locale: _words(notice.table(locale), shared[locale]) for locale in shared}


def _known(rows: Mapping[str, T], name: str, where: Table) -> T:
    if name not in rows:
        raise PackError(f"{where.where} names the unknown “{name}”.")
    return rows[name]


def _element(table: Table, sources: dict[str, Source]) -> Element:
    element = Element(
        says=table.text("says"),
        article=table.text("article"),
        source=_known(sources, table.text("source"), table),
        fact=table.optional("fact", table.text, None),
        above_zero=table.optional("above_zero", table.flag, False),
        phrases=table.optional("phrases", table.texts, ()),
        forbidden=table.optional("forbidden", table.texts, ()),
        is_term=table.optional("term", table.flag, False),
        unless=table.optional("unless", lambda key: table.choice(key, NoticeCondition), None),
    )
    table.close()
    if sum(map(bool, (element.fact, element.phrases, element.forbidden, element.is_term))) != 1:
        raise PackError(f"{table.where} asks for exactly one thing.")
    return element


def _words(table: Table, shared: Mapping[str, str]) -> Words:
    words = Words(
        subject=_gaps_known(table.text("subject"), table),
        paragraphs=tuple(_paragraph(row, shared) for row in table.tables("paragraphs")),
    )
    table.close()
    return words


def _paragraph(table: Table, shared: Mapping[str, str]) -> Paragraph:
    text = _known(shared, table.text("shared"), table) if "shared" in table else table.text("text")
    when = table.optional("when", lambda key: table.choice(key, NoticeCondition), None)
    table.close()
    return Paragraph(_gaps_known(text, table), when)


def _gaps_known(text: str, table: Table) -> str:
    gaps = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if gaps - GAPS:
        raise PackError(f"{table.where} has unknown gaps: {', '.join(sorted(gaps - GAPS))}.")
    return text
