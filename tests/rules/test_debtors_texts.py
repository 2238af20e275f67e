"""What goes out to debtors is wholly in each language that they read: mails, letters, and help."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import force_locale

from agency.law.costs.lines import WORDS
from agency.law.notices import debt_help
from agency.notices.letters import CostStepRow, CreditRow, GroundRow, LetterKind
from portal import pdf
from portal.i18n import LOCALES
from portal.money import Money
from tests.agency.notices.example import letter
from tests.portal.test_mail_texts import MAILS, SENT, TEMPLATES
from tests.texts import DEBTORS_LOCALES, HOUSE, lacking

TO_THE_OFFICE = {
    *("cards_off", "invitation", "login_notice", "password_reset"),
    *("placement_question", "placement_received", "plan_referral", "remittance_sent"),
    "surplus_reminder",
}
"""The mails that no debtor gets."""

PACKS = HOUSE / "agency/law/packs"
COUNTRIES = sorted(path.name[:2].upper() for path in PACKS.glob("??.notices.toml"))
NAME_IT = "Name the file of these texts in debtors.cfg, then `make messages`."


def mails_to_debtors() -> list[str]:
    names = {path.stem for path in (TEMPLATES / "mail").glob("[!_]*.html")}
    return sorted(names - TO_THE_OFFICE)


@pytest.mark.parametrize("locale", DEBTORS_LOCALES)
@pytest.mark.parametrize("name", mails_to_debtors())
def test_a_mail_to_a_debtor_is_wholly_in_its_language(app: Flask, name: str, locale: str) -> None:
    whole = {**SENT, "locale": locale, **MAILS[name]}
    with lacking(app, locale) as unread, force_locale(locale):
        for facts in (whole, {**whole, "balance": Money(0), "left": Money(0)}):
            for kind in ("txt", "html"):
                render_template(f"mail/{name}.{kind}", **facts)
    assert unread == set(), NAME_IT


@pytest.mark.parametrize("locale", DEBTORS_LOCALES)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_to_a_debtor_is_wholly_in_its_language(
    app: Flask, kind: LetterKind, locale: str
) -> None:
    day, sum_ = date(2026, 11, 22), Money(4000)
    facts: dict[str, Any] = {
        "cost_steps": [CostStepRow(str(what), "art. 6:96 BW", sum_) for what in WORDS.values()],
        "grounds": [GroundRow("F-1", day, way, day, "art. 6:96 BW") for way in ("post", "email")],
        "credits": [CreditRow("F-1", "C-1", day, sum_)],
    }
    with lacking(app, locale) as unread:
        written = letter(kind, **facts)
        page = pdf.fill(f"letters/{kind}.html", locale, letter=written, pictures=written.pictures)
    assert unread == set(), NAME_IT
    assert f'<html lang="{locale}">' in page


@pytest.mark.parametrize("locale", LOCALES)
def test_help_with_debts_is_named_in_every_language(locale: str) -> None:
    told = {country: debt_help(country, locale) for country in COUNTRIES}
    english = {country: debt_help(country, "en") for country in COUNTRIES}
    assert [it for it in COUNTRIES if told[it] == english[it]] == COUNTRIES * (locale == "en")
