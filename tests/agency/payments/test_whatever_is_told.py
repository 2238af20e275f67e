"""Payments, refunds, returns and chargebacks months later, told twice, turned round, at once or not at all:
the books come to what the provider did, once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from threading import Thread
from typing import Any

import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agency.cases.models import Case
from agency.ledger.models import Entry
from agency.payments.accounts import choose_methods
from agency.payments.models import Payment
from agency.payments.news import TooEarly
from portal.errors import Refused
from portal.jobs import run
from portal.web import get
from tests.agency.payments.agreeing import at_provider, must_agree
from tests.office import open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

DEBIT = {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}
BEGINNING = datetime(2026, 3, 2, 10, tzinfo=UTC)
WHICH, PERCENT = st.integers(0, 1_000), st.integers(1, 100)
happenings = st.one_of(
    st.tuples(st.just("pays_by_card"), WHICH, PERCENT),
    st.tuples(st.just("pays_by_debit"), WHICH, PERCENT),
    st.tuples(st.just("bank_decides"), WHICH, PERCENT),
    st.tuples(st.just("bank_returns"), WHICH, PERCENT),
    st.tuples(st.just("gives_back"), WHICH, PERCENT),
    st.tuples(st.just("refund_ends"), WHICH, PERCENT),
    st.tuples(st.just("disputes"), WHICH, PERCENT),
    st.tuples(st.just("dispute_ends"), WHICH, PERCENT),
    st.tuples(st.just("is_told"), WHICH, PERCENT),
    st.tuples(st.just("waits"), WHICH, PERCENT),
)


class Account:
    """An agency's account at the provider, at which anything may happen."""

    def __init__(
        self, app: Flask, stripe: StripeStandIn, traveller: time_machine.Traveller
    ) -> None:
        self.stripe, self.traveller = stripe, traveller
        self.office = open_office(app)
        self.office.open_stripe(stripe)
        base = app.extensions["settings"].base_url
        self.path = f"/webhooks/stripe/{self.office.slug}"
        self.secret = stripe.register_webhook(self._key, f"{base}{self.path}")
        with self.office.at_work():
            choose_methods(["card", "sepa_debit"], by=self.office.admin.user)
        self.cases = [self.office.accepted_case() for _ in range(2)]
        self.told: set[str] = set()
        self.answers: set[int] = set()

    def pays_by_card(self, which: int, percent: int) -> None:
        if payment := self._begun(which, percent):
            self.stripe.pay_checkout(str(payment.checkout_id))

    def pays_by_debit(self, which: int, percent: int) -> None:
        if payment := self._begun(which, percent):
            self.stripe.pay_checkout(str(payment.checkout_id), method=DEBIT)

    def bank_decides(self, which: int, percent: int) -> None:
        for intent in self._one(which, "payment_intent", status="processing"):
            self.stripe.settle(intent["id"], paid=percent > 30)

    def bank_returns(self, which: int, _percent: int) -> None:
        for charge in self._one(which, "charge", status="succeeded", disputed=False):
            if charge["payment_method_details"]["type"] == "sepa_debit":
                self.stripe.return_debit(charge["payment_intent"])

    def gives_back(self, which: int, percent: int) -> None:
        for charge in self._one(which, "charge", status="succeeded", disputed=False):
            left = charge["amount"] - charge["amount_refunded"]
            if left:
                amount = max(left * percent // 100, 1)
                self.stripe.refund(charge["payment_intent"], amount)

    def refund_ends(self, which: int, percent: int) -> None:
        for refund in self._one(which, "refund"):
            if refund["status"] == "pending" or (refund["status"] == "succeeded" and percent > 60):
                arrives = refund["status"] == "pending" and percent > 30
                self.stripe.finish_refund(refund["id"], succeeded=arrives)

    def disputes(self, which: int, percent: int) -> None:
        for charge in self._one(which, "charge", status="succeeded", disputed=False):
            amount = max(charge["amount"] * percent // 100, 1)
            self.stripe.dispute(charge["payment_intent"], amount=amount)

    def dispute_ends(self, which: int, percent: int) -> None:
        for dispute in self._one(which, "dispute", status="needs_response"):
            self.stripe.close_dispute(dispute["id"], won=percent > 50)

    def waits(self, _which: int, percent: int) -> None:
        """Days pass, or months."""
        self.traveller.shift(timedelta(days=percent))

    def is_told(self, which: int, percent: int) -> None:
        """Of what was not told of yet, some is told now: in any order, some twice, some never."""
        chance = Random(which * 1_000 + percent)
        new = [it["id"] for it in self.events() if it["id"] not in self.told]
        chance.shuffle(new)
        fates = [(it, chance.choice(["now", "now", "twice", "later", "never"])) for it in new]
        self.told |= {it for it, fate in fates if fate != "later"}
        times = {"now": 1, "twice": 2}
        self._tell([it for it, fate in fates for _ in range(times.get(fate, 0))])

    def ends(self) -> None:
        """Banks decide on all that is open, either way; then the nights find what was never told."""
        for number, intent in enumerate(at_provider(self.stripe, self.office, "payment_intent")):
            if intent["status"] == "processing":
                self.stripe.settle(intent["id"], paid=number % 2 == 0)
        for refund in at_provider(self.stripe, self.office, "refund"):
            if refund["status"] == "pending":
                self.stripe.finish_refund(refund["id"])
        self.is_told(1, 1)
        for _night in range(4):
            self.traveller.shift(timedelta(days=1))
            for job in ("reconcile", "close_pages", "ask_due"):
                run(f"payments.{job}", str(self.office.agency_id), {})
            self._work()
            self._sweep()

    def everything_is_told_again(self) -> None:
        """All that was ever said, once more and turned round; the books stay as they are."""
        with self.office.at_work():
            before = len(rows(Entry))
        self._tell([it["id"] for it in self.events()])
        self._sweep()
        with self.office.at_work():
            assert len(rows(Entry)) == before

    def events(self) -> list[dict[str, Any]]:
        return at_provider(self.stripe, self.office, "event")

    @property
    def _key(self) -> str:
        return f"sk_test_{self.office.slug.replace('-', '')}"

    def _begun(self, which: int, percent: int) -> Payment | None:
        """A payment of a part of what is owed, unless a rule says no, or its page was used before."""
        case_id = self.cases[which % len(self.cases)]
        with self.office.at_work():
            owed = get(Case, case_id).open_amount
        try:
            made = self.office.start_payment(case_id, owed.percent(Decimal(percent)))
        except Refused:
            return None
        is_open = self.stripe.read(str(made.checkout_id))["status"] == "open"
        return made if is_open else None

    def _one(self, which: int, kind: str, **facts: object) -> list[dict[str, Any]]:
        """One of the objects of a kind that are so, if there is any."""
        found = [
            it
            for it in at_provider(self.stripe, self.office, kind)
            if all(it[name] == value for name, value in facts.items())
        ]
        return [found[which % len(found)]] if found else []

    def _tell(self, events: Sequence[str]) -> None:
        """Two workers hear of events at the same time."""
        threads = [Thread(target=self._post, args=(events[half::2],)) for half in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    def _post(self, events: Sequence[str]) -> None:
        for event in events:
            message = self.stripe.message(event, self.secret)
            with self.office.app.app_context():
                answer = self.office.app.test_client().post(
                    self.path,
                    data=message.payload,
                    headers={
                        "Stripe-Signature": message.signature,
                        "Content-Type": "application/json",
                    },
                )
            self.answers.add(answer.status_code)

    def _sweep(self) -> None:
        self.traveller.shift(timedelta(minutes=1))
        run("payments.sweep", str(self.office.agency_id), {})
        self._work()

    def _work(self) -> None:
        """What waits for other news fails, and is tried again by the sweep."""
        run_jobs(self.office, only="payments", failing=TooEarly)


@contextmanager
def account(app: Flask, stripe: StripeStandIn) -> Iterator[Account]:
    """An account on a day of its own, of which nothing is told but by hand."""
    stripe.deliveries.mode = "drop"
    try:
        with time_machine.travel(BEGINNING, tick=True) as traveller:
            yield Account(app, stripe, traveller)
    finally:
        stripe.deliveries.mode = "send"


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # Shrinking would take minutes.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(happenings, min_size=8, max_size=16))
def test_whatever_is_told_the_books_come_to_what_the_provider_did(
    app: Flask, stripe: StripeStandIn, steps: list[tuple[str, int, int]]
) -> None:
    with account(app, stripe) as there:
        there.pays_by_card(0, 50)
        there.pays_by_debit(1, 50)
        for what, which, percent in steps:
            getattr(there, what)(which, percent)
        there.ends()
        must_agree(there.office, stripe)
        there.everything_is_told_again()
        must_agree(there.office, stripe)
        assert there.answers <= {200}
