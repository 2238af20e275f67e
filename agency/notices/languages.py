"""In which languages a notice can be written to a debtor, and in which one it is."""

from agency.cases.models import Debtor
from agency.law.packs.notice_rows import notice_locales
from agency.law.vocabulary import NoticeKind
from portal.i18n import LOCALES


def languages_for(debtor: Debtor, kind: NoticeKind) -> dict[str, str]:
    """The languages of a notice, each by its own name, those of the debtor's country first.

    The law must have words in them, and a catalogue the rest of the letter. LawMissing where the
    law knows no such notice to such a debtor.
    """
    there = notice_locales(debtor.country, kind, debtor.debtor_kind)
    return {locale: LOCALES[locale] for locale in there if locale in LOCALES}


def locale_for(debtor: Debtor, kind: NoticeKind) -> str:
    """The debtor's language, or else the first of the country's. LawMissing as above."""
    there = languages_for(debtor, kind)
    return debtor.locale if debtor.locale in there else next(iter(there))
