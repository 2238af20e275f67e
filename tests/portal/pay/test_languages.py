"""Debtors read their pages and mails in their own language, all of it; the office reads its own."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest
from flask import Flask

from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.i18n import LOCALES, OFFICE_LOCALES
from portal.mail import Mail
from portal.money import Money
from tests.browser import NARROW
from tests.conftest import Opens as Visits
from tests.office import Office, new_claim, new_debtor, rows
from tests.portal.pay.conftest import Opens, Payer, text_of
from tests.texts import DEBTORS_LOCALES, lacking
from tests.worker import run_jobs

GREETINGS = {
    "de": "Guten Tag",
    "fr": "Bonjour",
    "lt": "Laba diena",
    "nb": "Hei",
}
PAGES = (
    *("", "/contact", "/objection", "/call", "/not-me", "/promise", "/payments", "/question"),
    "/documents/00000000-0000-7000-8000-000000000000",
)
DUE = str(date(2026, 12, 1))


def opened(opens_link: Opens, locale: str, **facts: object) -> Payer:
    """A debtor of a language, past the light check, on a browser that asks for none."""
    payer = opens_link(
        new_claim(debtor=new_debtor(locale=locale, **facts)),
        new_claim(debtor=new_debtor(locale=locale, **facts), principal=Money.of(2500)),
    )
    payer.open(query_string={"lang": locale})
    payer.answer()
    return payer


@pytest.mark.parametrize("locale", DEBTORS_LOCALES)
@pytest.mark.parametrize("kind", DebtorKind)
def test_every_page_is_wholly_in_the_debtors_language(
    app: Flask, opens_link: Opens, locale: str, kind: DebtorKind
) -> None:
    payer = opens_link(
        new_claim(debtor=new_debtor(locale=locale, kind=kind), reminded_on=date(2026, 4, 1))
    )
    with lacking(app, locale) as unread:
        seen = [payer.open(query_string={"lang": locale})]
        seen += [payer.answer("9999 ZZ"), payer.answer(""), payer.answer("9999 ZZ")]
        payer.answer()
        seen += [payer.open(page) for page in PAGES]
        seen += [
            payer.send("/promise", amount="500", due_on=DUE),
            payer.send("/promise", amount="none", due_on="31-02"),
            payer.send("/promise", amount="1", due_on="2099-01-01"),
            payer.send("/call", phone="12"),
            payer.send("/call", phone="030 555 0100"),
            payer.open("/call/done"),
            payer.send("/objection", choice="other"),
            payer.send("/objection", choice="goods", text="x" * 3000),
            payer.send("/payments", amount="99999"),
            payer.send("/contact", locale=locale, preferred="phone", stopped="phone"),
            payer.send("/not-me", text="?"),
            payer.send("/question", form_key="1", text=""),
            payer.send("/question", form_key=str(uuid.uuid4()), text="?"),
            payer.send("/question", form_key=str(uuid.uuid4()), text="?", left_files="1"),
            payer.open("/question", query_string={"sent": "1"}),
            payer.open("/not-me/done"),
            payer.open(),
        ]
    assert unread == set(), "Name the file of these texts in debtors.cfg, then `make messages`."
    for page in seen:
        if page.mimetype == "text/html" and page.status_code not in (302, 303):
            assert f'<html lang="{locale}">' in page.text
    assert GREETINGS[locale] in text_of(seen[-1])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_switch_offers_six_languages_by_their_own_names(opens_link: Opens, locale: str) -> None:
    page = opens_link().open(query_string={"lang": locale}).text
    offered = re.findall(r'<a href="\?lang=(\w+)" lang="(\w+)" hreflang="\w+"[^>]*>([^<]+)<', page)
    assert offered == [(code, code, name) for code, name in LOCALES.items()]
    assert f'lang="{locale}" hreflang="{locale}" aria-current="true"' in page


def test_the_offices_pages_stay_in_the_languages_of_the_office(
    app: Flask, opens_link: Opens
) -> None:
    payer = opens_link()
    assert '<html lang="lt">' in payer.open(query_string={"lang": "lt"}).text
    login = payer.client.get("/login", query_string={"lang": "fr"}).text
    assert '<html lang="en">' in login
    assert '<html lang="lt">' in payer.open().text, "What the office does not have is not chosen."
    german = app.test_client().get("/login", headers={"Accept-Language": "de, nl;q=0.5"})
    assert '<html lang="nl">' in german.text


def test_a_mistyped_address_is_answered_in_the_language_of_the_browser(app: Flask) -> None:
    answer = app.test_client().get("/pay/mistyped", headers={"Accept-Language": "nn-NO"})
    assert answer.status_code == 404
    assert '<html lang="nb">' in answer.text


def test_nobody_of_the_office_chooses_a_language_that_it_does_not_have(office: Office) -> None:
    client = office.sign_in(office.collector)
    form = {"name": "M. Jansen", "locale": "lt"}
    assert client.post("/account", data=form).status_code == 422
    page = client.get("/account").text
    assert [code for code in LOCALES if f'value="{code}"' in page] == list(OFFICE_LOCALES)


@pytest.mark.parametrize(
    ("locale", "subject", "sentence"),
    [
        ("de", "Danke: Das haben wir vereinbart", "Wir haben Ihre Zusage notiert."),
        ("fr", "Merci : voici ce que nous avons convenu", "Nous avons noté votre promesse."),
        ("lt", "Ačiū: štai dėl ko susitarėme", "Užsirašėme, ką pažadėjote."),
        ("nb", "Takk: dette er det vi ble enige om", "Vi har notert det du lovet."),
        ("pl", "Thank you: this is what we agreed", "We noted what you promised."),
    ],
)
def test_a_mail_is_in_the_debtors_language_or_else_in_english(
    office: Office, opens_link: Opens, locale: str, subject: str, sentence: str
) -> None:
    payer = opened(opens_link, locale)
    payer.send("/promise", amount="500", due_on=str(clock.today() + timedelta(days=3)))
    run_jobs(office, only="contacts.")
    with office.at_work():
        (mail,) = rows(Mail, Mail.agency_id == office.agency_id)
        message = message_from_bytes(mail.message, policy=default)
    assert message["Subject"] == subject
    text = message.get_body(("plain",))
    assert text is not None
    assert sentence in text.get_content()
    html = message.get_body(("html",))
    assert html is not None
    assert f'<html lang="{locale if locale in LOCALES else "en"}">' in html.get_content()


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("de", "1.224,97 €"),
        ("fr", "1 224,97 €"),
        ("lt", "1 224,97 €"),
        ("nb", "1 224,97 €"),
    ],
)
def test_amounts_are_written_as_the_debtor_writes_them(
    opens_link: Opens, locale: str, written: str
) -> None:
    with clock.moved_to(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        payer = opens_link(new_claim(debtor=new_debtor(locale=locale)))
        payer.open(query_string={"lang": locale})
        payer.answer()
        said = unescape(text_of(payer.open()))
    assert written in re.sub(r"[\u00a0\u202f]", " ", said)


@pytest.mark.parametrize(("locale", "scheme"), [("de", "light"), ("lt", "dark"), ("fr", "light")])
def test_long_words_stay_within_a_phone(
    visit: Visits, opens_link: Opens, locale: str, scheme: str
) -> None:
    payer = opens_link(new_claim(debtor=new_debtor(kind=DebtorKind.CONSUMER)))
    window = visit(NARROW, scheme)
    page = window.open(f"{payer.path}?lang={locale}")
    page.get_by_role("textbox").fill("3511 AB")
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    for place in ("", "/contact", "/objection", "/call", "/not-me", "/promise", "/question"):
        window.open(payer.path + place)
