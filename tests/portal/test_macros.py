"""Macros are made once for a page, and anew where something else is to be read in them."""

from unittest.mock import patch

from flask import Flask, render_template_string
from flask_babel import force_locale
from jinja2.environment import TemplateModule

from portal.macros import MacroTemplate
from portal.page_context import icon
from portal.web import FormState

FIELD = '{% from "macros/forms.html" import field with context %}{{ field("name", "Name") }}'
TEXT = '{% from "macros/page.html" import panel with context %}{{ panel(_("Files"), "/files") }}'


def made(app: Flask, source: str, **context: object) -> list[str]:
    """The names of the templates whose macros are made while one is rendered, in its own page."""
    names: list[str] = []

    def note(self: TemplateModule, template: MacroTemplate, *rest: object) -> None:
        names.append(str(template.name))
        known(self, template, *rest)  # type: ignore[arg-type]  # As they came.

    known = TemplateModule.__init__
    page = (app.app_context(), app.test_request_context())
    with page[0], page[1], patch.object(TemplateModule, "__init__", note):
        render_template_string(source, **context)
    return names


def test_parts_of_a_page_share_their_macros(app: Flask) -> None:
    assert made(app, FIELD * 3) == ["macros/forms.html", "macros/page.html"]


def test_another_page_has_its_own(app: Flask) -> None:
    assert made(app, FIELD) == made(app, FIELD)


def test_a_form_that_was_refused_is_not_taken_for_the_one_before(app: Flask) -> None:
    with app.test_request_context():
        before = render_template_string(FIELD, form_state=FormState())
        refused = FormState({"name": ["Fill this in."]}, {})
        after = render_template_string(FIELD, form_state=refused)
    assert "Fill this in." not in before
    assert "Fill this in." in after


def test_each_reader_is_written_to_in_its_language(app: Flask) -> None:
    with app.app_context():
        for locale, word in (("nl", "Toon"), ("en", "Show"), ("nl", "Toon")):
            with force_locale(locale):
                assert word in render_template_string(TEXT)
            assert word in render_template_string(TEXT, locale=locale)


def test_words_within_a_text_are_made_safe(app: Flask) -> None:
    source = '{{ _("Hello %(name)s", name=name) }} {{ ngettext("%(num)d % x", "%(num)d y", 2) }}'
    with app.test_request_context():
        assert render_template_string(source, name="<b>") == "Hello &lt;b&gt; 2 y"


def test_an_icon_says_what_it_stands_for_and_no_more(app: Flask) -> None:
    with app.test_request_context():
        assert 'aria-hidden="true"' in icon("check")
        labelled = icon("check", 'Paid "now"', **{"class": "big"})
    assert 'role="img" aria-label="Paid &#34;now&#34;"' in labelled
    assert 'class="icon big"' in labelled
    assert "sprite.svg?v=" in labelled
    assert "aria-hidden" not in labelled
