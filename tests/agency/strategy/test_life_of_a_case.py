"""The life of a case with whatever may happen to it: one next move, and never a notice too many."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from agency.cases import guard
from agency.cases.models import Case, HoldReason
from agency.cases.services import lift_hold, put_on_hold
from agency.compliance import services as compliance
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.services import Declared
from agency.contacts.services import judge_due
from agency.notices.models import Notice
from agency.notices.services import dispatch, withdraw
from agency.payments.models import Payment
from agency.strategy.kinds import ActionState, Deed
from agency.strategy.models import Action
from agency.strategy.services import running
from portal import clock, db
from portal.errors import Refused
from portal.money import Money
from portal.tenancy import acting_for
from portal.web import get
from tests.agency.contacts.desk import promised
from tests.agency.contacts.test_promises import give_back
from tests.agency.remittance.till import pay
from tests.agency.strategy.desk import new_strategy, prepared, steps_at
from tests.office import Office, new_claim, new_debtor, open_office, rows

START = date(2026, 5, 4)
"""So long after the due date that only what was done before holds the next step back."""
STEPS = 4


class Life(RuleBasedStateMachine):
    """Payments, bounces, holds, promises, opt-outs, letters, and nightly runs of every kind."""

    app: Flask
    office: Office
    case_id: uuid.UUID

    @initialize()
    def open(self) -> None:
        """A case of 1,000, two months overdue."""
        self.today = START
        with self.now():
            self.office = open_office(self.app)
            new_strategy(self.office, *steps_at(1, 10, 25, 45))
            self.case_id = self.office.accepted_case(None, new_claim(debtor=new_debtor()))

    def now(self) -> AbstractContextManager[None]:
        return clock.moved_to(datetime(*self.today.timetuple()[:3], 10, tzinfo=UTC))

    @rule(days=st.integers(1, 20))
    def time_goes_by(self, days: int) -> None:
        self.today += timedelta(days=days)
        with self.now(), self.office.at_work():
            judge_due()

    @rule(cents=st.integers(100, 60_000))
    def the_debtor_pays(self, cents: int) -> None:
        with self.now():
            if self.is_open() and self.owed() > 0:
                pay(self.office, self.case_id, Money(min(cents, self.owed()), "EUR"))

    @rule(bounces=st.sampled_from([True, True, False]))
    def the_rest_is_paid(self, bounces: bool) -> None:
        with self.now():
            if self.is_open() and self.owed() > 0:
                pay(self.office, self.case_id)
        if bounces:
            self.today += timedelta(days=2)
            self.a_payment_bounces()

    @rule()
    def a_payment_bounces(self) -> None:
        with self.now(), self.office.at_work():
            paid = [p for p in rows(Payment) if p.paid_at and not p.refunds]
            newest = paid[-1].id if paid else None
        if newest:
            with self.now():
                give_back(self.office, newest)

    @rule()
    def somebody_rests_it(self) -> None:
        with self.now(), self.office.at_work():
            case = get(Case, self.case_id)
            if case.is_open:
                put_on_hold(case, HoldReason.OTHER, by=self.office.collector.user)

    @rule()
    def the_hold_is_lifted(self) -> None:
        with self.now(), self.office.at_work():
            lift_hold(get(Case, self.case_id), by=self.office.collector.user)

    @rule(days=st.integers(0, 10), cents=st.integers(30_000, 40_000))
    def a_promise_is_made(self, days: int, cents: int) -> None:
        with self.now(), suppress(Refused):  # One runs, or the case is closed.
            promised(
                self.office,
                self.case_id,
                f"{cents / 100:.2f}",
                self.today + timedelta(days=days),
            )

    @rule()
    def no_more_email(self) -> None:
        with self.now(), self.office.at_work():
            if not rows(Declaration, Declaration.revoked_at.is_(None)):
                compliance.declare(
                    get(Case, self.case_id),
                    Declared(kind=DeclarationKind.CEASE, source=Source.LETTER),
                    by=self.office.collector.user,
                )

    @rule()
    def letters_are_welcome_again(self) -> None:
        with self.now(), self.office.at_work():
            for it in rows(Declaration, Declaration.revoked_at.is_(None)):
                compliance.revoke(it, source=Source.LETTER, by=self.office.collector.user)

    @rule()
    def a_night(self) -> None:
        self.run()

    @rule()
    def two_nights_at_once(self) -> None:
        def work(_: int) -> None:
            with self.app.app_context():
                self.run(again=True)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))

    @rule()
    def a_night_that_is_killed(self) -> None:
        with self.now(), pytest.raises(_Killed):
            self.die_planning()
        self.run(again=True)

    @rule(clear=st.sampled_from([True, True, False]))
    def the_day_comes(self, clear: bool) -> None:
        """The day of the next step, with the night before it, and what is asked for is written.

        Mostly what stood in the way is cleared first, or else hardly any case comes to its end.
        """
        if clear:
            self.the_hold_is_lifted()
            self.letters_are_welcome_again()
        action = self.next_action()
        if action is not None:
            self.today = max(self.today, action.planned_on)
        with self.now(), self.office.at_work():
            judge_due()
        self.run()
        self.a_notice_is_written(take_back=False)

    @rule(take_back=st.booleans())
    def a_notice_is_written(self, take_back: bool) -> None:
        with self.now():
            action = self.next_action()
            if action is None or action.deed != Deed.NOTICE or action.planned_on > self.today:
                return
            before = self.barred()
            try:
                notice_id = prepared(self.office, self.case_id)
            except Refused:
                assert before, "Nothing stood in the way, and still no notice could be written."
                return
            with self.office.at_work():
                notice = get(Notice, notice_id)
                if take_back:
                    withdraw(notice, "Looked wrong", by=self.office.collector.user)
                    return
            try:
                with self.office.at_work():
                    dispatch(get(Notice, notice_id), by=self.office.collector.user)
            except Refused:
                with self.office.at_work():
                    withdraw(get(Notice, notice_id), "Held", by=self.office.collector.user)
                assert before
            else:
                assert before in ("", "term"), f"It went out in spite of: {before}"

    @invariant()
    def there_is_one_next_move(self) -> None:
        if not hasattr(self, "case_id"):
            return
        with self.now(), self.office.at_work():
            case = get(Case, self.case_id)
            planned = rows(Action, Action.state == ActionState.PLANNED)
            assert len(planned) == (1 if case.is_open else 0)
            assert bool(case.closed_at) == (case.mover == "nobody")

    @invariant()
    def no_step_is_done_twice_and_none_left_out(self) -> None:
        if not hasattr(self, "case_id"):
            return
        with self.now(), self.office.at_work():
            done = [(it.position, it.ended_at.date()) for it in rows(Action) if it.state == "done"]
            done.sort(key=lambda it: it[1])
            assert [place for place, _ in done] == list(range(1, len(done) + 1))
            assert len({on for _, on in done}) == len(done), "Two steps fell on one day."
            sent = db.session.scalar(
                select(func.count()).select_from(Notice).where(Notice.dispatched_at.is_not(None))
            )
            assert sent == len(done) <= STEPS

    def run(self, *, again: bool = False) -> None:
        with self.now():
            if again:
                with self.office.at_work():
                    running.run_again(self.today)
            with self.office.at_work():
                running.run(self.today)

    def die_planning(self) -> None:
        """All is planned, and the worker dies before it can keep anything of it."""
        with acting_for(self.office.agency_id):
            running.run_again(self.today)
            running.plan(Case.id == self.case_id, self.today)
            raise _Killed

    def next_action(self) -> Action | None:
        with self.office.at_work():
            found = rows(Action, Action.state == ActionState.PLANNED)
            return found[0] if found else None

    def barred(self) -> str:
        """What stands in the way of a notice, as the guard knows it."""
        with self.office.at_work():
            held = guard.why_held(get(Case, self.case_id), guard.NOTICE)
            return held.code if held else ""

    def is_open(self) -> bool:
        with self.office.at_work():
            return get(Case, self.case_id).is_open

    def owed(self) -> int:
        with self.office.at_work():
            return get(Case, self.case_id).open_amount.minor


class _Killed(RuntimeError):
    """The worker died."""


def test_the_life_of_a_case(app: Flask, office: Office) -> None:
    del office
    Life.app = app
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
