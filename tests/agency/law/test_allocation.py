"""A payment is shared as the law says: within a debt, and across debts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.allocation import CUSTOMARY, Debt, allocate, may_designate, order_in
from agency.law.packs import countries, pack
from portal.money import Money, total

ON = date(2026, 11, 22)
OLD, NEW, LATER = date(2026, 1, 31), date(2026, 3, 31), date(2026, 12, 31)


def debt(key, principal, due_on, percent="4", costs="0", interest="0"):
    return Debt(
        key,
        Money.of(costs),
        Money.of(interest),
        Money.of(principal),
        due_on,
        Decimal(percent),
    )


def shares(amount, debts, **more):
    found, left = allocate(Money.of(amount), debts, country="NL", on=ON, **more)
    return {key: str(share.total.decimal) for key, share in found.items() if share.total}, left


def test_within_a_debt_costs_go_first_then_interest_then_principal():
    found, left = allocate(
        Money.of("100"),
        [debt("a", "500", OLD, costs="60", interest="20")],
        country="DE",
        on=ON,
    )
    share = found["a"]
    assert (share.costs, share.interest, share.principal) == (
        Money.of(60),
        Money.of(20),
        Money.of(20),
    )
    assert not left


@pytest.mark.parametrize(
    ("debts", "more", "first"),
    [
        ([debt("old", "100", OLD), debt("new", "100", NEW)], {}, "old"),
        ([debt("old", "100", OLD), debt("new", "100", NEW)], {"designated": "new"}, "new"),
        ([debt("old", "100", OLD), debt("dear", "100", NEW, "10")], {}, "dear"),
        ([debt("later", "100", LATER, "10"), debt("due", "100", NEW)], {}, "due"),
    ],
)
def test_across_debts_the_designated_the_due_the_onerous_and_the_oldest_go_first(
    debts, more, first
):
    paid, _ = shares("100", debts, **more)
    assert paid == {first: "100.00"}


def test_debts_that_are_alike_share_pro_rata():
    paid, _ = shares("10", [debt("a", "100", OLD), debt("b", "200", OLD)])
    assert paid == {"a": "3.33", "b": "6.67"}


def test_what_no_debt_takes_is_left_over():
    paid, left = shares("150", [debt("a", "100", OLD)])
    assert (paid, left) == ({"a": "100.00"}, Money.of(50))


@pytest.mark.parametrize("country", countries())
def test_the_debtor_says_what_it_pays_wherever_the_pack_says_so(country):
    rule = pack(country).allocation
    assert may_designate(country) == (rule is not None and "designated" in rule.across)
    assert rule is None or may_designate(country)


@pytest.mark.parametrize("country", ["EU", "XX"])
def test_without_a_rule_there_is_nothing_to_say(country):
    assert not may_designate(country)


def test_a_designated_debt_that_is_not_due_yet_goes_first():
    debts = [debt("due", "100", OLD), debt("later", "100", LATER)]
    assert shares("120", debts, designated="later")[0] == {"later": "100.00", "due": "20.00"}


def test_what_is_beyond_the_designated_debt_goes_on_as_the_law_orders():
    debts = [debt("old", "100", OLD), debt("dear", "100", NEW, "10"), debt("new", "100", NEW)]
    paid, left = shares("350", debts, designated="new")
    assert list(paid.items()) == [("new", "100.00"), ("dear", "100.00"), ("old", "100.00")]
    assert left == Money.of(50)


@pytest.mark.parametrize("country", countries())
def test_every_country_but_the_base_has_an_order(country):
    assert (pack(country).allocation is not None) == (country != "EU")


def test_a_payment_is_shared_even_where_no_law_is_known():
    assert order_in("ES") == CUSTOMARY


cents = st.integers(0, 100_000).map(Money)
debts = st.lists(
    st.builds(
        Debt,
        key=st.uuids(),
        costs=cents,
        interest=cents,
        principal=cents,
        due_on=st.sampled_from([OLD, NEW, LATER]),
        percent=st.sampled_from([Decimal(4), Decimal(10)]),
    ),
    max_size=5,
    unique_by=lambda debt: debt.key,
)


@given(cents, debts)
def test_shares_and_rest_add_up_and_nothing_gets_more_than_it_is_owed(amount, owed):
    found, left = allocate(amount, owed, country="NL", on=ON)
    assert total((share.total for share in found.values()), "EUR") + left == amount
    for each in owed:
        if each.key in found:
            share = found[each.key]
            assert share.costs <= each.costs
            assert share.interest <= each.interest
            assert share.principal <= each.principal
