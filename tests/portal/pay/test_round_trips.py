"""How often the first page goes to the database: seldom, however much there is to show."""

from datetime import timedelta
from typing import Any

import pytest

from agency.payer_desk.glance import ASKED
from portal import clock
from tests.indexes import finds_by_case
from tests.office import Office, new_claim, new_debtor
from tests.portal.pay.conftest import Opens, Payer
from tests.watching import round_trips

PLAIN = 8
"""Agency, whom it acts for, link with its case, claims, the agency's settings; and three times several
things together: what is owed, what there is, what is shown as proof."""


def trips(payer: Payer) -> list[str]:
    """How a page that was opened before is shown."""
    payer.open()
    with round_trips(payer.office.app) as seen:
        assert payer.open().status_code == 200
    return seen


def test_a_case_with_nothing_but_its_invoice_asks_little(paying: Office, card_payer: Payer) -> None:
    seen = trips(card_payer)
    assert len(seen) == PLAIN, seen
    assert seen.count("together") == 3


def test_many_invoices_ask_no_more(opens_link: Opens) -> None:
    debtor = new_debtor()
    payer = opens_link(*(new_claim(debtor=debtor) for _ in range(25)))
    payer.answer()
    assert len(trips(payer)) == PLAIN


def test_only_what_there_is_of_a_case_is_asked_for(payer: Payer) -> None:
    payer.send("/call", choice="any", phone="030 555 0100")
    assert len(trips(payer)) == PLAIN + 1
    due_on = clock.today() + timedelta(days=3)
    payer.send("/promise", amount="1000.00", due_on=due_on.isoformat())
    seen = trips(payer)
    assert len(seen) == PLAIN + 2
    assert any("FROM promises" in sql for sql in seen)


def test_a_plan_is_looked_at_once(payer: Payer) -> None:
    sent = payer.send("/plan/new", count="3", day="25", name="Anna de Wit", agree="true")
    assert sent.status_code == 303
    seen = trips(payer)
    assert sum("LEFT OUTER JOIN plans" in sql for sql in seen) == 1
    assert seen.count("together") == 3, "What is owed is worked out once."


@pytest.mark.parametrize("model", ASKED, ids=lambda model: str(model.__tablename__))
def test_what_there_is_of_a_case_is_found_by_an_index(model: Any) -> None:
    assert finds_by_case(model)
