"""The mails as they are read: the same facts in text and HTML, nothing missing, nothing unescaped."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined

from agency.plans.schedule import Line
from portal import filters, i18n
from portal.money import Money

TEMPLATES = Path(__file__).parents[2] / "templates"
SENT = {"sender_name": "Lantaarn Incasso", "subject": "A subject", "locale": "en"}
URL = "https://portal.example/x/7Hq2mX9cTb4v"
MAILS: dict[str, dict[str, Any]] = {
    "invitation": {
        "inviter": "M. Jansen",
        "place": "Lantaarn Incasso",
        "url": URL,
        "expires_at": datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
    },
    "password_reset": {"url": URL, "expires_at": datetime(2026, 11, 22, 12, 0, tzinfo=UTC)},
    "surplus": {
        "question": "You paid €20.00 too much. What should we do with it?",
        "choices": ["Use €20.00 for case 0000012", "Pay it back to me, the way I paid"],
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "surplus_reminder": {
        "cases": 3,
        "sums": [Money(2000), Money(500)],
        "since": date(2026, 11, 1),
        "url": URL,
    },
    "cards_off": {"left": True, "account": "acct_1Qx7", "url": URL},
    "plan": {
        "text": "You can pay in instalments.",
        "label": "Look at the plan and agree",
        "lines": [Line(1, date(2026, 12, 1), Money(5000), Money(0))],
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "message": {
        "words": "You can pay in parts.\n\nTell us by Friday & we note it.",
        "writer": "M. Jansen",
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "to_creditor": False,
        "to_stranger": False,
        "url": URL,
    },
    "notice": {
        "salutation": "Dear Mr Van der Berg,",
        "opening": (),
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "invoice_no": "F2026-1041",
        "total": Money(147487),
        "due_on": date(2026, 12, 8),
        "url": URL,
    },
    "copy": {
        "salutation": "Dear Sir or Madam,",
        "paragraphs": ["This is a copy of the letter of 8 Dec 2026."],
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
    },
    "own_reminder": {
        "salutation": "Dear Mr Van der Berg,",
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "invoice_no": "F2026-1041",
        "total": Money(147487),
        "due_on": date(2026, 12, 8),
        "url": URL,
    },
    "receipt": {
        "amount": Money(50000),
        "paid_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "method": "Card ending in 4242",
        "payment_reference": "RF18539007547034",
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "designated": "2026-0815",
        "balance": Money(97487),
        "url": URL,
    },
    "refund": {
        "amount": Money(50000),
        "refunded_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "payment_reference": "pi_3QJ8",
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "balance": Money(147487),
        "url": URL,
    },
    "paid_in_full": {
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "guarantor": {
        "name": "M. de Graaf",
        "text": "You can answer until 8 Dec 2026.",
        "label": "Read it and decide",
        "reference": "2026-004711",
        "url": URL,
    },
    "settlement": {
        "text": "All is settled if you pay in time.",
        "label": "See it and pay",
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "guest_receipt": {
        "amount": Money(50000),
        "paid_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "label": "Anna & Co",
        "payment_reference": "pi_3QJ8",
        "reference": "2026-004711",
    },
    "guest_refund": {
        "amount": Money(50000),
        "refunded_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "paid_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "label": "Anna & Co",
        "payment_reference": "pi_3QJ8",
        "reference": "2026-004711",
    },
    "promise_made": {
        "amount": Money(50000),
        "left": Money(30000),
        "due_on": date(2026, 12, 8),
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "promise_reminder": {
        "amount": Money(50000),
        "left": Money(30000),
        "due_on": date(2026, 12, 8),
        "creditor_name": "Noordwind & Zn B.V.",
        "reference": "2026-004711",
        "url": URL,
    },
    "placement_received": {
        "reference": "P-2026-0102",
        "claim_count": 3,
        "total": Money(376851),
        "debtor_name": "Bakkerij <De Korenschoof>",
        "fee_percent": Decimal("15"),
        "url": URL,
    },
    "plan_referral": {
        "reference": "2026-004711",
        "debtor_name": "Bakkerij <De Korenschoof>",
        "question": "It lost its main client & pays from June on.",
        "instalments": 18,
        "amount": Money(147487),
        "answer_by": date(2026, 11, 27),
        "is_reminder": True,
        "url": URL,
    },
    "placement_question": {
        "reference": "P-2026-0102",
        "debtor_name": "Bakkerij <De Korenschoof>",
        "question": "Is there a signed delivery note?\nThe one you sent is unreadable.",
        "asked_by": "M. Jansen",
        "url": URL,
    },
    "remittance_sent": {
        "number": "R-2026-0031",
        "period_from": date(2026, 11, 1),
        "period_to": date(2026, 11, 21),
        "collected": Money(393861),
        "fee": Money(67143),
        "fee_vat": Money(14100),
        "net": Money(312618),
        "payout_iban_end": "3210",
        "url": URL,
    },
}


@pytest.fixture
def page() -> Iterator[None]:
    app = Flask("mails", template_folder=str(TEMPLATES))
    app.jinja_env.undefined = StrictUndefined
    i18n.init_app(app)
    filters.init_app(app)
    with app.test_request_context():
        yield


def words(html: str) -> str:
    """What a reader of the HTML mail sees."""
    body = re.sub(r"(?s)<head>.*?</head>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("name", MAILS)
def test_text_and_html_say_the_same(name: str) -> None:
    text = render_template(f"mail/{name}.txt", **SENT, **MAILS[name])
    seen = words(render_template(f"mail/{name}.html", **SENT, **MAILS[name]))
    assert "<" not in text.replace("<De", "")
    for line in filter(None, map(str.strip, text.splitlines())):
        for part in line.rstrip(":").split(": "):
            assert " ".join(part.split()) in seen or line == "--"


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_links_only_to_the_address_it_is_about(name: str) -> None:
    html = render_template(f"mail/{name}.html", **SENT, **MAILS[name])
    text, wanted = (
        render_template(f"mail/{name}.txt", **SENT, **MAILS[name]),
        MAILS[name].get("url"),
    )
    assert set(re.findall(r'(?:href|src)="([^"]+)"', html)) == ({wanted} if wanted else set())
    assert set(re.findall(r"https?://\S+", text)) == ({wanted} if wanted else set())


@pytest.mark.usefixtures("page")
def test_what_a_stranger_wrote_cannot_become_markup() -> None:
    html = render_template("mail/placement_question.html", **SENT, **MAILS["placement_question"])
    assert "Bakkerij &lt;De Korenschoof&gt;" in html
    assert "<De" not in html


@pytest.mark.usefixtures("page")
def test_the_last_receipt_says_that_the_case_is_closed() -> None:
    context = {**SENT, **MAILS["receipt"], "balance": Money(0)}
    for kind in ("txt", "html"):
        assert "paid in full" in render_template(f"mail/receipt.{kind}", **context)
        assert "See what is still open" not in render_template(f"mail/receipt.{kind}", **context)
