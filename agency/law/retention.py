"""How long what an agency keeps must be kept; what is older is to be erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agency.law.calendars import months_later
from agency.law.errors import LawMissing
from agency.law.packs.conduct import conduct
from agency.law.packs.conduct.records import RetentionRule
from agency.law.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class Retention:
    """The terms of one country, by kind of record."""

    name: str
    rules: Mapping[RecordKind, RetentionRule]

    def rule(self, kind: RecordKind) -> RetentionRule:
        """The term of a kind of record. LawMissing where the country has none."""
        if kind not in self.rules:
            raise LawMissing(
                "It is not known how long a %(kind)s is kept in %(name)s. Erase nothing.",
                kind=kind,
                name=self.name,
            )
        return self.rules[kind]

    def keep_until(self, kind: RecordKind, last_on: date) -> date:
        """The last day on which a record must be kept; from the next it is to be erased.

        `last_on` is the day of the last activity on a claim file, of the entry in the books, or of
        the call that was recorded.
        """
        rule = self.rule(kind)
        start = date(last_on.year, 12, 31) if rule.from_year_end else last_on
        return months_later(start, 12 * rule.years + rule.margin_months)


def retention(country: str) -> Retention:
    """How long records are kept in a country. LawMissing where there is no pack."""
    law = conduct(country)
    return Retention(law.name, {rule.kind: rule for rule in law.retention})
