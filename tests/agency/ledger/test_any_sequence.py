"""Whatever is posted in whatever order, the books balance and every cent of client money is somebody's."""

import uuid
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.cases.models import Case
from agency.ledger.models import AccountKind, CaseBalance, Entry
from agency.ledger.posting import Line, NewEntry, post, reverse
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance, owed_by_claim
from portal import db
from portal.money import Money, total
from portal.web import get
from tests.office import Office

K = AccountKind
ON = date(2026, 6, 30)
AMOUNTS = st.integers(min_value=1, max_value=5_000_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("charge"), AMOUNTS, st.integers(0, 5_000_000)),
        st.tuples(st.just("pay"), AMOUNTS, st.integers(0, 100)),
        st.tuples(st.just("payout"), AMOUNTS, st.just(0)),
        st.tuples(st.just("remit"), AMOUNTS, st.just(0)),
        st.tuples(st.just("undo"), st.integers(0, 50), st.just(0)),
        st.tuples(st.just("again"), st.integers(0, 50), st.just(0)),
    ),
    min_size=1,
    max_size=12,
)


def entry(case: Case, step: tuple[str, int, int]) -> NewEntry:
    """An entry as one of the slices would post it; the amounts are anything."""
    kind, first, second = step
    amount, claim = Money(first), case.claims[first % len(case.claims)]

    def line(account: AccountKind, money: Money, memo: str = "") -> Line:
        return Line(account, money, case.creditor_id, case.id, claim.id, memo)

    if kind == "charge":
        lines = [
            line(K.OWED_INTEREST, amount),
            line(K.OWED_COSTS, Money(second)),
            line(K.CLAIMS_HELD, -amount - Money(second)),
        ]
    elif kind == "pay":
        fee, rest = amount.split([second + 1, 200 - second])
        interest, principal = amount.split([1, 2])
        lines = [
            line(K.PROVIDER, amount),
            line(K.CREDITOR_FUNDS, -amount, "received"),
            line(K.CREDITOR_FUNDS, fee, "fee"),
            line(K.AGENCY_SHARE, -fee),
            line(K.SHARE_RECEIVABLE, fee),
            line(K.FEE_INCOME, -fee),
            line(K.CLAIMS_HELD, fee + rest),
            line(K.OWED_INTEREST, -interest),
            line(K.OWED_PRINCIPAL, -principal),
        ]
    elif kind == "payout":
        lines = [Line(K.CLIENT_BANK, amount), Line(K.PROVIDER, -amount)]
    else:
        lines = [line(K.CREDITOR_FUNDS, amount), Line(K.CLIENT_BANK, -amount)]
    of_case = {"creditor_id": case.creditor_id, "case_id": case.id} if kind != "payout" else {}
    return NewEntry(
        key=f"{kind}:{uuid.uuid4()}", kind=kind, text="", booked_on=ON, lines=lines, **of_case
    )


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_sequence_of_postings_keeps_the_books_proved(
    office: Office, steps: list[tuple[str, int, int]]
) -> None:
    creditor = office.new_creditor()
    case_id = office.accepted_case(creditor)
    posted: list[NewEntry] = []
    with office.at_work():
        case = get(Case, case_id)
        for step in steps:
            if step[0] == "undo":
                undone = {other.reverses_id for other in posted}
                can = [one for one in posted if one.id not in undone and not one.reverses_id]
                if not can:
                    continue
                made = can[step[1] % len(can)]
                back = reverse(get(Entry, made.id), key=f"undo:{made.id}", text="", booked_on=ON)
                assert post(back)
                posted.append(back)
            elif step[0] == "again":
                assert not posted or not post(posted[step[1] % len(posted)])
            else:
                made = entry(case, step)
                assert post(made)
                posted.append(made)
    with office.at_work():
        proof = prove("EUR")
        assert proof.holds, proof.faults
        held = proof.held_at_bank + proof.held_at_provider
        assert held == proof.owed_to_creditors + proof.owed_to_debtors + proof.agency_share
        balance = get(CaseBalance, case_id)
        db.session.refresh(balance)
        claims = owed_by_claim(case_id, "EUR").values()
        assert balance.open == total((claim.total for claim in claims), "EUR")
        assert balance.open == balance.principal + balance.interest + balance.costs
        share = -account_balance(K.AGENCY_SHARE, "EUR")
        assert share == account_balance(K.SHARE_RECEIVABLE, "EUR")
