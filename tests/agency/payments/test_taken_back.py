"""Money that banks take back, that does not arrive, and what the provider charges for it all."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agency.cases.models import Case, ClosureReason
from agency.cases.services import close
from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.accounts import choose_methods
from agency.payments.models import Allocation, Chargeback, Movement, Payment, Refund
from agency.payments.reconciling import reconcile
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.browser import shown
from tests.conftest import Opens
from tests.office import Office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

IBAN = {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}
CARD_FEE = Money.of(6) + Money.of("0.25")
"""1.5 % of 400.00 and 0.25, as the stand-in charges."""


def paid(office: Office, stripe: StripeStandIn, amount: Money | None = None) -> Payment:
    """A payment by card of a case of its own; of all that is owed unless an amount is given."""
    payment = office.start_payment(office.accepted_case(), amount)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    with office.at_work():
        return get(Payment, payment.id)


def debited(office: Office, stripe: StripeStandIn) -> Payment:
    """A direct debit that the payer confirmed, and its bank has not carried out."""
    with office.at_work():
        choose_methods(["card", "sepa_debit"], by=office.admin.user)
    payment = office.start_payment(office.accepted_case(), Money.of(400))
    stripe.pay_checkout(str(payment.checkout_id), method=IBAN)
    stripe.deliver_all()
    with office.at_work():
        return get(Payment, payment.id)


def intent_of(stripe: StripeStandIn, payment: Payment) -> str:
    return str(stripe.read(str(payment.checkout_id))["payment_intent"])


def balance(kind: AccountKind) -> Money:
    return account_balance(kind, "EUR")


@contextmanager
def turned_round(stripe: StripeStandIn) -> Iterator[None]:
    """What happens in the block is told in reverse order."""
    stripe.deliveries.hold()
    yield
    stripe.deliveries.release("reversed")
    stripe.deliver_all()


def test_the_providers_fee_is_the_agencys_own_cost(paying: Office, stripe: StripeStandIn) -> None:
    payment = paid(paying, stripe, Money.of(400))
    with paying.at_work():
        before = balance(AccountKind.CREDITOR_FUNDS), balance(AccountKind.AGENCY_SHARE)
    run_jobs(paying)
    run_jobs(paying)
    with paying.at_work():
        [movement] = rows(Movement, Movement.payment_id == payment.id)
        assert movement.fee == CARD_FEE
        assert balance(AccountKind.PROVIDER_COSTS) == CARD_FEE
        assert balance(AccountKind.PROVIDER) == Money.of(400) - CARD_FEE
        assert balance(AccountKind.CREDITOR_FUNDS) == before[0]
        assert balance(AccountKind.AGENCY_SHARE) == before[1] + CARD_FEE
        assert get(Case, payment.case_id).balance.paid == Money.of(400)  # type: ignore[union-attr]  # It has one.
        assert prove("EUR").holds


def test_a_chargeback_reopens_the_case_and_is_to_be_answered(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paid(paying, stripe)
    dispute = stripe.dispute(str(payment.payment_intent))
    stripe.deliver_all()
    with paying.at_work():
        case = get(Case, payment.case_id)
        [chargeback] = rows(Chargeback)
        assert case.is_open
        assert case.open_amount == payment.amount
        assert chargeback.reference == dispute["id"]
        assert (case.mover, case.move) == ("agency", "chargeback")
        assert len(rows(Refund)) == 1
        assert not balance(AccountKind.CREDITOR_FUNDS)
        assert balance(AccountKind.PROVIDER_COSTS) == Money.of(20)
        assert prove("EUR").holds
    said = paying.sign_in(paying.person("owner", case.creditor_id)).get(  # type: ignore[arg-type]  # A role's word.
        f"/creditor/cases/{case.id}"
    )
    assert "the payer&#39;s bank took the payment back" in said.text.lower()


def test_what_is_given_back_of_a_withdrawn_case_does_not_open_it_again(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paid(paying, stripe, Money.of(400))
    with paying.at_work():
        case = get(Case, payment.case_id)
        close(case, ClosureReason.WITHDRAWN, by=paying.manager.user, text="They agreed on it.")
    stripe.refund(str(payment.payment_intent))
    stripe.deliver_all()
    with paying.at_work():
        case = get(Case, payment.case_id)
        assert get(Payment, payment.id).given_back == Money.of(400)
        assert (case.is_open, case.move) == (False, "closed")


@pytest.mark.parametrize("won", [True, False])
def test_a_chargeback_ends_as_the_bank_decides_in_any_order(
    paying: Office, stripe: StripeStandIn, won: bool
) -> None:
    payment = paid(paying, stripe)
    with turned_round(stripe):
        dispute = stripe.dispute(str(payment.payment_intent))
        stripe.close_dispute(dispute["id"], won=won)
    with paying.at_work():
        case = get(Case, payment.case_id)
        [chargeback] = rows(Chargeback)
        assert chargeback.state == ("won" if won else "lost")
        assert case.is_open is not won
        assert case.open_amount == (Money.zero("EUR") if won else payment.amount)
        assert get(Payment, payment.id).given_back == (Money.zero("EUR") if won else payment.amount)
        assert len(rows(Allocation)) == (3 if won else 2)
        assert balance(AccountKind.PROVIDER_COSTS) == Money.of(20)
        assert prove("EUR").holds


def test_a_chargeback_of_what_was_refunded_already_is_the_agencys_loss(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paid(paying, stripe, Money.of(400))
    stripe.refund(str(payment.payment_intent), 300_00)
    dispute = stripe.dispute(str(payment.payment_intent), amount=400_00)
    stripe.deliver_all()
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(400)
        assert balance(AccountKind.PROVIDER_COSTS) == Money.of(320)
        assert prove("EUR").holds
    stripe.close_dispute(dispute["id"], won=True)
    stripe.deliver_all()
    with paying.at_work():
        assert get(Payment, payment.id).given_back == Money.of(300)
        assert balance(AccountKind.PROVIDER_COSTS) == Money.of(20)
        assert prove("EUR").holds


@pytest.mark.parametrize("reverse", [True, False])
def test_a_refund_that_does_not_arrive_counts_as_not_given(
    paying: Office, stripe: StripeStandIn, reverse: bool
) -> None:
    payment = paid(paying, stripe)
    stripe.deliveries.hold()
    refund = stripe.refund(str(payment.payment_intent))
    stripe.finish_refund(refund["id"], succeeded=False)
    stripe.deliveries.release("reversed" if reverse else "kept")
    stripe.deliver_all()
    with paying.at_work():
        case = get(Case, payment.case_id)
        assert not case.is_open
        assert not case.open_amount
        assert case.balance
        assert case.balance.paid == payment.amount
        assert not get(Payment, payment.id).given_back
        assert prove("EUR").holds


def test_a_debit_is_not_paid_before_its_bank_carried_it_out(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = debited(paying, stripe)
    assert payment.awaited_since
    assert not payment.paid_at
    with paying.at_work():
        owed = get(Case, payment.case_id).open_amount
    with pytest.raises(Refused, match="A bank is carrying out a payment already"):
        paying.start_payment(payment.case_id, owed)
    stripe.settle(intent_of(stripe, payment), paid=True)
    stripe.deliver_all()
    with paying.at_work():
        assert get(Payment, payment.id).paid_at
        assert get(Payment, payment.id).method == "sepa_debit"


def test_a_debit_that_its_bank_refuses_was_never_paid(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = debited(paying, stripe)
    with turned_round(stripe):
        stripe.settle(intent_of(stripe, payment), paid=False)
    with paying.at_work():
        ended = get(Payment, payment.id)
        assert (ended.paid_at, ended.ended_why) == (None, "async_payment_failed")
    assert paying.start_payment(payment.case_id, Money.of(400)).id != payment.id


def test_a_debit_that_comes_back_weeks_later_is_owed_again(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = debited(paying, stripe)
    intent = intent_of(stripe, payment)
    stripe.settle(intent, paid=True)
    stripe.deliver_all()
    with paying.at_work():
        owed = get(Case, payment.case_id).open_amount
    stripe.return_debit(intent)
    stripe.deliver_all()
    told = stripe.events_of("charge.failed")[-1]["id"]
    stripe.deliver(told, times=2)
    with paying.at_work():
        assert get(Case, payment.case_id).open_amount == owed + Money.of(400)
        assert len(rows(Refund)) == 1
        assert prove("EUR").holds


def test_a_chargeback_is_answered_once_with_what_happened(
    paying: Office, stripe: StripeStandIn
) -> None:
    payment = paid(paying, stripe)
    dispute = stripe.dispute(str(payment.payment_intent))
    stripe.deliver_all()
    with paying.at_work():
        [chargeback] = rows(Chargeback)
    client = paying.sign_in(paying.finance)
    path = f"/agency/chargebacks/{chargeback.id}"
    assert "Send the answer" in client.get(path).text
    assert "To answer" in client.get("/agency/provider").text
    assert client.post(path, data={"statement": "No."}).status_code == 422
    said = "The debtor paid its own invoice on its payment page."
    assert client.post(path, data={"statement": said}).status_code == 302
    evidence = stripe.read(dispute["id"])["evidence"]
    assert evidence["uncategorized_text"].startswith(said)
    assert "began to pay" in evidence["uncategorized_text"]
    assert "Send the answer" not in client.get(path).text
    assert client.post(path, data={"statement": said}).status_code == 409
    assert paying.sign_in(paying.collector).post(path).status_code == 403


def test_the_admin_chooses_by_what_debtors_may_pay(paying: Office, stripe: StripeStandIn) -> None:
    client = paying.sign_in(paying.admin)
    path = "/agency/settings/stripe/methods"
    client.post(path, data={"methods": ["card", "ideal", "sepa_debit"]})
    payment = paying.start_payment(paying.accepted_case(), Money.of(400))
    shown = stripe.read(str(payment.checkout_id))["payment_method_types"]
    assert shown == ["card", "ideal", "sepa_debit"]
    for nothing in ({}, {"methods": "moved"}):
        assert client.post(path, data=nothing).status_code == 409
    assert "paid too much on another case" not in client.get("/agency/settings/stripe").text


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_the_provider_and_a_chargeback_read_well(
    paying: Office, stripe: StripeStandIn, visit: Opens, width: int, scheme: str
) -> None:
    payment = paid(paying, stripe)
    stripe.dispute(str(payment.payment_intent))
    stripe.deliver_all()
    with paying.at_work():
        reconcile()
    run_jobs(paying)
    window = visit(width, scheme)
    window.sign_in(paying.finance)
    assert "Differences" not in shown(window.open("/agency/provider"))
    with paying.at_work():
        [chargeback] = rows(Chargeback)
    window.open(f"/agency/chargebacks/{chargeback.id}")
    assert "Our answer" in shown(window.page)
    window.open(f"/agency/payments/{payment.id}")
