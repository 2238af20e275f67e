"""How an agency may behave in a country: contact, what comes before costs, limitation, records.

From `<country>.conduct.toml`. Where a pack has no rule on a subject, it says what was looked for
and not found, so that nobody takes silence for an oversight.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agency.law.errors import LawMissing, PackError
from agency.law.packs import files
from agency.law.packs.conduct.contact import ContactRules, contact_rules
from agency.law.packs.conduct.days import HolidayRules, holiday_rules
from agency.law.packs.conduct.duties import Duties, duties
from agency.law.packs.conduct.letters import LetterRules, letter_rules
from agency.law.packs.conduct.limitation import LimitationRules, limitation_rules
from agency.law.packs.conduct.records import (
    LetterheadRule,
    RetentionRule,
    letterhead_rule,
    retention_rules,
)
from agency.law.packs.reading import Table
from agency.law.vocabulary import Status

SUBJECT = "conduct"

NEEDED = ("contact_hours", "frequency", "gates", "limitation")
"""What a pack has rules on, or else says that it found none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How an agency may behave in one country.

    `zones` are where its people live; `silence` says of a subject why it has no rule.
    """

    country: str
    name: str
    reviewed_through: date
    zones: tuple[ZoneInfo, ...]
    holidays: HolidayRules | None
    contact: ContactRules
    duties: Duties
    letters: LetterRules | None
    limitation: LimitationRules | None
    retention: tuple[RetentionRule, ...]
    letterhead: LetterheadRule
    silence: Mapping[str, str]

    def letter_rules(self) -> LetterRules:
        """The rules on the letter before costs. LawMissing where the pack has none."""
        if self.letters is None:
            raise LawMissing("%(name)s has no rules for a letter before costs.", name=self.name)
        return self.letters

    def limitation_rules(self) -> LimitationRules:
        """The terms of limitation. LawMissing where the pack has none."""
        if self.limitation is None:
            raise LawMissing(
                "There are no rules for limitation in %(name)s: %(why)s",
                name=self.name,
                why=self.silence["limitation"],
            )
        return self.limitation


@cache
def conduct(country: str) -> Conduct:
    """The conduct of a country. LawMissing where there is none, PackError where it is malformed."""
    code = files.pack_code(country)
    if not files.has_pack(code, SUBJECT):
        raise LawMissing("There are no rules for the country %(country)s yet.", country=country)
    return _build(files.read(code, SUBJECT))


def read_conduct(text: str) -> Conduct:
    """Conduct from its text; the same checks as for the packs that come with the product."""
    return _build(files.inherited(tomllib.loads(text), SUBJECT))


def _build(values: dict[str, Any]) -> Conduct:
    top = Table(values, f"{values.get('country', 'pack')}.{SUBJECT}")
    sources = top.table("sources")
    top.sources = {key: sources.text(key) for key in values["sources"]}
    found = {subject: _has_law(values.get(subject)) for subject in NEEDED}
    made = Conduct(
        country=top.text("country"),
        name=top.text("name"),
        reviewed_through=top.day("reviewed_through"),
        zones=tuple(_zone(name, top) for name in top.texts("zones")),
        holidays=top.optional("holidays", lambda key: holiday_rules(top.table(key)), None),
        contact=contact_rules(top),
        duties=duties(top),
        letters=top.optional("letters", lambda key: letter_rules(top.table(key)), None),
        limitation=top.optional("limitation", lambda key: limitation_rules(top.table(key)), None),
        retention=retention_rules(top.tables("retention")),
        letterhead=letterhead_rule(top.table("letterhead")),
        silence=_silence(top.table("silence"), found),
    )
    top.close()
    return made


def _zone(name: str, top: Table) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise PackError(f"{top.where}.zones: “{name}” is no time zone.") from None


def _has_law(rows: Any) -> bool:
    """Whether a subject has anything that is law; rows that are only projected are not."""
    if isinstance(rows, list):
        return any(row.get("status") != Status.PROJECTED for row in rows)
    return rows is not None


def _silence(table: Table, found: Mapping[str, bool]) -> Mapping[str, str]:
    """Why a subject has no rule; what is said of one that has, in a base, no longer counts."""
    texts = {subject: table.text(subject) for subject in NEEDED if subject in table}
    table.close()
    if unsaid := [subject for subject in NEEDED if not found[subject] and subject not in texts]:
        raise PackError(f"{table.where} does not say why there is no rule on {', '.join(unsaid)}.")
    return MappingProxyType({key: text for key, text in texts.items() if not found[key]})
