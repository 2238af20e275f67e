"""What the notices of a country must hold, and their words, from `<country>.notices.toml`.

A text is a list of sentences by name; each language says them. A country may inherit the words and
duties of the house, and replace single elements, sentences or texts.
"""

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from agency.law.errors import LawMissing, PackError
from agency.law.packs import files
from agency.law.packs.enclosure_rows import AskedEnclosure, asked_enclosure
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source, source_row
from agency.law.packs.variant_rows import Variant, variants
from agency.law.vocabulary import DebtorKind, NoticeCondition, NoticeKind

SUBJECT = "notices"
DEFAULT_LOCALE = "en"
"""The language in which every notice exists."""

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
    With `announces_claim` it gives the time to answer that must pass before a claim goes to court.
    """

    elements: tuple[Element, ...]
    sources: tuple[Source, ...]
    words: dict[str, Words]
    follows_free_term: bool
    announces_claim: bool
    enclosures: tuple[AskedEnclosure, ...]


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


def notice_locales(country: str, kind: NoticeKind, debtor: DebtorKind) -> tuple[str, ...]:
    """The languages in which there are words for a notice: the country's own first.

    LawMissing as for `notice_rule`.
    """
    return tuple(notice_rule(country, kind, debtor).words)


@cache
def sentences(country: str) -> Mapping[str, Mapping[str, str]]:
    """What a country's notices say: by language, then by name. LawMissing where it has none."""
    found: Mapping[str, Mapping[str, str]] = _values(country)["sentences"]
    return found


@cache
def _notice_rules(country: str) -> NoticeRules:
    return _rules(_values(country))


@cache
def _values(country: str) -> dict[str, Any]:
    code = files.pack_code(country)
    if not files.has_pack(code, SUBJECT):
        raise LawMissing("There are no rules for notices in %(country)s yet.", country=country)
    return _over_the_house(files.written(code, SUBJECT))


def read_notices(text: str) -> NoticeRules:
    """The rules from their text. PackError where something is missing, unknown or unused."""
    return _rules(_over_the_house(tomllib.loads(text)))


def _over_the_house(own: dict[str, Any]) -> dict[str, Any]:
    """A country's values over those it inherits. What it says its own way in one language is never
    taken from the house in another, where the law's words would be lacking."""
    said = own.get("sentences", {})
    names = {name for words in said.values() for name in words}
    merged = files.inherited(dict(own), SUBJECT)
    merged["sentences"] = {
        locale: {
            name: text
            for name, text in words.items()
            if name not in names or name in said.get(locale, {})
        }
        for locale, words in merged["sentences"].items()
    }
    return merged


def _rules(values: dict[str, Any]) -> NoticeRules:
    top = Table(values, f"{values.get('country', 'pack')}.{SUBJECT}")
    top.text("country")
    own = dict.fromkeys((*top.texts("languages"), DEFAULT_LOCALE))
    sources = {name: source_row(table) for name, table in top.named("sources").items()}
    elements = {name: _element(table, sources) for name, table in top.named("elements").items()}
    forms = {
        name: asked_enclosure(name, table, sources)
        for name, table in top.optional("enclosures", top.named, {}).items()
    }
    said = {
        locale: {name: _gaps_known(table.text(name), table) for name in table.names()}
        for locale, table in top.named("sentences").items()
    }
    texts = {
        name: _words(table, said, own)
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
            words=_known(texts, notice.text("words"), notice),
            follows_free_term=notice.optional("follows_free_term", notice.flag, False),
            announces_claim=notice.optional("announces_claim", notice.flag, False),
            enclosures=tuple(
                _known(forms, name, notice)
                for name in notice.optional("enclosures", notice.texts, ())
            ),
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
        locale: Words(opening.subject, _opened(words.paragraphs, opening.text))
        for locale, words in rule.words.items()
        if (opening := variant.openings.get(locale))
    }
    return replace(rule, words=words, sources=(*rule.sources, variant.source))


def _opened(paragraphs: tuple[Paragraph, ...], opening: str) -> tuple[Paragraph, ...]:
    """The paragraphs with another one in the place of the first that names the claims."""
    at = next((i for i, each in enumerate(paragraphs) if "{claims}" in each.text), 0)
    return (*paragraphs[:at], Paragraph(opening, None), *paragraphs[at + 1 :])


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


def _words(
    table: Table, said: Mapping[str, Mapping[str, str]], own: Collection[str]
) -> dict[str, Words]:
    """A text in each language that has all its sentences: the country's own, which must, first."""
    subject, lines = (
        table.text("subject"),
        [_line(text, table) for text in table.texts("paragraphs")],
    )
    table.close()
    asked = {subject, *(name for name, _ in lines)}
    for locale in own:
        if lacking := asked - said.get(locale, {}).keys():
            raise PackError(f"{table.where} lacks {', '.join(sorted(lacking))} in “{locale}”.")
    spoken = [locale for locale in said if asked <= said[locale].keys()]
    return {
        locale: Words(
            subject=said[locale][subject],
            paragraphs=tuple(Paragraph(said[locale][name], when) for name, when in lines),
        )
        for locale in dict.fromkeys((*own, *spoken))
    }


def _line(text: str, table: Table) -> tuple[str, NoticeCondition | None]:
    """A paragraph of a text: the name of its sentence, and “if” its condition."""
    name, _, when = text.partition(" if ")
    if when and when not in set(NoticeCondition):
        raise PackError(f"{table.where} knows no condition “{when}”.")
    return name, NoticeCondition(when) if when else None


def _gaps_known(text: str, table: Table) -> str:
    gaps = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if gaps - GAPS:
        raise PackError(f"{table.where} has unknown gaps: {', '.join(sorted(gaps - GAPS))}.")
    return text
