"""Languages: which there are, which one this reader gets, and the catalogues of texts."""

import gettext as catalogues
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import negotiate_locale
from babel.dates import format_date
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, gettext
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from portal.errors import Words
from portal.money import Money

LOCALES = {
    "en": "English",
    "nl": "Nederlands",
    "de": "Deutsch",
    "fr": "Français",
    "lt": "Lietuvių",
    "nb": "Norsk",
}
"""What debtors read, on pages, in mails and letters. Each has a catalogue under translations/."""

OFFICE_LOCALES = {code: LOCALES[code] for code in ("en", "nl")}
"""What staff and creditors read: the languages whose catalogues have all texts."""

_FOR_DEBTORS = {"pay", "guest", "guarantor"}
"""The blueprints whose pages debtors read."""

READ_AS = {"no": "nb", "nn": "nb"}
"""Languages whose readers read another one that we write."""

REGIONS = {"en": "en_GB"}
"""Whose dates and amounts the readers of a language know, where its own are another continent's."""

CATALOGUES = Path(__file__).parent / "translations"

babel = Babel()


def init_app(app: Flask) -> None:
    """Let every page choose its language."""
    babel.init_app(
        app,
        default_locale="en",
        default_timezone="Europe/Amsterdam",
        default_translation_directories=str(CATALOGUES),
        locale_selector=_chosen,
    )
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # Its extension adds it.
    app.jinja_env.globals.update(
        _=_text, gettext=_text, ngettext=_texts, pgettext=_text_about, npgettext=_texts_about
    )


def current_locale() -> str:
    """The language that is being written: this page's, or that of the mail or letter in the making."""
    found = get_locale()
    return str(found.language) if found else "en"


def region(locale: str | None = None) -> str:
    """Whose conventions dates and amounts follow in a language, or in the present one."""
    locale = locale or current_locale()
    return REGIONS.get(locale, locale)


def offered() -> Mapping[str, str]:
    """The languages of this page, by code: all of them where a debtor reads it.

    Nobody knows who mistyped an address; who is not signed in may be a debtor.
    """
    if not has_request_context():
        return LOCALES
    unknown = request.blueprint is None and g.get("user") is None
    return LOCALES if unknown or request.blueprint in _FOR_DEBTORS else OFFICE_LOCALES


def written_for(locale: str) -> str:
    """The language in which we write to a reader of `locale`: that one, or English."""
    locale = READ_AS.get(locale, locale)
    return locale if locale in LOCALES else "en"


def said(text: str) -> str:
    """A text in the reader's language; what no catalogue knows stays as it is."""
    if not text:
        return ""
    if not isinstance(text, Words):
        return str(gettext(text))
    pattern = str(gettext(text.pattern))
    return pattern % _written(text.figures) if text.figures else pattern


def _written(figures: Mapping[str, object]) -> dict[str, object]:
    return {name: _figure(figure) for name, figure in figures.items()}


def _figure(figure: object) -> object:
    if isinstance(figure, Words):
        return said(figure)
    if isinstance(figure, Money):
        return figure.format(region())
    if isinstance(figure, date):
        return format_date(figure, "medium", locale=region())
    return figure


def _chosen() -> str:
    """Chosen for this page, in this session, by this person, or by the browser; else English."""
    if not has_request_context():
        return "en"
    possible = offered()
    if (asked := request.args.get("lang")) in possible:
        session["locale"] = asked
    user = g.get("user")
    for wanted in (g.get("locale"), session.get("locale"), user.locale if user else None):
        if wanted in possible:
            return str(wanted)
    tags = [tag.replace("-", "_") for tag in request.accept_languages.values()]
    asked_for = [READ_AS.get(tag.partition("_")[0], tag) for tag in tags]
    return negotiate_locale(asked_for, list(possible)) or "en"


@cache
def translations(locale: str) -> catalogues.NullTranslations:
    """The catalogue of a language, for letters and mails written outside a page."""
    if locale == "en":
        return NullTranslations()
    return Translations.load(str(CATALOGUES), [locale])


# A page asks for its language once, not for each of its hundred texts; and each of these is called
# by the template itself, where Jinja would put two calls of its own between.
def _of(context: Context) -> catalogues.NullTranslations:
    return translations(str(context.get("locale") or current_locale()))


def _filled(context: Context, text: str, figures: dict[str, Any]) -> str:
    """A text with what stands for its names, each made safe where the template is of HTML."""
    marked = Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704 - our own words
    return marked % figures if "%" in text else marked


@pass_context
def _text(context: Context, text: str, /, **figures: Any) -> str:
    return _filled(context, _of(context).gettext(text), figures)


@pass_context
def _texts(context: Context, one: str, many: str, number: int, /, **figures: Any) -> str:
    text = _of(context).ngettext(one, many, number)
    return _filled(context, text, {"num": number, **figures})


@pass_context
def _text_about(context: Context, about: str, text: str, /, **figures: Any) -> str:
    return _filled(context, _of(context).pgettext(about, text), {"context": about, **figures})


@pass_context
def _texts_about(
    context: Context, about: str, one: str, many: str, number: int, /, **figures: Any
) -> str:
    text = _of(context).npgettext(about, one, many, number)
    return _filled(context, text, {"context": about, "num": number, **figures})
