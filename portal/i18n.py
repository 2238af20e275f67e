"""Languages: which there are, which one this reader gets, and the catalogues of texts."""

import gettext as catalogues
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request, session
from flask_babel import Babel

LOCALES = {"en": "English", "nl": "Nederlands"}
"""The languages that are complete. A catalogue under translations/ adds one."""

CATALOGUES = Path(__file__).parent / "translations"

babel = Babel()


def init_app(app: object) -> None:
    """Let every page choose its language."""
    babel.init_app(
        app,
        default_locale="en",
        default_timezone="Europe/Amsterdam",
        default_translation_directories=str(CATALOGUES),
        locale_selector=current_locale,
    )


def current_locale() -> str:
    """Chosen for this page, in this session, by this person, or by the browser; else English."""
    if not has_request_context():
        return "en"
    if (asked := request.args.get("lang")) in LOCALES:
        session["locale"] = asked
    for wanted in (g.get("locale"), session.get("locale")):
        if wanted in LOCALES:
            return str(wanted)
    user = g.get("user")
    if user is not None and user.locale in LOCALES:
        return str(user.locale)
    return request.accept_languages.best_match(list(LOCALES)) or "en"


@cache
def translations(locale: str) -> catalogues.NullTranslations:
    """The catalogue of a language, for letters and mails written outside a page."""
    if locale == "en":
        return NullTranslations()
    return Translations.load(str(CATALOGUES), [locale])
