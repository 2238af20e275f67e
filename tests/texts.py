"""The texts of the code and templates, and an ear for those that a language lacks."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask import Flask
from flask_babel import force_locale, get_domain

from portal import i18n

HOUSE = Path(__file__).parents[1]
FOR_ALL, FOR_DEBTORS = "babel.cfg", "debtors.cfg"
"""Where all texts are, and where those are that debtors read."""

DEBTORS_LOCALES = sorted(set(i18n.LOCALES) - set(i18n.OFFICE_LOCALES))
"""The languages that only debtors read."""


@cache
def texts_of(places: str) -> Catalog:
    """The texts of the code and templates as they are now, found as `make messages` finds them."""
    marks = re.search(r"^MARKS := (.+)$", (HOUSE / "Makefile").read_text(), re.MULTILINE)
    assert marks
    keywords = [part for mark in [*marks[1].split(), "lazy_ngettext:1,2"] for part in ("-k", mark)]
    with tempfile.NamedTemporaryFile(suffix=".pot") as found:
        subprocess.run(
            [
                *(sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", places),
                *(*keywords, "--no-location", "-o", found.name, "."),
            ],
            cwd=HOUSE,
            check=True,
        )
        return read_po(found)


@contextmanager
def lacking(
    app: Flask, *locales: str, when: Callable[[], bool] = lambda: True
) -> Iterator[set[str]]:
    """The texts that are shown in some languages meanwhile, and that debtors could not read there.

    English has no catalogue, so that all that is shown in it is looked at.
    """
    ear = _Ear(when)
    catalogues = []
    for locale in locales:
        with app.app_context(), force_locale(locale):
            catalogues += [get_domain().get_translations(), i18n.translations(locale)]
    before = [catalogue._fallback for catalogue in catalogues]
    for catalogue in catalogues:
        catalogue._fallback = ear
    found: set[str] = set()
    try:
        yield found
    finally:
        for catalogue, fallback in zip(catalogues, before, strict=True):
            catalogue._fallback = fallback
        found |= ear.heard & _ids(FOR_ALL)
        if "en" in locales:
            found -= _ids(FOR_DEBTORS)


class _Ear(NullTranslations):
    """Stands behind a catalogue, which asks it for the texts that it does not have itself."""

    def __init__(self, listens: Callable[[], bool]) -> None:
        super().__init__()
        self.listens = listens
        self.heard: set[str] = set()

    def gettext(self, message: str) -> str:
        if self.listens():
            self.heard.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.gettext(msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str | object:
        return self.gettext(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        return self.ngettext(singular, plural, num)


@cache
def _ids(places: str) -> frozenset[str]:
    found = (message.id for message in texts_of(places) if message.id)
    return frozenset(it if isinstance(it, str) else it[0] for it in found)
