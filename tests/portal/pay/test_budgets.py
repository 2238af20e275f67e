"""A debtor works out what it can pay: with consent, in its own words, and takes it back with a press."""

import pytest

from agency.budgets.models import Budget
from portal.money import Money
from tests.browser import NARROW
from tests.conftest import Opens as Visits
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE, Opens, Payer, text_of

SAID = {
    "agree": "true", "name": "Jan de Bakker", "adults": "2", "children": "1",
    "amount_wages": "2.000,00", "amount_housing": "900", "amount_food": "500", "amount_water": "0",
}  # fmt: skip


def budgets(office: Office) -> list[Budget]:
    with office.at_work():
        return list(rows(Budget))


def test_what_is_stated_becomes_a_plan_of_that_amount(office: Office, payer: Payer) -> None:
    assert "Work out what you can pay" in text_of(payer.open("/plan"))
    assert "You need not." in text_of(payer.open("/budget"))
    assert payer.send("/budget", **SAID).status_code == 303
    page = payer.open("/budget")
    assert "About €300.00 a month" in text_of(page)
    assert "amount=300.00" in page.text
    assert payer.open("/plan/new?amount=300.00&day=1").status_code == 200
    (kept,) = budgets(office)
    assert (kept.source, kept.stated_by, kept.is_shared) == ("portal", "Jan de Bakker", False)
    with office.at_work():
        assert rows(Budget)[0].lines["wages"] == Money.of(2_000)


def test_where_nothing_is_left_help_is_offered(payer: Payer) -> None:
    payer.send("/budget", **{**SAID, "amount_housing": "2500"})
    page = text_of(payer.open("/budget"))
    assert "nothing is left" in page
    assert "Please call me" in page


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"agree": ""}, "Tick this box"),
        ({"name": ""}, "Fill this in"),
        ({"amount_wages": "much"}, "Write the amount"),
        ({"adults": "many"}, "Write a whole number"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    office: Office, payer: Payer, sent: dict[str, str], word: str
) -> None:
    answer = payer.send("/budget", **{**SAID, **sent})
    assert answer.status_code == 422
    assert word in text_of(answer)
    assert "2.000,00" in answer.text or "amount_wages" in sent
    assert budgets(office) == []


def test_it_is_taken_back_with_a_press(office: Office, payer: Payer) -> None:
    payer.send("/budget", **SAID)
    for _ in range(2):
        assert payer.send("/budget/removal").status_code == 303
    assert "About" not in text_of(payer.open("/budget"))
    (left,) = budgets(office)
    assert (left.lines_sealed, left.revoked_source) == (None, "portal")


def test_nobody_reads_it_before_the_check(opens_link: Opens) -> None:
    stranger = opens_link()
    assert "Wages" not in stranger.open("/budget").text
    assert stranger.send("/budget", **SAID).status_code == 403


def test_the_page_is_fit_for_a_phone(payer: Payer, visit: Visits) -> None:
    payer.send("/budget", **SAID)
    window = visit(NARROW, "dark")
    page = window.open(f"{payer.path}?lang=en")
    page.get_by_role("textbox").fill(POSTCODE)
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    window.open(f"{payer.path}/budget").screenshot(path="/tmp/k/debtor-budget.png", full_page=True)
    window.open(f"{payer.path}/plan").screenshot(path="/tmp/k/debtor-plan.png", full_page=True)
