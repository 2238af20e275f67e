"""Notices as text messages: which may go so, after what, and what a text may not say."""

import re
from functools import cache

from agency.law.packs.files import pack_code
from agency.law.packs.notice_rows import DEFAULT_LOCALE
from agency.law.packs.text_rows import text_rule
from agency.law.vocabulary import NoticeKind
from portal.errors import Words


def goes_by_text(kind: NoticeKind) -> bool:
    """Whether a kind of notice may go as a text message at all."""
    return kind in text_rule().kinds


def why_no_text(kind: NoticeKind, country: str = "") -> str:
    """Why a notice may not go as a text message to debtors of a country, or nothing."""
    rule = text_rule()
    if kind not in rule.kinds:
        return Words(
            "This notice cannot go as a text message: what the law asks of it stands in full in a "
            "letter or an e-mail. Choose another way; a reminder can go so."
        )
    refused = rule.refused.get(pack_code(country))
    if refused is None:
        return ""
    return Words(
        "Reminders do not go as text messages there (%(source)s). Choose another way.",
        source=refused.text,
    )


def needs_letter_before() -> bool:
    """Whether a text may only remind of what a letter or an e-mail has asked for."""
    return text_rule().after_letter


def most_segments() -> int:
    """How many parts a text may be sent in."""
    return text_rule().most_segments


def house_text(locale: str) -> str:
    """The house's words with gaps such as {total}, in a language, or in English."""
    words = text_rule().words
    return (words.get(locale) or words[DEFAULT_LOCALE]).text


def threats_in(text: str) -> tuple[str, ...]:
    """The words of a text by which it threatens, in whatever language."""
    return tuple(dict.fromkeys(_threats().findall(text.casefold())))


@cache
def _threats() -> re.Pattern[str]:
    listed = (threat for words in text_rule().words.values() for threat in words.threats)
    return re.compile(rf"\b(?:{'|'.join(map(_written, sorted(set(listed))))})")


def _written(threat: str) -> str:
    stem = threat.removesuffix("*")
    return re.escape(stem) + (r"\w*" if threat != stem else r"\b")
