"""Every language is whole: nothing unmarked, nothing missing, nothing that a translation lost."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from flask_babel import force_locale

from portal import clock
from portal.errors import Refused, Words, listed
from portal.filters import in_days
from portal.i18n import CATALOGUES, LOCALES, OFFICE_LOCALES, said
from portal.money import Money
from tests.texts import FOR_ALL, FOR_DEBTORS, HOUSE, texts_of

TRANSLATED = sorted(set(LOCALES) - {"en"})
FIGURE = re.compile(r"%(?:\(\w+\))?[sd]|(?<!\{)\{\w+\}(?!\})")
SHOWN = {"aria-label", "aria-description", "alt", "placeholder", "title"}
NAMES = {"SHA-256", "CSV", "PDF", "IBAN", "BIC", "EUR", "SEPA", "NL", "QR", "TOTP"}
"""What reads the same in every language."""
CODES = (
    r"\{%-? block (?:\w*class|look) -?%\}.*?\{%-? endblock\b.*?%\}"
    r"|\{%-? set \w+ -?%\}[\w.-]*(?:\{\{.*?\}\})?\{%-? endset -?%\}"
)
"""Blocks and variables that hold names of classes and the like, which nobody reads."""


def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_catalogue_has_every_text_of_its_readers_and_no_other(locale: str) -> None:
    readers = FOR_ALL if locale in OFFICE_LOCALES else FOR_DEBTORS
    have = {(message.id, message.context) for message in texts(catalogue(locale))}
    want = {(message.id, message.context) for message in texts(texts_of(readers))}
    assert sorted(map(str, want - have)) == [], "Run `make messages` and translate these."
    assert sorted(map(str, have - want)) == [], "Run `make messages`: nobody says these any more."


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_catalogue_leaves_nothing_untranslated_or_in_doubt(locale: str) -> None:
    catalog = catalogue(locale)
    plural = catalog.num_plurals
    lacking = [
        message.id
        for message in texts(catalog)
        if message.fuzzy
        or not all(forms(message.string))
        or len(forms(message.string)) != (plural if message.pluralizable else 1)
    ]
    assert lacking == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_keeps_the_figures_of_its_source(locale: str) -> None:
    changed = []
    for message in texts(catalogue(locale)):
        figures = {figure for form in forms(message.id) for figure in FIGURE.findall(form)}
        for form in filter(None, forms(message.string)):
            own = set(FIGURE.findall(form))
            if own - figures or (figures - own and not message.pluralizable):
                changed.append((message.id, form))
            if message.python_format and form.count("%%") != forms(message.id)[0].count("%%"):
                changed.append((message.id, form))
    assert changed == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_catalogue_compiles(locale: str, tmp_path: Path) -> None:
    with (tmp_path / "messages.mo").open("wb") as file:
        write_mo(file, catalogue(locale))


class Unmarked(HTMLParser):
    """What of a template a reader sees that no catalogue can know."""

    def __init__(self, template: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.quiet = 0
        plain = re.sub(r"\{#.*?#\}|\{%-?\s*raw.*?endraw\s*-?%\}", " ", template, flags=re.DOTALL)
        plain = re.sub(CODES, " ", plain, flags=re.DOTALL)
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", plain, flags=re.DOTALL)
        self.feed(plain)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet += tag in ("style", "script", "svg")
        for name, value in attrs:
            if name in SHOWN:
                self._see(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("style", "script", "svg")

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self._see(data)

    def _see(self, text: str) -> None:
        words = [word for word in re.findall(r"[^\W\d_]{2}[\w-]*", text) if word not in NAMES]
        if words:
            self.found.append(" ".join(text.split()))


def templates() -> list[Path]:
    return sorted((HOUSE / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
def test_all_that_a_template_shows_can_be_translated(path: Path) -> None:
    assert Unmarked(path.read_text()).found == []


def test_an_unmarked_text_or_label_would_be_found() -> None:
    page = '<p>{{ _("Save") }} now</p><img alt="A logo"><b>IBAN</b><i>{# note #}</i>'
    assert Unmarked(page).found == ["now", "A logo"]


def test_a_page_follows_the_browser_and_the_choice_of_its_reader(app: Flask) -> None:
    client = app.test_client()
    assert "Inloggen" in client.get("/login", headers={"Accept-Language": "nl-NL,en;q=0.5"}).text
    assert "Sign in" in client.get("/login", headers={"Accept-Language": "fr"}).text
    chosen = client.get("/login?lang=nl", headers={"Accept-Language": "en"}).text
    assert 'lang="nl"' in chosen
    assert "Wachtwoord" in chosen
    assert "Wachtwoord" in client.get("/login").text, "The choice lasts."


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "€1,234.50 · 22 Nov 2026 · 12.5 %"),
        ("nl", "€ 1.234,50 · 22 nov 2026 · 12,5 %"),
        ("de", "1.234,50 € · 22.11.2026 · 12,5 %"),
        ("fr", "1 234,50 € · 22 nov. 2026 · 12,5 %"),
        ("lt", "1 234,50 € · 2026-11-22 · 12,5 %"),
        ("nb", "1 234,50 € · 22. nov. 2026 · 12,5 %"),
    ],
)
def test_figures_follow_the_language_that_is_being_written(
    app: Flask, locale: str, written: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}), force_locale(locale):
        shown = render_template_string(
            "{{ sum|money }} · {{ day|date }} · {{ rate|percent }}",
            sum=Money(123450),
            day=date(2026, 11, 22),
            rate=Money(1250).decimal,
        )
    assert re.sub("[\u00a0\u202f]", " ", shown) == written


def test_a_refusal_of_a_pure_rule_is_said_in_the_language_of_who_reads_it(app: Flask) -> None:
    refusal = Refused("The PDF has %(pages)s pages; at most %(most)s can be sent.", pages=9, most=5)
    assert str(refusal) == "The PDF has 9 pages; at most 5 can be sent."
    with app.app_context(), force_locale("nl"):
        assert said(refusal.words) == "De PDF heeft 9 pagina's; u kunt er hoogstens 5 sturen."
        missing = listed([Words("the street"), Words("the city")])
        assert said(missing) == "de straat en de plaats"


@pytest.mark.parametrize(
    ("locale", "number", "said"),
    [
        *[("lt", 1, "po 1 dienos"), ("lt", 2, "po 2 dienų"), ("lt", 21, "po 21 dienos")],
        *[("fr", 1, "dans 1 jour"), ("fr", 2, "dans 2 jours")],
        *[("de", 1, "in 1 Tag"), ("nb", 3, "om 3 dager")],
    ],
)
def test_a_number_of_days_takes_the_form_of_its_language(
    app: Flask, locale: str, number: int, said: str
) -> None:
    with app.app_context(), force_locale(locale):
        assert in_days(clock.today() + timedelta(days=number)) == said


def test_a_text_that_no_catalogue_knows_stays_as_it_is(app: Flask) -> None:
    with app.app_context(), force_locale("nl"):
        assert said("100 % Jansen & Zn") == "100 % Jansen & Zn"
        assert said("") == ""
        assert said(Words("50 % more")) == "50 % more"
