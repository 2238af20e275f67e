"""Quotes are worded when they are shown, from what was kept."""

from decimal import Decimal

import pytest
from flask import Flask

from agency.clients.tariff import ClaimFacts, Reason, quote, read_tariff
from agency.clients.wording import age_text, missing_text, reason_text
from tests.office import TARIFF


@pytest.fixture(autouse=True)
def _english(app: Flask) -> None:
    """Words need an application."""


def test_each_row_of_a_quote_is_said() -> None:
    facts = ClaimFacts(200, frozenset({"order", "delivery_proof"}), disputed=True)
    words = [reason_text(reason) for reason in quote(read_tariff(TARIFF), facts).reasons]
    assert words == [
        "Due for 200 days (121 to 365 days): 20 %",
        "Order or contract and proof of delivery are there: −3 %",
        "The debtor disputes the claim: +5 %",
    ]


@pytest.mark.parametrize("code", ["consumer", "abroad", "minimum", "documented", "disputed"])
def test_every_code_has_words(code: str) -> None:
    assert code not in reason_text(Reason(code, Decimal("2.5"), {"country": "BE"}))[:4]
    assert "2.5 %" in reason_text(Reason(code, Decimal("2.5"), {"country": "BE"}))


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ({"order"}, "Add a proof of delivery: 20 % → 17 %"),
        ({"delivery_proof"}, "Add an order or a contract: 20 % → 17 %"),
        (set(), "Add an order or a contract and a proof of delivery: 20 % → 17 %"),
        ({"order", "delivery_proof"}, ""),
    ],
)
def test_what_more_proof_would_do_is_said(evidence: set[str], words: str) -> None:
    found = quote(read_tariff(TARIFF), ClaimFacts(200, frozenset(evidence)))
    assert missing_text(found) == words


@pytest.mark.parametrize(
    ("over", "up_to", "words"),
    [
        (None, None, "any age"),
        (None, 120, "up to 120 days"),
        (120, 365, "121 to 365 days"),
        (365, None, "over 365 days"),
    ],
)
def test_ages_read_naturally(over: int | None, up_to: int | None, words: str) -> None:
    assert age_text(over, up_to) == words
