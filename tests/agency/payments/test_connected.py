"""Agencies whose account is connected to the platform's, beside one that has keys of its own."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from stripe import StripeClient
from werkzeug.test import TestResponse

from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import connecting, refunds
from agency.payments.accounts import gateway, takes_cards
from agency.payments.models import (
    Chargeback,
    ConnectedAccount,
    Movement,
    Payment,
    ProviderAccount,
    ProviderEvent,
)
from agency.payments.news import platform_events
from agency.payments.reconciling import reconcile
from agency.payments.stripe_gateway import ProviderRefused
from portal import db
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import attempts, by_card, due, new_plan, night, saved_of
from tests.agency.payments.connected import (
    HUNDRED,
    SETTINGS,
    account_of,
    again,
    intent_of,
    on_behalf_of,
    paid,
)
from tests.browser import shown
from tests.conftest import PLATFORM_KEY, Opens
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


def page_for(stripe: StripeStandIn, account: str, payment_id: uuid.UUID) -> str:
    """A page of an account that says it is for a payment; whoever owns the account can make one."""
    price: Any = {"currency": "eur", "unit_amount": 10000, "product_data": {"name": "Case"}}
    about = {"payment_id": str(payment_id)}
    made = on_behalf_of(stripe, account).v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "client_reference_id": str(payment_id),
            "metadata": about,
            "payment_intent_data": {"metadata": about},
            "success_url": "https://elsewhere.example/thanks",
        }
    )
    return made.id


def post(office: Office, stripe: StripeStandIn, event: str, secret: str) -> TestResponse:
    message = stripe.message(event, secret)
    return office.app.test_client().post(
        "/webhooks/stripe",
        data=message.payload,
        headers={"Stripe-Signature": message.signature, "Content-Type": "application/json"},
    )


def secret_of(office: Office) -> str:
    return str(office.app.extensions["settings"].stripe_platform_webhook_secret)


def test_an_administrator_has_stripe_open_an_account(
    office: Office, stripe: StripeStandIn, visit: Opens
) -> None:
    page = visit(390)
    page.sign_in(office.admin)
    page.open(SETTINGS)
    page.press("Open an account at Stripe")
    page.press("Later")
    here = shown(page.page)
    assert "does not let the account take payments yet" in here
    assert "external_account" in here
    with office.at_work():
        assert not takes_cards()
    page.press("Go on at Stripe")
    page.press("Tell all of it")
    here = shown(page.page)
    assert "Debtors can pay by card" in here
    assert account_of(office) in here
    with office.at_work():
        assert takes_cards()
        kinds = {it.kind for it in rows(Event)}
        assert {"provider.connected", "provider.charges_on"} <= kinds


def test_asked_twice_it_is_one_account(office: Office) -> None:
    with office.at_work():
        first = connecting.connect(by=office.admin.user)
    with office.at_work():
        second = connecting.connect(by=office.admin.user)
        [mine] = rows(ProviderAccount)
        [known] = db.session.query(ConnectedAccount).filter_by(agency_id=office.agency_id)
    assert mine.account_ref == known.account_ref
    assert first != second, "each link opens once"


def test_an_old_link_to_stripe_leads_to_a_new_one(office: Office) -> None:
    client = office.sign_in(office.admin)
    assert client.get(f"{SETTINGS}/connection/link").location.endswith(SETTINGS)
    first = client.post(f"{SETTINGS}/connection").location
    assert "/setup/s/acct_" in first
    assert client.get(f"{SETTINGS}/connection/link").location != first
    for person in (office.collector, office.manager, office.finance):
        assert office.sign_in(person).post(f"{SETTINGS}/connection").status_code == 403


def test_both_ways_are_paid_side_by_side(
    connected: Office, with_keys: Office, stripe: StripeStandIn
) -> None:
    ours, theirs = paid(connected, stripe), paid(with_keys, stripe)
    for office, payment in ((connected, ours), (with_keys, theirs)):
        with office.at_work():
            assert payment.paid_at
            assert account_balance(AccountKind.PROVIDER, "EUR") == HUNDRED
            assert prove("EUR").holds
    account = account_of(connected)
    assert stripe.store.account_of(str(ours.checkout_id)) == account
    assert stripe.store.account_of(str(theirs.checkout_id)) != account
    for office, others in ((connected, theirs), (with_keys, ours)):
        with office.at_work(), pytest.raises(ProviderRefused, match="No such checkout session"):
            gateway().read_checkout(str(others.checkout_id))


def test_money_goes_back_and_chargebacks_come_through_the_connected_account(
    connected: Office, stripe: StripeStandIn
) -> None:
    payment = paid(connected, stripe)
    with connected.at_work():
        refunds.refund(
            get(Payment, payment.id),
            Money.of(30),
            reason="duplicate",
            note="",
            key=uuid.uuid4(),
            by=connected.finance.user,
        )
    with connected.at_work():
        assert get(Payment, payment.id).given_back == Money.of(30)
    stripe.dispute(intent_of(stripe, payment), amount=7000)
    stripe.deliver_all()
    with connected.at_work():
        [chargeback] = rows(Chargeback)
        assert chargeback.amount == Money.of(70)
        assert prove("EUR").holds


def test_a_night_finds_what_a_message_missed(connected: Office, stripe: StripeStandIn) -> None:
    payment = connected.start_payment(connected.accepted_case(), HUNDRED)
    stripe.deliveries.mode = "drop"
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliveries.mode = "send"
    with connected.at_work():
        assert reconcile() == 1
    run_jobs(connected, only="payments.take_movement")
    assert again(connected, payment).paid_at
    with connected.at_work():
        assert rows(Movement, Movement.payment_id == payment.id)


def test_an_instalment_is_taken_on_the_connected_account(
    connected: Office, stripe: StripeStandIn
) -> None:
    plan_id = new_plan(connected)
    saved_id = by_card(connected, stripe, plan_id)
    assert stripe.store.account_of(str(saved_of(connected, saved_id).method_ref)) == account_of(
        connected
    )
    with due(connected, plan_id):
        night(connected)
        stripe.deliver_all()
    assert [it[2] for it in attempts(connected)] == ["paid"]


def test_the_operator_finds_all_events_in_the_documentation() -> None:
    written = (Path(__file__).parents[3] / "docs/operations.md").read_text()
    assert [it for it in platform_events() if f"`{it}`" not in written] == []


class TestMessages:
    def test_twice_and_again_is_once(self, connected: Office, stripe: StripeStandIn) -> None:
        payment = paid(connected, stripe)
        event = stripe.events_of("checkout.session.completed")[-1]
        stripe.deliver(event["id"], times=3)
        with connected.at_work():
            assert len(rows(ProviderEvent, ProviderEvent.event_id == event["id"])) == 1
            assert account_balance(AccountKind.PROVIDER, "EUR") == HUNDRED
        assert post(connected, stripe, event["id"], secret_of(connected)).json == {
            "outcome": "known"
        }
        assert again(connected, payment).amount == HUNDRED

    def test_another_account_never_pays_for_this_agency(
        self, connected: Office, with_keys: Office, stripe: StripeStandIn
    ) -> None:
        other = open_office(connected.app)
        theirs = other.connect_stripe(stripe)
        for office in (connected, with_keys):
            waiting = office.start_payment(office.accepted_case(), HUNDRED)
            stripe.pay_checkout(page_for(stripe, theirs, waiting.id))
            stripe.deliver_all()
            assert again(office, waiting).paid_at is None
            with office.at_work():
                assert rows(ProviderEvent, ProviderEvent.kind.like("checkout%")) == []
        with other.at_work():
            assert rows(Payment) == []
            assert prove("EUR").holds

    def test_what_the_platform_did_not_sign_is_turned_away(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        stripe.deliveries.mode = "drop"
        payment = connected.start_payment(connected.accepted_case(), HUNDRED)
        stripe.pay_checkout(str(payment.checkout_id))
        stripe.deliveries.mode = "send"
        event = stripe.events_of("checkout.session.completed")[-1]["id"]
        assert post(connected, stripe, event, "whsec_somebody_elses").status_code == 400
        assert again(connected, payment).paid_at is None
        assert post(connected, stripe, event, secret_of(connected)).status_code == 200
        assert again(connected, payment).paid_at

    def test_the_address_with_its_name_is_closed_to_a_connected_agency(
        self, connected: Office
    ) -> None:
        client = connected.app.test_client()
        assert client.post(f"/webhooks/stripe/{connected.slug}", data=b"{}").status_code == 404

    def test_an_unknown_account_is_answered_well(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        platform = StripeClient(PLATFORM_KEY, base_addresses={"api": stripe.url})
        stranger = platform.v1.accounts.create({"type": "standard"}).id
        stripe.introduce(stranger)
        stripe.deliver_all()
        event = stripe.events_of("account.updated")[-1]
        assert stripe.deliveries.statuses(event["id"]) == [("delivered", 200)]
        answer = post(connected, stripe, event["id"], secret_of(connected))
        assert answer.json == {"outcome": "not ours"}

    def test_what_an_account_only_tries_out_is_no_money(
        self, connected: Office, stripe: StripeStandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stripe.deliveries.mode = "drop"
        payment = connected.start_payment(connected.accepted_case(), HUNDRED)
        stripe.pay_checkout(str(payment.checkout_id))
        stripe.deliveries.mode = "send"
        event = stripe.events_of("checkout.session.completed")[-1]["id"]
        monkeypatch.setattr("agency.payments.webhooks.is_live", lambda _key: True)
        answer = post(connected, stripe, event, secret_of(connected))
        assert answer.json == {"outcome": "not ours"}
        assert again(connected, payment).paid_at is None
