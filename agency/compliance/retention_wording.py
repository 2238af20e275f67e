"""Words of the pages about keeping and erasing: stages, terms and kinds of records."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from agency.clients.countries import country_name
from agency.compliance import due
from agency.compliance.kinds import Stage
from agency.compliance.records import kinds
from agency.law.errors import LawMissing
from agency.law.retention import retention
from agency.law.vocabulary import RecordKind
from agency.rates.queries import countries_of_debtors
from portal.i18n import current_locale

STAGES = {
    Stage.FILE: _("The file of the case"),
    Stage.BOOKS: _("The last of it, with the books"),
}
"""How much was erased."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long the files of a country's debtors are kept after the last that happened."""

    country: str
    years: int
    months: int
    article: str
    books: bool = False


def terms() -> list[Term]:
    """The terms that apply here: the claim files by country, and the agency's own books."""
    wanted = [(country, RecordKind.CLAIM_FILE) for country in countries_of_debtors()]
    wanted.append((due.home(), RecordKind.ACCOUNTING))
    return [term for country, kind in wanted if (term := _term(country, kind))]


def record_titles() -> dict[str, object]:
    """What kinds of records are called."""
    return {kind.name: kind.title for kind in kinds()}


def _term(country: str, kind: RecordKind) -> Term | None:
    try:
        rule = retention(country).rule(kind)
    except LawMissing:
        return None
    is_books = kind is RecordKind.ACCOUNTING
    return Term(
        country_name(country, current_locale()),
        rule.years,
        rule.margin_months,
        rule.article,
        is_books,
    )
