"""Whatever happens to money in whatever order, the books balance and every cent has its owner."""

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.rules.client_money import ClientMoney

WHICH, PERCENT = st.integers(0, 1_000), st.integers(1, 100)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("place"), WHICH, st.integers(1, 500_000)),
        st.tuples(st.just("pay"), WHICH, st.integers(1, 120)),
        st.tuples(st.just("give_back"), WHICH, PERCENT),
        st.tuples(st.just("receive_payout"), WHICH, PERCENT),
        st.tuples(st.just("prepare"), WHICH, st.integers(0, 3)),
        st.tuples(st.just("approve"), WHICH, PERCENT),
        st.tuples(st.just("cancel_or_approve"), WHICH, PERCENT),
        st.tuples(st.just("find_payment"), WHICH, st.integers(1, 90)),
        st.tuples(st.just("credit"), WHICH, PERCENT),
        st.tuples(st.just("mend_due_date"), WHICH, st.integers(0, 200)),
        st.tuples(st.just("withdraw_claim"), WHICH, PERCENT),
        st.tuples(st.just("use_surplus"), WHICH, PERCENT),
        st.tuples(st.just("take_surplus_back"), WHICH, PERCENT),
        st.tuples(st.just("award"), WHICH, st.integers(1, 50_000)),
        st.tuples(st.just("set_aside"), WHICH, PERCENT),
        st.tuples(st.just("wait"), WHICH, st.integers(1, 60)),
    ),
    min_size=35,
    max_size=45,
)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # Shrinking would take minutes.
    suppress_health_check=[*HealthCheck],
)
@given(steps=STEPS)
def test_any_sequence_keeps_the_books_balanced_and_shares_equal_to_client_money(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    money = ClientMoney(app)
    for number, (step, which, figure) in enumerate(steps):
        getattr(money, step)(which, figure)
        if number % 7 == 0:  # What goes wrong stays wrong: nothing in the books is ever changed.
            money.prove()
    money.prove()
