"""A connected account that takes nothing any more, or gives way to another; and whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from agency.autopay.kinds import MethodState
from agency.payments import connecting, pages
from agency.payments.accounts import choose_methods, gateway, provider_account, takes_cards
from agency.payments.models import (
    ConnectedAccount,
    Payment,
)
from agency.payments.reconciling import reconcile
from agency.payments.reserving import reserved
from agency.payments.stripe_gateway import NO_ACCESS, ProviderRefused
from portal import clock, db
from portal.audit.models import Event
from portal.errors import Refused
from portal.jobs import run
from portal.tenancy import acting_for
from portal.web import get
from tests.agency.autopay.desk import (
    allowed,
    attempts,
    by_account,
    by_card,
    due,
    new_plan,
    night,
    saved_of,
)
from tests.agency.contacts.desk import on
from tests.agency.payments.connected import (
    HUNDRED,
    SETTINGS,
    account_of,
    again,
    mails_of,
    paid,
)
from tests.mailbox import Mailbox
from tests.office import Office, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs


class TestWhenStripeWantsMore:
    def test_debtors_pay_by_bank_and_the_office_is_told(
        self, connected: Office, stripe: StripeStandIn, mail_server: Mailbox
    ) -> None:
        account = account_of(connected)
        stripe.restrict(account, "external_account")
        stripe.deliver_all()
        [mail] = mails_of(connected, mail_server)
        assert "takes no payments" in mail or "take no payments" in mail
        page = connected.sign_in(connected.admin).get(SETTINGS).text
        assert "external_account" in page
        with connected.at_work():
            assert not takes_cards()
        with pytest.raises(Refused, match="bank transfer"):
            connected.start_payment(connected.accepted_case(), HUNDRED)
        stripe.introduce(account)
        stripe.deliver_all()
        assert len(mails_of(connected, mail_server)) == 1
        assert connected.start_payment(connected.accepted_case(), HUNDRED).checkout_url


class TestTakenBack:
    def test_it_is_off_everybody_knows_and_nothing_is_charged(
        self, connected: Office, stripe: StripeStandIn, mail_server: Mailbox
    ) -> None:
        plan_id = new_plan(connected)
        saved_id = by_card(connected, stripe, plan_id)
        stripe.deauthorize(account_of(connected))
        stripe.deliver_all()
        with connected.at_work():
            assert not takes_cards()
            with pytest.raises(ProviderRefused) as refusal:
                gateway()
            assert refusal.value.code == NO_ACCESS
            assert reconcile() == 0
        [mail] = mails_of(connected, mail_server)
        assert "no longer connected" in mail
        saved = saved_of(connected, saved_id)
        assert (saved.state, saved.over_why) == (MethodState.OVER, "withdrawn")
        with due(connected, plan_id):
            night(connected)
        assert attempts(connected) == []
        with pytest.raises(Refused, match="cannot be taken"):
            allowed(connected, plan_id)
        assert "No longer connected" in connected.sign_in(connected.admin).get(SETTINGS).text

    def test_told_again_it_changes_nothing(
        self, connected: Office, stripe: StripeStandIn, mail_server: Mailbox
    ) -> None:
        stripe.deauthorize(account_of(connected))
        stripe.deliver_all()
        event = stripe.events_of("account.application.deauthorized")[-1]["id"]
        new = connected.connect_stripe(stripe)
        stripe.deliver(event, times=2)
        with connected.at_work():
            assert takes_cards()
            assert account_of(connected) == new
            assert len(rows(Event, Event.kind == "provider.disconnected")) == 1
        assert len(mails_of(connected, mail_server)) == 1

    def test_a_night_finds_out_when_no_message_came(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        stripe.deliveries.mode = "drop"
        stripe.deauthorize(account_of(connected))
        stripe.deliveries.mode = "send"
        with connected.at_work():
            assert connecting.look() is None
        with connected.at_work():
            assert not takes_cards()

    def test_an_open_page_frees_its_amount_when_its_time_is_over(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        payment = connected.start_payment(connected.accepted_case(), HUNDRED)
        stripe.deauthorize(account_of(connected))
        stripe.deliver_all()
        with clock.moved_to(clock.now() + timedelta(hours=1)):
            with connected.at_work():
                pages.close(get(Payment, payment.id))
            with connected.at_work():
                found = get(Payment, payment.id)
                assert found.ended_why == "expired"
                assert not reserved(found.case)

    def test_a_debit_under_way_is_given_up_once_its_bank_is_done(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        with connected.at_work():
            choose_methods(["card", "sepa_debit"], by=connected.admin.user)
        plan_id = new_plan(connected)
        by_account(connected, stripe, plan_id)
        with due(connected, plan_id) as day:
            night(connected)
            assert [it[2] for it in attempts(connected)] == ["processing"]
            stripe.deliveries.mode = "drop"
            stripe.deauthorize(account_of(connected))
            stripe.deliveries.mode = "send"
            with connected.at_work():
                assert connecting.look() is None
            run_jobs(connected)
            connected.connect_stripe(stripe)
        for days, state in ((20, "processing"), (22, "held_back")):
            with on(day + timedelta(days=days)):
                for name in ("payments.give_up_due", "autopay.look_up_due"):
                    run(name, str(connected.agency_id), {})
                    run_jobs(connected)
                assert next(it[2] for it in attempts(connected)) == state
        with connected.at_work():
            assert rows(Payment)[0].ended_why == "unheard"

    def test_money_of_the_old_account_told_late_still_counts(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        payment = connected.start_payment(connected.accepted_case(), HUNDRED)
        stripe.deliveries.hold()
        stripe.pay_checkout(str(payment.checkout_id))
        stripe.deauthorize(account_of(connected))
        stripe.deliveries.release("reversed")
        stripe.deliver_all()
        assert again(connected, payment).paid_at


class TestChangingOver:
    def test_keys_of_another_account_do_not_take_the_place_of_one_with_payments(
        self, connected: Office, stripe: StripeStandIn
    ) -> None:
        paid(connected, stripe)
        with pytest.raises(Refused, match="Debtors have paid"):
            connected.open_stripe(stripe)
        with connected.at_work():
            account = provider_account()
            assert account
            assert account.is_connected

    def test_nor_is_an_account_opened_beside_keys_with_payments(
        self, with_keys: Office, stripe: StripeStandIn
    ) -> None:
        client = with_keys.sign_in(with_keys.admin)
        assert "Open an account at Stripe" in client.get(SETTINGS).text
        paid(with_keys, stripe)
        assert "Open an account at Stripe" not in client.get(SETTINGS).text
        answer = client.post(f"{SETTINGS}/connection")
        assert answer.status_code == 409
        assert "Keep these keys" in answer.text

    def test_before_the_first_payment_either_may_take_the_others_place(
        self, with_keys: Office, stripe: StripeStandIn
    ) -> None:
        with_keys.connect_stripe(stripe)
        assert paid(with_keys, stripe).paid_at
        other = open_office(with_keys.app)
        other.connect_stripe(stripe)
        other.open_stripe(stripe)
        assert paid(other, stripe).paid_at


class TestLocks:
    def test_an_agency_sees_and_adds_its_own_alone(
        self, connected: Office, with_keys: Office
    ) -> None:
        mine = account_of(connected)
        with with_keys.at_work():
            assert db.session.get(ConnectedAccount, mine) is None
        with pytest.raises(DBAPIError), acting_for(with_keys.agency_id):
            db.session.add(
                ConnectedAccount(account_ref="acct_taken", agency_id=connected.agency_id)
            )
        with pytest.raises(IntegrityError), acting_for(with_keys.agency_id):
            db.session.add(ConnectedAccount(account_ref=mine, agency_id=with_keys.agency_id))

    def test_a_message_finds_whose_account_it_names_and_no_other(self, connected: Office) -> None:
        assert connecting.agency_of(account_of(connected)) == connected.agency_id
        assert connecting.agency_of("acct_nobody") is None
        assert connecting.agency_of("acct_1'; select 1; --") is None
        with db.work():
            assert db.session.query(ConnectedAccount).all() == []

    def test_whose_an_account_is_never_changes(self, connected: Office) -> None:
        mine = account_of(connected)
        with pytest.raises(DBAPIError), acting_for(connected.agency_id):
            db.session.delete(db.session.get_one(ConnectedAccount, mine))
