"""In which languages a notice can be written to a debtor, and in which one it is."""

from babel import Locale

from agency.cases.models import Debtor
from agency.law.packs.notice_rows import DEFAULT_LOCALE, notice_locales
from agency.law.vocabulary import NoticeKind
from portal.i18n import CATALOGUES


def languages_for(debtor: Debtor, kind: NoticeKind) -> dict[str, str]:
    """The languages of a notice, each by its own name, those of the debtor's country first.

    The law must have words in them, and a catalogue the rest of the letter. LawMissing where the
    law knows no such notice to such a debtor.
    """
    there = notice_locales(debtor.country, kind, debtor.debtor_kind)
    return {locale: own_name(locale) for locale in there if _has_catalogue(locale)}


def locale_for(debtor: Debtor, kind: NoticeKind) -> str:
    """The debtor's language, or else the first of the country's. LawMissing as above."""
    there = languages_for(debtor, kind)
    return debtor.locale if debtor.locale in there else next(iter(there))


def own_name(locale: str) -> str:
    """A language as its speakers call it."""
    name = Locale(locale).get_display_name(locale) or locale
    return name[:1].upper() + name[1:]


def _has_catalogue(locale: str) -> bool:
    return locale == DEFAULT_LOCALE or (CATALOGUES / locale).is_dir()
