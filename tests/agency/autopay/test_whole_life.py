"""The whole life of plans: money in and back, chargebacks months later, more claims, other days, in any order.

What a plan comes to is what came in and what is owed, entries balance, nothing is charged twice, and
nothing without a consent that stands.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.autopay import services as autopay
from agency.autopay.kinds import When
from agency.autopay.models import ChargeAttempt, SavedMethod
from agency.autopay.queries import active_method
from agency.cases import services as cases
from agency.cases.facts import DebtorFacts
from agency.cases.models import Case, Claim
from agency.charges.services import owed
from agency.corrections.services import enter_credit_note
from agency.ledger.proving import prove
from agency.payments.models import Payment
from agency.payments.news import act_upon
from agency.plans import services
from agency.plans.models import Plan
from agency.plans.position import position, positions
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.autopay.desk import (
    BACK,
    SAID,
    by_card,
    first_day,
    intents,
    look,
    night,
    takes_all,
)
from tests.agency.contacts.desk import on
from tests.agency.plans.test_plans import agreed, give_back
from tests.agency.remittance.till import pay
from tests.office import Office, new_claim, new_debtor, open_office, rows
from tests.standins.stripe import StripeStandIn
from tests.worker import run_jobs

GOOD, NO_MONEY, LOST = "4242424242424242", "4000000000009995", "4000000000009987"
some_money = st.integers(100, 40_000).map(Money)
happenings = st.one_of(
    st.tuples(st.just("night"), st.none()),
    st.tuples(st.just("pays"), some_money),
    st.tuples(st.just("refund"), st.none()),
    st.tuples(st.just("chargeback"), st.none()),
    st.tuples(st.just("credit"), st.integers(100, 15_000).map(Money)),
    st.tuples(st.just("claim"), st.integers(1_000, 60_000).map(Money)),
    st.tuples(st.just("defers"), st.none()),
    st.tuples(st.just("moves"), st.integers(3, 25)),
    st.tuples(st.just("splits"), st.none()),
    st.tuples(st.just("bank"), st.sampled_from([GOOD, NO_MONEY, LOST])),
    st.tuples(st.just("card"), st.none()),
    st.tuples(st.just("revokes"), st.none()),
    st.tuples(st.just("looks"), st.none()),
)


class Life:
    """One plan, from the day it is agreed to."""

    def __init__(self, office: Office, stripe: StripeStandIn, count: int) -> None:
        self.office, self.stripe = office, stripe
        self.debtor: DebtorFacts = new_debtor()
        self.creditor_id = office.new_creditor()
        self.case_id = office.accepted_case(self.creditor_id, new_claim(debtor=self.debtor))
        self.plan_id = agreed(office, self.case_id, count)
        self.day = date.min
        self.over: set[uuid.UUID] = set()
        self.known: set[uuid.UUID] = set()

    def begins(self, at_once: bool) -> None:
        """The debtor lets its instalments be taken; the first one maybe on the same page."""
        if not at_once:
            by_card(self.office, self.stripe, self.plan_id)
        else:
            with self.office.at_work():
                made = autopay.begin(
                    get(Plan, self.plan_id),
                    consent=SAID,
                    email="",
                    locale="en",
                    back_to=lambda _id: BACK,
                    when=When.NOW,
                )
                page, saved_id = str(made.checkout_id), made.id
            self.stripe.pay_checkout(page)
            with self.office.at_work():
                assert autopay.complete(get(SavedMethod, saved_id))
        self.day = first_day(self.office, self.plan_id)

    def happens(self, what: str, how: Any) -> None:
        """One thing, on its day. What is refused changes nothing."""
        if what == "bank":
            self._behaves(how)
        elif what == "card" and self.plan().is_running:
            by_card(self.office, self.stripe, self.plan_id)
        with on(self.day):
            if what == "looks":
                look(self.office)
            elif what == "pays":
                pay(self.office, self.case_id, how)
            elif what == "refund" and (paid := self._paid()):
                give_back(self.office, paid[0].id)
            elif what == "chargeback":
                self._charged_back()
            elif what == "claim":
                self._hands_over(how)
            else:
                self._asks(what, how)

    def night(self) -> None:
        """What the house does by itself, knowing what it may not take from any more."""
        with self.office.at_work():
            self.over = {it.id for it in rows(SavedMethod) if it.is_over}
            self.known = {it.id for it in rows(ChargeAttempt, ChargeAttempt.sent_at.is_not(None))}
        night(self.office)

    def plan(self) -> Plan:
        with self.office.at_work():
            return get(Plan, self.plan_id)

    def _asks(self, what: str, how: Any) -> None:
        by = self.office.collector.user
        with refusing(), self.office.at_work():
            plan = get(Plan, self.plan_id)
            if what == "credit":
                self._credits(how)
            elif what == "revokes" and (saved := active_method(plan)):
                autopay.revoke(saved, by="debtor")
            elif what == "defers" and (coming := position(plan).next):
                services.defer(plan, coming.number)
            elif what == "moves":
                first_on = self.day + timedelta(days=how)
                services.move_dates(plan, first_on, first_on.day, by=by)
            elif what == "splits":
                services.split_next(plan, plan.as_seen, by=by)

    def _credits(self, amount: Money) -> None:
        enter_credit_note(
            get(Case, self.case_id).claims[0],
            amount,
            reference=uuid.uuid4().hex,
            counts_from=self.day,
            why="Bread that came back",
            by=self.office.manager.user,
        )

    def _hands_over(self, principal: Money) -> None:
        """A further claim joins the case in mid-plan, while it is open."""
        self.office.place(
            self.creditor_id,
            new_claim(
                debtor=self.debtor,
                principal=principal,
                invoice_date=self.day - timedelta(days=40),
                due_on=self.day - timedelta(days=10),
            ),
        )
        with self.office.at_work():
            case_id = max(rows(Claim), key=lambda it: it.id).case_id
            cases.accept(get(Case, case_id), by=self.office.collector.user)

    def _behaves(self, card: str) -> None:
        with self.office.at_work():
            saved = active_method(get(Plan, self.plan_id))
            ref = saved.method_ref if saved else None
        if ref:
            self.stripe.behave(ref, card)

    def _charged_back(self) -> None:
        """The bank of the payer takes the oldest charge back."""
        ours = {it["id"] for it in self.charged()}
        found = [it for it in self._paid() if it.payment_intent in ours]
        if found:
            dispute = self.stripe.dispute(str(found[0].payment_intent))
            at = datetime(self.day.year, self.day.month, self.day.day, 11, tzinfo=UTC)
            for _ in range(2):
                with self.office.at_work():
                    act_upon("charge.dispute.funds_withdrawn", at, dispute)

    def _paid(self) -> list[Payment]:
        with self.office.at_work():
            found = rows(Payment, Payment.paid_at.is_not(None))
            return sorted((it for it in found if not it.given_back), key=lambda it: it.id)

    def charged(self) -> list[dict[str, Any]]:
        """What the provider took for this office."""
        with self.office.at_work():
            ids = {str(it.id) for it in rows(Payment)}
        every = self.stripe.store.newest("payment_intent")
        return [
            it
            for it in every
            if it["status"] == "succeeded" and it["metadata"].get("payment_id") in ids
        ]

    def must_agree(self) -> None:
        """The books, the plan and the provider say the same."""
        charged = self.charged()
        tries = [it["metadata"]["attempt_id"] for it in intents(self.stripe, self.office)]
        assert len(tries) == len(set(tries)), "a try is one charge"
        with self.office.at_work():
            paid = {it.payment_intent: it for it in rows(Payment, Payment.paid_at.is_not(None))}
            for it in charged:
                assert paid[it["id"]].amount.minor == it["amount"]
            self._only_with_consent()
            self._stands()
            assert prove("EUR").holds

    def _only_with_consent(self) -> None:
        taken = []
        for it in rows(ChargeAttempt):
            saved = it.saved_method
            if it.sent_at is not None:
                assert saved.plan_id == it.plan_id
                assert saved.active_at
                assert it.id in self.known or saved.id not in self.over
            if it.payment is not None and it.payment.paid_at is not None:
                taken.append(it.due_on)
        assert len(taken) == len(set(taken)), "an instalment is taken once"

    def _stands(self) -> None:
        plan = get(Plan, self.plan_id)
        stands, [booked] = position(plan), positions([plan])
        assert stands.total == stands.received + stands.left
        assert stands.left == owed(plan.case, plan.case.reckoned_on).total
        assert booked.left == plan.case.open_amount
        assert plan.case.open_amount.minor >= 0
        assert all(line.amount.minor > 0 for line in stands.lines)
        assert plan.state != "completed" or stands.is_done or not plan.case.closed_at


@contextmanager
def refusing() -> Iterator[None]:
    """What the house says no to."""
    try:
        yield
    except Refused:
        return


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.integers(2, 6),
    st.booleans(),
    st.lists(st.tuples(happenings, st.integers(0, 35)), min_size=5, max_size=9),
)
def test_a_plan_comes_to_what_is_owed_and_nothing_is_charged_twice_or_unasked(
    app: Flask,
    stripe: StripeStandIn,
    live: str,
    count: int,
    at_once: bool,
    steps: list[tuple[tuple[str, Any], int]],
) -> None:
    stripe.deliveries.hold()  # The provider's messages come at the very end, the last ones first.
    try:
        life = Life(takes_all(open_office(app), stripe), stripe, count)
        life.begins(at_once and count > 1)
        for (what, how), days in steps:
            life.day += timedelta(days=days)
            life.happens(what, how)
            with on(life.day):
                life.night()
                life.must_agree()
    finally:
        stripe.deliveries.release("reversed")
    stripe.deliver_all()
    run_jobs(life.office, only="autopay")
    with on(life.day):
        life.must_agree()
