"""Several people pay on one case at a time: each amount is kept aside, and nothing is paid twice."""

import threading
from datetime import timedelta

from flask import Flask

from agency.cases.models import Case, ClosureReason
from agency.cases.services import close
from agency.corrections.services import enter_credit_note
from agency.payments import jobs, pages
from agency.payments.models import Payment
from agency.payments.reserving import reserved, to_close
from portal import clock
from portal.money import Money, total
from portal.web import get
from tests.office import rows
from tests.portal.pay.conftest import Payer, text_of
from tests.portal.pay.test_paying import all_of_it, come_back, owed_by, payment_of
from tests.standins.stripe import StripeStandIn


def payments_of(payer: Payer) -> list[Payment]:
    with payer.office.at_work():
        return rows(Payment, Payment.case_id == payer.case_id)


def kept_aside(payer: Payer) -> Money:
    with payer.office.at_work():
        return reserved(get(Case, payer.case_id))


def close_pages(payer: Payer) -> None:
    with payer.office.at_work():
        waiting = [payment.id for payment in to_close()]
    for payment_id in waiting * 2:
        with payer.office.at_work():
            jobs.close_page(str(payment_id))


def test_two_parts_are_paid_side_by_side(card_payer: Payer, stripe: StripeStandIn) -> None:
    owed = Money.of(all_of_it(card_payer))
    for amount in ("160", "170"):
        assert card_payer.send("/payments", amount=amount).status_code == 303
    one, two = payments_of(card_payer)
    assert kept_aside(card_payer) == Money.of(330)
    said = text_of(card_payer.open())
    assert "€160.00 The payment page is open until" in said
    assert "€170.00 The payment page is open until" in said
    assert f"Pay {(owed - Money.of(330)).format()}" in said
    for payment in (one, two):
        stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    assert owed_by(card_payer) == owed - Money.of(330)
    assert not kept_aside(card_payer)


def test_more_than_nobody_is_paying_is_refused_and_says_what_to_do(card_payer: Payer) -> None:
    card_payer.send("/payments", amount="160")
    free = owed_by(card_payer) - Money.of(160)
    answer = card_payer.send("/payments", amount=str((free + Money(1)).decimal))
    said = text_of(answer)
    assert answer.status_code == 409
    assert "€160.00 is being paid in another window until" in said
    assert f"Cancel that below to pay all, or pay {free.format()} or less." in said
    assert len(payments_of(card_payer)) == 1


def test_while_all_is_being_paid_nothing_else_can_be(card_payer: Payer) -> None:
    amount = all_of_it(card_payer)
    card_payer.send("/payments", all=amount)
    page = card_payer.open()
    assert "All of it is being paid just now" in text_of(page)
    assert 'name="all"' not in page.text
    answer = card_payer.send("/payments", amount="10")
    assert "Cancel that below to pay it here." in text_of(answer)
    assert answer.status_code == 409


def test_cancelling_frees_the_amount_at_the_provider_as_well(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    for _twice in range(2):
        answer = card_payer.send(f"/payments/{payment.id}/cancellation")
        assert answer.status_code == 303
    assert stripe.read(str(payment.checkout_id))["status"] == "expired"
    assert not kept_aside(card_payer)
    assert card_payer.send("/payments", all=all_of_it(card_payer)).status_code == 303


def test_what_is_paid_already_cannot_be_cancelled(card_payer: Payer, stripe: StripeStandIn) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    stripe.deliveries.hold()
    try:
        stripe.pay_checkout(str(payment.checkout_id))
        answer = card_payer.send(f"/payments/{payment.id}/cancellation")
    finally:
        stripe.deliveries.release()
    assert answer.status_code == 409
    assert "made already" in text_of(answer)
    assert payment_of(card_payer).ended_at is None


def test_the_payment_of_another_case_is_not_cancelled(card_payer: Payer) -> None:
    office = card_payer.office
    other = office.start_payment(office.accepted_case(), Money.of(100))
    assert card_payer.send(f"/payments/{other.id}/cancellation").status_code == 404
    with office.at_work():
        assert get(Payment, other.id).ended_at is None


def test_two_people_at_once_never_reserve_more_than_is_open(app: Flask, card_payer: Payer) -> None:
    owed = Money.of(all_of_it(card_payer))
    most = Money(owed.minor * 6 // 10)
    amounts = [most, most - Money(1), most - Money(2), most - Money(3)]
    browsers = [app.test_client() for _ in amounts]
    for browser in browsers:
        browser.get(card_payer.path, query_string={"lang": "en"})
        browser.post(card_payer.path, data={"answer": "3511 AB"})
    found: list[int] = []
    begin = threading.Barrier(len(amounts))

    def pay(number: int) -> None:
        begin.wait(timeout=30)
        sent = {"amount": str(amounts[number].decimal)}
        found.append(browsers[number].post(f"{card_payer.path}/payments", data=sent).status_code)

    threads = [threading.Thread(target=pay, args=(number,)) for number in range(len(amounts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(found) == [303, 409, 409, 409]
    assert kept_aside(card_payer) <= owed


def test_a_page_whose_time_is_over_frees_its_amount_without_any_message(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", all=all_of_it(card_payer))
    payment = payment_of(card_payer)
    with clock.moved_to(payment.expires_at + timedelta(minutes=1)):
        close_pages(card_payer)
    ended = payment_of(card_payer)
    assert ended.ended_why == "expired"
    assert stripe.read(str(payment.checkout_id))["status"] == "expired"
    assert "This payment came to nothing" in text_of(come_back(card_payer, payment))


def test_the_clock_books_what_was_paid_in_the_last_second(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", amount="160")
    payment = payment_of(card_payer)
    stripe.deliveries.hold()
    try:
        stripe.pay_checkout(str(payment.checkout_id))
        with clock.moved_to(payment.expires_at + timedelta(minutes=1)):
            close_pages(card_payer)
        assert payment_of(card_payer).paid_at is not None
    finally:
        stripe.deliveries.release()
    stripe.deliver_all()
    assert total(p.amount for p in payments_of(card_payer)) == Money.of(160)


def test_money_for_a_page_that_had_ended_counts_and_what_is_too_much_is_kept_for_the_debtor(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    owed = Money.of(all_of_it(card_payer))
    card_payer.send("/payments", all=all_of_it(card_payer))
    late = payment_of(card_payer)
    with card_payer.office.at_work():
        get(Payment, late.id).ended_at, get(Payment, late.id).ended_why = clock.now(), "expired"
    card_payer.send("/payments", amount="160")
    for payment in (payment_of(card_payer), late):
        stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with card_payer.office.at_work():
        assert all(payment.paid_at for payment in rows(Payment))
        case = get(Case, card_payer.case_id)
        assert not case.open_amount
        assert case.balance
        assert case.balance.paid == owed


def test_what_is_more_than_is_open_any_more_is_closed_the_newest_first(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    office = card_payer.office
    owed = Money.of(all_of_it(card_payer))
    card_payer.send("/payments", amount="160")
    card_payer.send("/payments", amount=str((owed - Money.of(160)).decimal))
    with office.at_work():
        claim = get(Case, card_payer.case_id).claims[0]
        enter_credit_note(
            claim,
            Money.of(50),
            reference="CN-1",
            counts_from=clock.today(),
            why="Returned",
            by=office.manager.user,
        )
    close_pages(card_payer)
    first, second = payments_of(card_payer)
    assert first.ended_at is None
    assert second.ended_why == "beyond"
    assert stripe.read(str(second.checkout_id))["status"] == "expired"


def test_where_the_creditor_withdraws_nobody_goes_on_paying(
    card_payer: Payer, stripe: StripeStandIn
) -> None:
    card_payer.send("/payments", amount="160")
    office = card_payer.office
    with office.at_work():
        case = get(Case, card_payer.case_id)
        close(case, ClosureReason.WITHDRAWN, by=office.manager.user, text="They agreed on it.")
    close_pages(card_payer)
    payment = payment_of(card_payer)
    assert payment.ended_why == "case_closed"
    assert stripe.read(str(payment.checkout_id))["status"] == "expired"


def test_a_debit_that_a_bank_carries_out_keeps_its_amount(card_payer: Payer) -> None:
    card_payer.send("/payments", amount="160")
    with card_payer.office.at_work():
        get(Payment, payment_of(card_payer).id).awaited_since = clock.now()
    payment = payment_of(card_payer)
    with clock.moved_to(payment.expires_at + timedelta(days=2)):
        close_pages(card_payer)
        assert kept_aside(card_payer) == Money.of(160)
        card_payer.answer()
        assert "The bank is carrying it out." in text_of(card_payer.open())
        answer = card_payer.send(f"/payments/{payment.id}/cancellation")
    assert answer.status_code == 409


def test_closing_a_page_that_may_stay_changes_nothing(card_payer: Payer) -> None:
    card_payer.send("/payments", amount="160")
    with card_payer.office.at_work():
        pages.close(get(Payment, payment_of(card_payer).id))
    assert payment_of(card_payer).ended_at is None
