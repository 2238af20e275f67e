"""Money of many payments that is posted in one go: to the cent as if each came by itself."""

import uuid
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.ledger.proving import prove
from agency.payments.models import Allocation, Payment, ProviderEvent
from agency.payments.settling import Received, settle_many
from portal import clock, db
from portal.jobs import run
from portal.keys import new_key
from portal.money import Money
from portal.outbox import OutboxJob
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows
from tests.watching import statements
from tests.worker import run_jobs


@pytest.fixture
def cases(office: Office) -> list[uuid.UUID]:
    """Three cases of as many debtors."""
    creditor_id = office.new_creditor()
    return [
        office.accepted_case(creditor_id, new_claim(debtor=new_debtor(name=name)))
        for name in ("Anders", "Bakker", "Claes")
    ]


def started(office: Office, case_id: uuid.UUID, amount: Money) -> uuid.UUID:
    """A payment whose page is open."""
    with office.at_work():
        case = get(Case, case_id)
        payment = Payment(
            id=new_key(),
            creditor_id=case.creditor_id,
            case_id=case.id,
            amount_minor=amount.minor,
            currency=amount.currency,
            expires_at=clock.now() + timedelta(hours=1),
            checkout_id=f"cs_{new_key().hex}",
        )
        db.session.add(payment)
        return payment.id


def received(payment_id: uuid.UUID, amount: Money) -> Received:
    return Received(
        payment_id=payment_id,
        amount=amount,
        payment_intent=f"pi_{payment_id.hex}",
        on=clock.today(),
    )


def waiting(office: Office, payment_id: object, amount_minor: int) -> uuid.UUID:
    """News of a paid checkout that was kept a minute ago and not acted upon."""
    with office.at_work():
        event = ProviderEvent(
            id=new_key(),
            provider="stripe",
            event_id=f"evt_{new_key().hex}",
            kind="checkout.session.completed",
            created_at=clock.now(),
            received_at=clock.now() - timedelta(minutes=1),
            payload={
                "payment_status": "paid",
                "payment_intent": f"pi_{new_key().hex}",
                "amount_total": amount_minor,
                "currency": "eur",
                "metadata": {"payment_id": str(payment_id)},
            },
        )
        db.session.add(event)
        return event.id


def shares(office: Office, case_id: uuid.UUID) -> list[tuple[Money, Money, Money, Money]]:
    """What the payments of a case paid off, and the fee on it."""
    with office.at_work():
        return [
            (it.costs, it.interest, it.principal, it.fee)
            for it in rows(Allocation, Allocation.case_id == case_id)
        ]


def test_each_gets_what_it_would_get_alone(office: Office, cases: list[uuid.UUID]) -> None:
    amounts = [Money.of(160), Money.of(300), Money.of(40)]
    alone = office.accepted_case()
    own = started(office, alone, amounts[0])
    paid = [
        started(office, case_id, amount) for case_id, amount in zip(cases, amounts, strict=True)
    ]
    with office.at_work():
        assert settle_many([received(own, amounts[0])]) == {own: True}
    with office.at_work():
        done = settle_many(map(received, paid, amounts))
    assert done == dict.fromkeys(paid, True)
    assert shares(office, cases[0]) == shares(office, alone)
    with office.at_work():
        for case_id, amount in zip(cases, amounts, strict=True):
            balance = get(Case, case_id).balance
            assert balance
            assert balance.paid == amount
        assert prove("EUR").holds


def test_two_of_one_case_are_shared_one_after_the_other(
    office: Office, cases: list[uuid.UUID]
) -> None:
    first, second = (started(office, cases[0], Money.of(100)) for _ in range(2))
    other = started(office, cases[1], Money.of(100))
    with office.at_work():
        settle_many(received(it, Money.of(100)) for it in (first, other, second))
    costs, interest, *_ = map(sum_of, zip(*shares(office, cases[0]), strict=True))
    assert costs == Money.of(150), "what the first left of the costs comes first in the second"
    assert interest == Money.of(50)


def sum_of(amounts: tuple[Money, ...]) -> Money:
    return sum(amounts[1:], amounts[0])


def test_what_was_posted_is_not_posted_again(office: Office, cases: list[uuid.UUID]) -> None:
    old, new = (started(office, case_id, Money.of(50)) for case_id in cases[:2])
    unknown = new_key()
    with office.at_work():
        settle_many([received(old, Money.of(50))])
    with office.at_work():
        done = settle_many(received(it, Money.of(50)) for it in (old, new, unknown, new))
    assert done == {old: False, new: True, unknown: None}
    with office.at_work():
        assert len(rows(Allocation)) == 2


def test_many_ask_no_more_questions_than_few(office: Office, cases: list[uuid.UUID]) -> None:
    def asked(*case_ids: uuid.UUID) -> int:
        paid = [started(office, case_id, Money.of(10)) for case_id in case_ids]
        with office.at_work(), statements(office.app) as seen:
            settle_many(received(it, Money.of(10)) for it in paid)
            db.session.flush()
        return len(seen)

    asked(cases[0])  # The first payment of a creditor opens its accounts.
    few = asked(cases[0])
    assert asked(*cases) == few


def test_what_waited_is_posted_together(office: Office, cases: list[uuid.UUID]) -> None:
    paid = [started(office, case_id, Money.of(25)) for case_id in cases]
    kept = [waiting(office, it, 2500) for it in (*paid, "somebody else's")]
    run("payments.sweep", str(office.agency_id), {})
    done = run_jobs(office, only="payments.post")
    assert done == ["payments.post_together"]
    with office.at_work():
        assert [get(ProviderEvent, it).outcome for it in kept] == [*["posted"] * 3, "not ours"]
        assert all(get(Payment, it).paid_at for it in paid)
        assert all(get(ProviderEvent, it).handled_at for it in kept)


def test_one_that_fails_keeps_no_other_from_the_books(
    office: Office, cases: list[uuid.UUID]
) -> None:
    good, bad = (started(office, case_id, Money.of(25)) for case_id in cases[:2])
    kept, broken = waiting(office, good, 2500), waiting(office, bad, 2500)
    with office.at_work():
        event = get(ProviderEvent, broken)
        event.payload = {**event.payload, "currency": "nok"}
    run("payments.sweep", str(office.agency_id), {})
    assert run_jobs(office, only="payments.post") == ["payments.post_together"]
    run("payments.act_upon", str(office.agency_id), {"event_id": str(kept)})
    with office.at_work():
        assert get(ProviderEvent, kept).outcome == "posted"
        assert get(Payment, good).paid_at
        assert get(ProviderEvent, broken).handled_at is None
        assert not get(Payment, bad).paid_at
        assert prove("EUR").holds
        left = [it.name for it in rows(OutboxJob, OutboxJob.agency_id == office.agency_id)]
    assert left == ["payments.send_receipt"]
