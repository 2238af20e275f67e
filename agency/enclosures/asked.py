"""Which forms the law asks for, in all countries whose law is known. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agency.law.errors import LawMissing
from agency.law.packs import countries
from agency.law.packs.enclosure_rows import AskedEnclosure
from agency.law.packs.files import iso_code
from agency.law.packs.notice_rows import notice_kinds, notice_rule
from agency.law.vocabulary import NoticeKind


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that a kind of notice must carry in a country, named by that country's pack."""

    country: str
    kind: NoticeKind
    form: AskedEnclosure

    @property
    def place(self) -> str:
        """The country as addresses have it."""
        return iso_code(self.country)

    @property
    def key(self) -> str:
        """How a page names it."""
        return f"{self.country}-{self.kind}-{self.form.name}"


@cache
def asked() -> Sequence[Asked]:
    """Every form that some letter must carry, by country."""
    found: dict[str, Asked] = {}
    for country in countries():
        try:
            kinds = notice_kinds(country)
        except LawMissing:
            continue
        for kind, debtor in kinds:
            for form in notice_rule(country, kind, debtor).enclosures:
                each = Asked(country, kind, form)
                found.setdefault(each.key, each)
    return tuple(found.values())
