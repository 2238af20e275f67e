"""The conduct of a country: contact, the letter before costs, limitation, from `<country>.conduct.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from agency.law.errors import LawMissing
from agency.law.packs import files
from agency.law.packs.conduct.contact import ContactRules, contact_rules
from agency.law.packs.conduct.days import HolidayRules, holiday_rules
from agency.law.packs.conduct.letters import LetterRules, letter_rules
from agency.law.packs.conduct.limitation import LimitationRules, limitation_rules
from agency.law.packs.reading import Table

SUBJECT = "conduct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How an agency may behave in one country; parts that it does not rule on are None."""

    country: str
    name: str
    reviewed_through: date
    holidays: HolidayRules | None
    contact: ContactRules
    letters: LetterRules | None
    limitation: LimitationRules | None

    def letter_rules(self) -> LetterRules:
        """The rules on the letter before costs. LawMissing where the pack has none."""
        if self.letters is None:
            raise LawMissing(
                "There are no rules for the letter before costs in %(name)s yet.", name=self.name
            )
        return self.letters

    def limitation_rules(self) -> LimitationRules:
        """The terms of limitation. LawMissing where the pack has none."""
        if self.limitation is None:
            raise LawMissing("There are no rules for limitation in %(name)s yet.", name=self.name)
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
    made = Conduct(
        country=top.text("country"),
        name=top.text("name"),
        reviewed_through=top.day("reviewed_through"),
        holidays=top.optional("holidays", lambda key: holiday_rules(top.table(key)), None),
        contact=contact_rules(top),
        letters=top.optional("letters", lambda key: letter_rules(top.table(key)), None),
        limitation=top.optional("limitation", lambda key: limitation_rules(top.table(key)), None),
    )
    top.close()
    return made
