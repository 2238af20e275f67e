"""What was paid too much on one case is used for another, and comes back from there."""

from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.clients.tariff import fee
from agency.corrections.services import enter_credit_note
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import books, guests, moving
from agency.payments.models import Allocation, Payment, SurplusMove
from agency.payments.signals import payment_taken_back
from portal import clock, db
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import approve, held_for, pay, pay_out, prepare, refund
from tests.agency.surplus.desk import TOO_MUCH, Overpaid, kept_on, overpaid, owed_on
from tests.office import Office, new_claim, rows


def move(it: Overpaid, to: object = None) -> None:
    with it.office.at_work():
        moving.move(get(Case, it.first), get(Case, to or it.second), by=it.office.finance.user)  # type: ignore[arg-type]


def proved(office: Office) -> None:
    with office.at_work():
        proof = prove("EUR")
        assert proof.holds, proof.faults
        for case in rows(Case):
            assert case.balance.surplus == sum(
                (held for _, held in moving.holding(case)), Money.zero()
            )


def test_what_was_paid_too_much_is_kept_for_the_debtor(office: Office) -> None:
    it = overpaid(office)
    assert kept_on(office, it.first) == TOO_MUCH
    with office.at_work():
        assert moving.movable(get(Case, it.first)) == TOO_MUCH
        assert get(Case, it.first).closed_at is not None
    proved(office)


def test_it_pays_the_other_case_with_a_fee_and_no_provider(office: Office) -> None:
    it = overpaid(office)
    before, owed_before = held_for(office, it.creditor_id), owed_on(office, it.second)
    with office.at_work():
        at_provider = account_balance(AccountKind.PROVIDER, "EUR")
    move(it)
    assert kept_on(office, it.first) == Money.zero()
    assert owed_on(office, it.second) == owed_before - TOO_MUCH
    with office.at_work():
        assert account_balance(AccountKind.PROVIDER, "EUR") == at_provider
        [made] = rows(Payment, Payment.case_id == it.second)
        assert (made.method, made.amount) == ("moved", TOO_MUCH)
        [part] = rows(Allocation, Allocation.payment_id == made.id)
        assert part.fee == fee(TOO_MUCH, part.fee_percent)
        assert len(rows(Entry, Entry.kind == "surplus.moved")) == 1
    assert held_for(office, it.creditor_id) == before + part.net
    proved(office)


def test_it_closes_a_case_that_it_pays_off(office: Office) -> None:
    it = overpaid(office, Money.of(5000))
    owed_before = owed_on(office, it.second)
    move(it)
    with office.at_work():
        assert not get(Case, it.second).is_open
    assert kept_on(office, it.first) == Money.of(5000) - owed_before
    proved(office)


def test_used_twice_it_is_used_once(office: Office) -> None:
    it = overpaid(office)
    move(it)
    with pytest.raises(Refused, match="used already"):
        move(it)
    proved(office)


def test_another_debtors_case_cannot_have_it(office: Office) -> None:
    it = overpaid(office)
    stranger = office.accepted_case(it.creditor_id, new_claim())
    with pytest.raises(Refused, match="same debtor"):
        move(it, stranger)


def test_what_is_being_paid_there_at_this_moment_is_left_to_that(office: Office) -> None:
    it = overpaid(office)
    amount = owed_on(office, it.second) - Money.of(30)
    with office.at_work():
        opened = Payment(
            creditor_id=it.creditor_id,
            case_id=it.second,
            amount_minor=amount.minor,
            currency=amount.currency,
            expires_at=clock.now() + timedelta(hours=1),
        )
        db.session.add(opened)
        db.session.flush()
    move(it)
    assert owed_on(office, it.second) == amount
    assert kept_on(office, it.first) == TOO_MUCH - Money.of(30)
    proved(office)


def test_staff_take_it_back_and_the_case_owes_again(office: Office) -> None:
    it = overpaid(office)
    owed_before, held = owed_on(office, it.second), held_for(office, it.creditor_id)
    move(it)
    with office.at_work():
        [made] = rows(SurplusMove)
        seen = made.refund_id
    for _ in range(2):
        with office.at_work():
            [made] = rows(SurplusMove)
            moving.undo(made, seen=seen, text="It was meant otherwise.", by=office.finance.user)
    assert kept_on(office, it.first) == TOO_MUCH
    assert owed_on(office, it.second) == owed_before
    assert held_for(office, it.creditor_id) == held
    with office.at_work():
        assert get(SurplusMove, made.id).ended_at
        assert len(rows(Entry, Entry.kind == "surplus.moved_back")) == 1
    proved(office)
    move(it)
    proved(office)


def charge_back(it: Overpaid, amount: Money) -> None:
    """As a bank's message books it."""
    with it.office.at_work():
        payment = get(Payment, it.payment_id)
        moving.recall(payment, amount, by="stripe")
        taken = books.give_back(
            payment,
            min(amount, books.left_of(payment)),
            provider_ref=f"txn_{amount.minor}",
            reason="chargeback",
            on=payment.received_on,  # type: ignore[arg-type]  # It was received.
            by="stripe",
            told="payment.charged_back",
        )
        payment_taken_back.send(taken)


def test_a_chargeback_takes_back_what_was_used_elsewhere_after_it_was_paid_out(
    office: Office,
) -> None:
    it = overpaid(office)
    whole = owed_on(office, it.second)
    move(it)
    pay_out(office)
    approve(office, prepare(office, it.creditor_id))
    with office.at_work():
        amount = get(Payment, it.payment_id).amount
    charge_back(it, amount)
    assert owed_on(office, it.second) == whole
    assert kept_on(office, it.first) == Money.zero()
    assert held_for(office, it.creditor_id).minor < 0, "settled with its next remittance"
    with office.at_work():
        assert get(Case, it.first).open_amount == amount - TOO_MUCH
    proved(office)


def test_a_smaller_chargeback_takes_back_only_what_it_needs(office: Office) -> None:
    it = overpaid(office)
    whole = owed_on(office, it.second)
    move(it)
    with office.at_work():
        first = get(Payment, it.payment_id).amount - TOO_MUCH
    charge_back(it, first + Money.of(30))
    assert owed_on(office, it.second) == whole - TOO_MUCH + Money.of(30)
    with office.at_work():
        [made] = rows(SurplusMove)
        assert made.amount == TOO_MUCH - Money.of(30)
    proved(office)


def test_what_was_used_last_comes_back_first(office: Office) -> None:
    it = overpaid(office, Money.of(5000))
    move(it)
    third = office.accepted_case(it.creditor_id, new_claim(debtor=it.debtor))
    move(it, third)
    with office.at_work():
        left = books.left_of(get(Payment, it.payment_id))
    charge_back(it, left + Money.of(30))
    assert owed_on(office, third) == Money.of(30)
    assert owed_on(office, it.second) == Money.zero()
    proved(office)


def test_what_was_moved_on_twice_comes_back_from_case_to_case(office: Office) -> None:
    it = overpaid(office, Money.of(300))
    move(it)
    pay(office, it.second, owed_on(office, it.second) - Money.of(10))
    third = office.accepted_case(it.creditor_id, new_claim(debtor=it.debtor))
    with office.at_work():
        enter_credit_note(
            get(Case, it.second).claims[0],
            Money.of(200),
            reference="CN-1",
            counts_from=get(Case, it.second).claims[0].invoice_date,
            why="Too much",
            by=office.manager.user,
        )
    kept = kept_on(office, it.second)
    assert kept >= Money.of(200)
    whole = owed_on(office, third)
    with office.at_work():
        moving.move(get(Case, it.second), get(Case, third), by="debtor")
    assert owed_on(office, third) == whole - kept
    proved(office)
    with office.at_work():
        amount = get(Payment, it.payment_id).amount
    charge_back(it, amount)
    proved(office)


def test_what_somebody_else_paid_too_much_is_not_used(office: Office) -> None:
    it = overpaid(office)
    with office.at_work():
        link = guests.make(
            get(Case, it.second), label="Anna", amount=None, days=3, locale="en", by="debtor"
        )
        get(Payment, it.payment_id).guest_link_id = link.id
    with pytest.raises(Refused, match="Nothing can be used"):
        move(it)
    refund(office, it.payment_id, TOO_MUCH)
    proved(office)
