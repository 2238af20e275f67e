"""An agency goes on with the account that it took back: what began there is handled again."""

import uuid

import pytest

from agency.ledger.models import AccountKind
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import connecting, reconnecting, refunds
from agency.payments.accounts import is_in_reach, takes_cards
from agency.payments.models import Chargeback, ConnectedAccount, Payment, ProviderAccount
from portal import db
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.payments.connected import (
    HUNDRED,
    SETTINGS,
    account_of,
    again,
    intent_of,
    paid,
)
from tests.browser import NARROW, WIDE, shown
from tests.conftest import PLATFORM_KEY, Opens
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

FORMER = f"{SETTINGS}/connection/former"


def taken_back(office: Office, stripe: StripeStandIn) -> str:
    account = account_of(office)
    stripe.deauthorize(account)
    stripe.deliver_all()
    return account


def let_in(office: Office, stripe: StripeStandIn) -> None:
    """The owner lets the portal in again, and the agency goes on with its account."""
    stripe.authorize(account_of(office), PLATFORM_KEY)
    with office.at_work():
        reconnecting.go_on(by=office.admin.user)
    run_jobs(office)


def names_of(office: Office) -> list[str]:
    with office.at_work():
        return [it.account_ref for it in db.session.query(ConnectedAccount)]


def test_money_that_came_in_meanwhile_is_booked_and_pages_open_again(
    connected: Office, stripe: StripeStandIn
) -> None:
    payment = connected.start_payment(connected.accepted_case(), HUNDRED)
    account = taken_back(connected, stripe)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    assert not again(connected, payment).paid_at
    let_in(connected, stripe)
    assert again(connected, payment).paid_at
    assert names_of(connected) == [account]
    assert paid(connected, stripe).paid_at


def test_payouts_of_meanwhile_and_of_after_are_in_the_books(
    connected: Office, stripe: StripeStandIn
) -> None:
    paid(connected, stripe)
    account = taken_back(connected, stripe)
    paid_out = stripe.payout(account=account)["amount"]
    stripe.deliver_all()
    with connected.at_work():
        assert not account_balance(AccountKind.CLIENT_BANK, "EUR")
    let_in(connected, stripe)
    with connected.at_work():
        assert account_balance(AccountKind.CLIENT_BANK, "EUR").minor == paid_out
    paid(connected, stripe)
    paid_out += stripe.payout(account=account)["amount"]
    stripe.deliver_all()
    with connected.at_work():
        assert account_balance(AccountKind.CLIENT_BANK, "EUR").minor == paid_out
        assert prove("EUR").holds


def test_a_dispute_of_meanwhile_is_known_and_what_was_paid_before_goes_back(
    connected: Office, stripe: StripeStandIn
) -> None:
    disputed, refunded = paid(connected, stripe), paid(connected, stripe)
    taken_back(connected, stripe)
    stripe.dispute(intent_of(stripe, disputed))
    stripe.deliver_all()
    let_in(connected, stripe)
    with connected.at_work():
        assert [it.payment_id for it in rows(Chargeback)] == [disputed.id]
        refunds.refund(
            get(Payment, refunded.id), Money.of(30), reason="duplicate", note="",
            key=uuid.uuid4(), by=connected.finance.user,
        )  # fmt: skip
    run_jobs(connected)
    stripe.deliver_all()
    assert stripe.read(intent_of(stripe, refunded))["status"] == "succeeded"
    assert stripe.events_of("refund.created")


def test_while_it_does_not_let_the_portal_in_that_is_said_and_a_new_one_can_be_opened(
    connected: Office, stripe: StripeStandIn
) -> None:
    former = taken_back(connected, stripe)
    client = connected.sign_in(connected.admin)
    answer = client.post(FORMER)
    assert answer.status_code == 409
    assert f"The account {former} does not let the portal in" in answer.text
    assert "Open an account at Stripe" in answer.text
    with connected.at_work():
        assert not takes_cards()
    new = connected.connect_stripe(stripe)
    stripe.authorize(former, PLATFORM_KEY)
    assert client.post(FORMER).status_code == 302
    assert account_of(connected) == new != former
    assert sorted(names_of(connected)) == sorted([former, new])


def test_pressed_twice_it_is_one_connection(connected: Office, stripe: StripeStandIn) -> None:
    account = taken_back(connected, stripe)
    stripe.authorize(account, PLATFORM_KEY)
    client = connected.sign_in(connected.admin)
    assert [client.post(FORMER).status_code for _ in range(2)] == [302, 302]
    with connected.at_work():
        assert takes_cards()
        assert len(rows(Event, Event.kind == "provider.reconnected")) == 1
    assert names_of(connected) == [account]


def test_a_late_message_that_it_was_taken_back_does_not_end_it(
    connected: Office, stripe: StripeStandIn
) -> None:
    stripe.deliveries.mode = "drop"
    stripe.deauthorize(account_of(connected))
    stripe.deliveries.mode = "send"
    with connected.at_work():
        assert connecting.look() is None
    let_in(connected, stripe)
    event = stripe.events_of("account.application.deauthorized")[-1]["id"]
    stripe.deliver(event, times=2)
    with connected.at_work():
        assert takes_cards()
        assert len(rows(Event, Event.kind == "provider.disconnected")) == 1
    taken_back(connected, stripe)
    with connected.at_work():
        assert not takes_cards()


def test_an_account_that_must_tell_more_is_connected_and_takes_nothing_yet(
    connected: Office, stripe: StripeStandIn
) -> None:
    account = taken_back(connected, stripe)
    stripe.restrict(account, "external_account")
    stripe.authorize(account, PLATFORM_KEY)
    client = connected.sign_in(connected.admin)
    page = client.post(FORMER, follow_redirects=True).text
    assert "does not let the account take payments yet" in page
    with connected.at_work():
        assert not takes_cards()


def test_what_began_with_an_account_of_before_stays_out_of_reach(
    connected: Office, stripe: StripeStandIn
) -> None:
    with_first = paid(connected, stripe)
    run_jobs(connected)
    taken_back(connected, stripe)
    connected.connect_stripe(stripe)
    with_second = paid(connected, stripe)
    taken_back(connected, stripe)
    let_in(connected, stripe)
    with connected.at_work():
        assert not is_in_reach(again(connected, with_first).started_at)
        assert is_in_reach(again(connected, with_second).started_at)


def test_nobody_goes_on_with_the_account_of_another(
    connected: Office, stripe: StripeStandIn
) -> None:
    account = taken_back(connected, stripe)
    stripe.authorize(account, PLATFORM_KEY)
    other = open_office(connected.app)
    with other.at_work(), pytest.raises(Refused, match="no account with Stripe"):
        reconnecting.go_on(by=other.admin.user)
    other.connect_stripe(stripe)
    own = taken_back(other, stripe)
    with other.at_work():
        rows(ProviderAccount)[0].account_ref = account
        db.session.flush()
        assert db.session.get(ConnectedAccount, account) is None
        db.session.rollback()
    assert other.sign_in(other.admin).post(FORMER, data={"account": account}).status_code == 409
    assert account_of(other) == own
    for person in (connected.collector, connected.manager, connected.finance):
        assert connected.sign_in(person).post(FORMER).status_code == 403


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_an_administrator_goes_on_with_the_account_on_its_page(
    connected: Office, stripe: StripeStandIn, visit: Opens, width: int
) -> None:
    account = taken_back(connected, stripe)
    page = visit(width)
    page.sign_in(connected.admin)
    page.open(SETTINGS)
    assert "refunds and disputes of before" in shown(page.page)
    stripe.authorize(account, PLATFORM_KEY)
    page.press("Go on with this account")
    here = shown(page.page)
    assert "Debtors can pay by card" in here
    assert account in here
