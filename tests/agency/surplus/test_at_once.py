"""Several people with the same money at the same moment, and a bank that takes it back meanwhile."""

import uuid

import pytest

from agency.cases.models import Case
from agency.cases.services import lock
from agency.corrections.services import enter_credit_note
from agency.ledger.proving import prove
from agency.payments.books import give_back
from agency.payments.models import Payment, SurplusMove
from agency.surplus import services
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.remittance.test_at_once import together
from tests.agency.remittance.till import pay
from tests.agency.surplus.desk import TOO_MUCH, kept_on, overpaid, owed_on
from tests.office import Office, new_claim, new_debtor, rows
from tests.standins.stripe import StripeStandIn


def test_debtor_and_staff_at_once_use_it_once(office: Office) -> None:
    it = overpaid(office)
    before = owed_on(office, it.second)

    def choose(by_staff: bool) -> None:
        with office.at_work():
            by = office.finance.user if by_staff else "debtor"
            services.choose(
                get(Case, it.first), it.second, services.Word(), form_key=uuid.uuid4(), by=by
            )

    _ = office.finance
    together(office, lambda: choose(by_staff=False), lambda: choose(by_staff=True))
    assert owed_on(office, it.second) == before - TOO_MUCH
    assert kept_on(office, it.first) == Money.zero()
    with office.at_work():
        assert len(rows(SurplusMove)) == 1
        assert prove("EUR").holds


def test_cases_are_locked_in_the_order_of_their_keys_whichever_has_the_money(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bank that takes money back locks the older case first; two who wait for each other fail."""
    it = overpaid(office)
    pay(office, it.second, owed_on(office, it.second) + TOO_MUCH)
    with office.at_work():
        payment = get(Payment, it.payment_id)
        give_back(
            payment,
            Money.of(200),
            provider_ref="re_back",
            reason="refund",
            on=clock.today(),
            by=office.finance.user,
        )
    locked: list[uuid.UUID] = []

    def noting(case: Case) -> Case:
        locked.append(case.id)
        return lock(case)

    for place in ("payments.moving", "surplus.services"):
        monkeypatch.setattr(f"agency.{place}.lock", noting)
    with office.at_work():
        second, word = get(Case, it.second), services.Word()
        services.choose(second, it.first, word, form_key=uuid.uuid4(), by="debtor")
    assert locked[:2] == [it.first, it.second]
    assert kept_on(office, it.second) == Money.zero()


def test_the_bank_takes_back_a_payment_whose_surplus_was_used(
    office: Office, stripe: StripeStandIn, live: str
) -> None:
    office.open_stripe(stripe)
    creditor_id, debtor = office.new_creditor(), new_debtor(locale="en")
    first = office.accepted_case(creditor_id, new_claim(debtor=debtor))
    started = office.start_payment(first)
    stripe.pay_checkout(str(started.checkout_id))
    with office.at_work():
        claim = get(Case, first).claims[0]
        enter_credit_note(
            claim,
            Money.of(200),
            reference="CN-1",
            counts_from=claim.invoice_date,
            why="",
            by=office.manager.user,
        )
    stripe.deliver_all()
    kept = kept_on(office, first)
    assert kept >= Money.of(200)
    second = office.accepted_case(creditor_id, new_claim(debtor=debtor))
    whole = owed_on(office, second)
    with office.at_work():
        word = services.Word()
        services.choose(get(Case, first), second, word, form_key=uuid.uuid4(), by="debtor")
    assert owed_on(office, second) == whole - kept
    with office.at_work():
        payment = get(Payment, started.id)
        intent = str(payment.payment_intent)
    dispute = stripe.dispute(intent)
    stripe.deliver_all()
    stripe.deliver_all()
    assert owed_on(office, second) == whole
    assert kept_on(office, first) == Money.zero()
    with office.at_work():
        assert get(Case, first).is_open
        assert prove("EUR").holds
    stripe.close_dispute(dispute["id"], won=True)
    stripe.deliver_all()
    assert kept_on(office, first) == kept, "the debtor is asked anew"
    with office.at_work():
        assert prove("EUR").holds
