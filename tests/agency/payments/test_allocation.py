"""The parts of a payment always add up, forwards and back."""

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agency.law.allocation import Debt
from agency.law.allocation import allocate as by_law
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


def test_what_the_debtor_designated_goes_first_and_back_last() -> None:
    old, new, newest = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    claims = [(each, Owed(Money(100), Money(10), Money(1))) for each in (old, new, newest)]
    parts, rest = allocate(Money(200), claims, designated=newest)
    assert [(part.claim_id, part.total) for part in parts] == [
        (newest, Money(111)),
        (old, Money(89)),
    ]
    assert not rest
    later = list(reversed(parts))  # As after the designated one was shared anew.
    for came in (parts, later):
        taken, _rest = take_back(Money(100), came, rest, designated=newest)
        assert [(part.claim_id, part.total) for part in taken] == [
            (old, -Money(89)),
            (newest, -Money(11)),
        ]


def test_a_designation_of_what_is_paid_off_or_gone_is_as_none() -> None:
    old, new = uuid.uuid4(), uuid.uuid4()
    nothing = Owed(Money(0), Money(0), Money(0))
    claims = [(old, Owed(Money(100), Money(0), Money(0))), (new, nothing)]
    for designated in (None, new, uuid.uuid4()):
        parts, rest = allocate(Money(150), claims, designated=designated)
        assert [(part.claim_id, part.total) for part in parts] == [(old, Money(100))]
        assert rest == Money(50)


@given(amount=cents, claims=claims, which=st.integers(-1, 3))
def test_it_is_what_the_law_says_of_claims_that_are_due_at_one_rate(
    amount: Money, claims: list[tuple[uuid.UUID, Owed]], which: int
) -> None:
    designated = claims[which][0] if 0 <= which < len(claims) else None
    parts, rest = allocate(amount, claims, designated=designated)
    first = date(2026, 1, 1)
    debts = [
        Debt(key, it.costs, it.interest, it.principal, first + timedelta(days=number))
        for number, (key, it) in enumerate(claims)
    ]
    shares, left = by_law(amount, debts, country="NL", on=date(2026, 11, 22), designated=designated)
    assert {it.claim_id: (it.costs, it.interest, it.principal) for it in parts} == {
        key: (it.costs, it.interest, it.principal) for key, it in shares.items() if it.total
    }
    assert rest == left


@given(amount=cents, claims=claims, which=st.integers(-1, 3))
def test_parts_and_rest_are_the_amount_and_never_more_than_is_owed(
    amount: Money, claims: list[tuple[uuid.UUID, Owed]], which: int
) -> None:
    designated = claims[which][0] if 0 <= which < len(claims) else None
    parts, rest = allocate(amount, claims, designated=designated)
    assert total((p.total for p in parts), "EUR") + rest == amount
    by_claim = dict(claims)
    for part in parts:
        assert part.total <= by_claim[part.claim_id].total
    if rest:
        assert total((p.total for p in parts), "EUR") == total((o.total for _, o in claims), "EUR")


@given(amount=cents, claims=claims, share=st.integers(0, 100), which=st.integers(-1, 3))
def test_what_is_taken_back_in_two_steps_leaves_nothing(
    amount: Money, claims: list[tuple[uuid.UUID, Owed]], share: int, which: int
) -> None:
    designated = claims[which][0] if 0 <= which < len(claims) else None
    parts, rest = allocate(amount, claims, designated=designated)
    first = Money(amount.minor * share // 100)
    taken, rest_back = take_back(first, parts, rest, designated=designated)
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
    again, rest_again = take_back(
        amount - first, list(left.values()), rest - rest_back, designated=designated
    )
    assert rest_back + rest_again == rest
    assert total((p.total for p in [*taken, *again]), "EUR") == rest - amount
