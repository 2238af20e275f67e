"""The parts of a payment always add up, forwards and back."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from agency.ledger.owed import Owed
from agency.payments.allocation import allocate, take_back
from portal.money import Money, total

cents = st.integers(min_value=0, max_value=200_000).map(Money)
owed = st.builds(Owed, principal=cents, interest=cents, costs=cents)
claims = st.lists(st.tuples(st.uuids(), owed), max_size=4, unique_by=lambda c: c[0])


def test_costs_then_interest_then_principal() -> None:
    claim = uuid.uuid4()
    parts, rest = allocate(Money(1_700), [(claim, Owed(Money(1_000), Money(500), Money(400)))])
    assert (parts[0].costs, parts[0].interest, parts[0].principal) == (
        Money(400),
        Money(500),
        Money(800),
    )
    assert not rest


@given(amount=cents, claims=claims)
def test_parts_and_rest_are_the_amount_and_never_more_than_is_owed(
    amount: Money, claims: list[tuple[uuid.UUID, Owed]]
) -> None:
    parts, rest = allocate(amount, claims)
    assert total((p.total for p in parts), "EUR") + rest == amount
    by_claim = dict(claims)
    for part in parts:
        assert part.total <= by_claim[part.claim_id].total
    if rest:
        assert total((p.total for p in parts), "EUR") == total((o.total for _, o in claims), "EUR")


@given(amount=cents, claims=claims, share=st.integers(0, 100))
def test_what_is_taken_back_in_two_steps_leaves_nothing(
    amount: Money, claims: list[tuple[uuid.UUID, Owed]], share: int
) -> None:
    parts, rest = allocate(amount, claims)
    first = Money(amount.minor * share // 100)
    taken, rest_back = take_back(first, parts, rest)
    assert total((p.total for p in taken), "EUR") == -(first - rest_back)
    left = {p.claim_id: p for p in parts}
    for back in taken:
        was = left[back.claim_id]
        left[back.claim_id] = type(was)(
            was.claim_id,
            was.costs + back.costs,
            was.interest + back.interest,
            was.principal + back.principal,
        )
        assert min(left[back.claim_id].principal, left[back.claim_id].interest).minor >= 0
    again, rest_again = take_back(amount - first, list(left.values()), rest - rest_back)
    assert rest_back + rest_again == rest
    assert total((p.total for p in [*taken, *again]), "EUR") == rest - amount
