"""Running it: state that survives, the control pages, and the command."""

import json
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe
import urllib3

from tests.standins.stripe import StripeStandIn, WebhookListener
from tests.standins.test_stripe.conftest import KEY, OpenPage, client_of

ROOT = Path(__file__).parents[3]


def control(standin: StripeStandIn, verb: str, method: str = "POST", **body: Any) -> Any:
    answer = urllib3.request(method, f"{standin.url}/_control/{verb}", json=body, retries=False)
    return answer.json()


def test_what_was_paid_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "stripe.sqlite"
    with StripeStandIn(file) as standin:
        account = standin.add_account(KEY, "Noordzee Incasso B.V.")
        customer = client_of(standin, KEY).v1.customers.create(
            {"name": "A"}, {"idempotency_key": "k"}
        )
    with StripeStandIn(file) as standin:
        assert standin.add_account(KEY) == account
        again = client_of(standin, KEY).v1.customers.create({"name": "A"}, {"idempotency_key": "k"})
        assert again.id == customer.id
        assert len(standin.events) == 1


def test_a_webhook_that_was_under_way_arrives_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "stripe.sqlite"
    with WebhookListener([500]) as listener:
        with StripeStandIn(file, retry_delays=(3600,)) as standin:
            standin.add_account(KEY)
            standin.register_webhook(KEY, listener.url)
            client_of(standin, KEY).v1.customers.create({})
            with pytest.raises(TimeoutError):
                standin.wait_idle(timeout=0.3)
        with StripeStandIn(file) as standin:
            standin.deliver_all()
        assert len(listener.received) == 2


def test_without_a_file_nothing_is_kept() -> None:
    with StripeStandIn() as standin:
        standin.add_account(KEY)
    with StripeStandIn() as standin, pytest.raises(stripe.AuthenticationError):
        client_of(standin, KEY).v1.balance.retrieve()


def test_direct_debits_settle_by_themselves_in_the_demo() -> None:
    with StripeStandIn(settle_delay=60) as standin:
        standin.add_account(KEY)
        params: Any = {
            "amount": 2500,
            "currency": "eur",
            "confirm": True,
            "payment_method_data": {
                "type": "sepa_debit",
                "sepa_debit": {"iban": "NL39RABO0300065264"},
            },
        }
        intent = client_of(standin, KEY).v1.payment_intents.create(params)
        standin.advance(timedelta(seconds=50))
        assert standin.read(intent.id)["status"] == "processing"
        standin.advance(timedelta(seconds=20))
        assert standin.read(intent.id)["status"] == "succeeded"


def test_a_person_can_drive_it_by_its_control_pages(
    standin: StripeStandIn, client: stripe.StripeClient, open_page: OpenPage
) -> None:
    with WebhookListener() as listener:
        secret = control(standin, "webhooks", secret_key=KEY, url=listener.url)["secret"]
        control(standin, "deliveries", mode="hold")
        session = control(standin, "pay_checkout", session_id=open_page().id)
        assert session["payment_status"] == "paid"
        control(standin, "dispute", payment_intent=session["payment_intent"])
        control(standin, "deliveries", mode="send", order="reversed")
        standin.deliver_all()
    first = stripe.Webhook.construct_event(
        listener.received[0].payload, listener.received[0].signature, secret
    )
    assert first.type == "charge.dispute.funds_withdrawn"
    listed = control(standin, "events", "GET")
    assert listed[-1]["deliveries"] == [["delivered", 200]]


def test_the_control_pages_say_no(standin: StripeStandIn) -> None:
    refused = control(standin, "payout", secret_key=KEY)
    assert refused["error"]["message"] == "There is nothing to pay out."
    assert (
        "no cs_nothing"
        in control(standin, "pay_checkout", session_id="cs_nothing")["error"]["message"]
    )
    assert "unexpected keyword" in control(standin, "payout", colour="red")["error"]["message"]


def test_an_outage_can_be_switched_on_and_off(
    standin: StripeStandIn, client: stripe.StripeClient
) -> None:
    control(standin, "outage")
    with pytest.raises(stripe.APIError):
        client.v1.balance.retrieve()
    control(standin, "outage", "DELETE")
    assert client.v1.balance.retrieve()


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.standins.stripe", "--state", str(tmp_path / "s.sqlite")]
    running = subprocess.Popen(
        [*command, "--account", f"{KEY}=Noordzee Incasso B.V."],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout
        url = running.stdout.readline().split()[-1]
        client = stripe.StripeClient(KEY, base_addresses={"api": url})
        profile = client.v1.accounts.retrieve_current().business_profile
        assert profile
        assert profile.name == "Noordzee Incasso B.V."
        assert json.loads(urllib3.request("GET", f"{url}/_control/").data)["events"] == 0
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
