"""An agency to whose money anything may happen, and what must hold of it all the while."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy import text

from agency.cases.models import Case, Claim
from agency.cases.services import accept
from agency.charges.services import book, owed
from agency.charges.why import Why
from agency.corrections.services import (
    correct_due_date,
    enter_credit_note,
    principal_of,
    withdraw,
)
from agency.ledger.carrying import carry_forward
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments import moving
from agency.payments.models import Allocation, Payment
from agency.payments.services import settle
from agency.remittance.models import Remittance
from portal import clock, db
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance.till import approve, cancel, pay, pay_out, prepare, refund
from tests.office import new_claim, new_debtor, open_office, rows
from tests.rules.elsewhere import Elsewhere
from tests.rules.fees import prove_fees

K = AccountKind
FEES = [Decimal(15), Decimal("17.5"), Decimal(0), Decimal(100)]
UNBALANCED = """
    select p.entry_id from postings p
    join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
    group by p.entry_id, a.book, p.currency having sum(p.amount_minor) <> 0
"""
WRONG_BALANCES = """
    select b.id from case_balances b
    left join lateral (
      select
        coalesce(sum(p.amount_minor) filter (where a.kind = 'owed_principal'), 0) as principal,
        coalesce(sum(p.amount_minor) filter (where a.kind = 'owed_interest'), 0) as interest,
        coalesce(sum(p.amount_minor) filter (where a.kind = 'owed_costs'), 0) as costs,
        coalesce(-sum(p.amount_minor) filter (
          where a.kind = 'creditor_funds' and p.memo = 'received'), 0) as paid,
        coalesce(-sum(p.amount_minor) filter (where a.kind = 'debtor_funds'), 0) as surplus
      from postings p join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
      where p.agency_id = b.agency_id and p.case_id = b.id
    ) s on true
    where (b.principal_minor, b.interest_minor, b.costs_minor, b.paid_minor, b.open_minor,
           b.surplus_minor)
      is distinct from (s.principal, s.interest, s.costs, s.paid,
                        s.principal + s.interest + s.costs, s.surplus)
      or least(b.principal_minor, b.interest_minor, b.costs_minor, b.surplus_minor) < 0
      or (b.surplus_since is not null) <> (b.surplus_minor > 0)
"""
SUMS = """
    select a.kind, a.creditor_id, sum(p.amount_minor) from postings p
    join accounts a on a.agency_id = p.agency_id and a.id = p.account_id
    group by a.kind, a.creditor_id
"""


@dataclass
class Paid:
    """A payment, and how many cents of it can still go back."""

    payment_id: uuid.UUID
    left: int


class ClientMoney(Elsewhere):
    """An agency of two creditors and four debtors, to which anything may happen."""

    def __init__(self, app: Flask) -> None:
        self.office = open_office(app)
        self.creditors = [self.office.new_creditor() for _ in range(2)]
        self.debtors = [new_debtor() for _ in range(2)]
        self.cases: list[uuid.UUID] = []
        self.payments: list[Paid] = []
        self.prepared: list[uuid.UUID] = []
        self.start, self.days = clock.now(), 0
        for which in range(2):
            self.place(which * 2, 150_000)
            self.pay(which, 30)

    def place(self, which: int, cents: int) -> None:
        """One claim or two; every third waits to be accepted together with the next."""
        claims = [
            new_claim(
                debtor=self.debtors[which % 2],
                principal=Money(cents // (each + 1) + 1),
                fee_percent=FEES[which % 4],
            )
            for each in range(1 + which % 2)
        ]
        with self.today():
            case_id = self.office.place(self.creditors[which // 2 % 2], *claims)
            if which % 3 < 2:
                with self.office.at_work():
                    accept(get(Case, case_id), by=self.office.collector.user)
        if case_id not in self.cases:
            self.cases.append(case_id)

    def pay(self, which: int, percent: int) -> None:
        """Part of what is owed, all of it or more; and the provider tells of it twice.

        The debtor says of most for which claim it pays, whatever that claim owes by then.
        """
        case_id = self.cases[which % len(self.cases)]
        with self.today():
            with self.office.at_work():
                case = get(Case, case_id)
                due, claims = owed(case, clock.today()).total, [claim.id for claim in case.claims]
            amount = max(due.times(Decimal(percent) / 100), Money(1))
            designated = [None, *claims][which % (len(claims) + 1)]
            paid = Paid(pay(self.office, case_id, amount, designated=designated), amount.minor)
            self.payments.append(paid)
            with self.office.at_work():
                payment = get(Payment, paid.payment_id)
                assert not settle(
                    payment, amount=amount, payment_intent="pi", received_on=clock.today()
                )

    def give_back(self, which: int, percent: int) -> None:
        """Part of a payment, or what is left of it, back to the debtor."""
        left = [each for each in self.payments if each.left]
        if left:
            paid = left[which % len(left)]
            cents = max(1, paid.left * percent // 100)
            with self.today():
                with self.office.at_work():
                    moving.recall(get(Payment, paid.payment_id), Money(cents), by="stripe")
                refund(self.office, paid.payment_id, Money(cents))
            paid.left -= cents

    def find_payment(self, which: int, days_ago: int) -> None:
        """Money is found that came in on an earlier day, in the books or not."""
        case_id = self.cases[which % len(self.cases)]
        with self.today():
            on = clock.today() - timedelta(days=days_ago)
            with self.office.at_work():
                claims = [claim.id for claim in get(Case, case_id).claims]
            designated = [*claims, None][which % (len(claims) + 1)]
            paid = pay(self.office, case_id, Money(1 + which * 100), on=on, designated=designated)
        self.payments.append(Paid(paid, 1 + which * 100))

    def credit(self, which: int, percent: int) -> None:
        """The creditor asks less for a claim, from some day on or from the beginning."""

        def enter(claim: Claim) -> None:
            amount = max(principal_of(claim).times(Decimal(percent) / 100), Money(1))
            days = timedelta(days=percent % 3 * 20)
            enter_credit_note(
                claim,
                amount,
                reference=str(new_key()),
                counts_from=claim.invoice_date if which % 2 else clock.today() - days,
                why="",
                by=self.office.manager.user,
            )

        self.correct(which, enter)

    def mend_due_date(self, which: int, days: int) -> None:
        """A claim was due on another day."""
        self.correct(
            which,
            lambda claim: correct_due_date(
                claim,
                claim.invoice_date + timedelta(days=days),
                why="?",
                by=self.office.manager.user,
            ),
        )

    def withdraw_claim(self, which: int, _percent: int) -> None:
        """A claim was never owed."""
        self.correct(which, lambda claim: withdraw(claim, why="?", by=self.office.manager.user))

    def correct(self, which: int, mend: Callable[[Claim], object]) -> None:
        """Mend one of the claims, unless a rule says no; doing so twice changes nothing more."""
        with self.today(), self.office.at_work():
            case = get(Case, self.cases[which % len(self.cases)])
            claim = case.claims[which % len(case.claims)]
            try:
                mend(claim)
            except Refused:
                db.roll_back()
                return
            entries = len(rows(Entry))
            book(case, case.reckoned_on, by="system", why=Why.LATE_FACT)
            assert len(rows(Entry)) == entries, "charged anew without a new fact"

    def receive_payout(self, _which: int, percent: int) -> None:
        """The card provider pays part of what it has to the trust account; often all."""
        with self.office.at_work():
            there = account_balance(K.PROVIDER, "EUR")
        if there.minor > 0:
            part = there if percent > 50 else max(there.percent(Decimal(percent)), Money(1))
            with self.today():
                pay_out(self.office, part)

    def prepare(self, which: int, days_back: int) -> None:
        """A remittance for a creditor, where there is something to remit."""
        with self.today():
            through = clock.today() - timedelta(days=days_back if which % 3 == 0 else 0)
            try:
                made = prepare(self.office, self.creditors[which % 2], through=through)
            except Refused:
                return
        self.prepared.append(made)

    def approve(self, which: int, _percent: int) -> None:
        """A second person approves, unless a rule says no."""
        if not self.prepared:
            return
        remittance_id = self.prepared[which % len(self.prepared)]
        with self.today():
            try:
                approve(self.office, remittance_id)
            except Refused:
                return
        self.prepared.remove(remittance_id)
        with self.office.at_work():
            paid = get(Remittance, remittance_id)
            held = -account_balance(K.CREDITOR_FUNDS, "EUR", paid.creditor_id)
            assert held >= Money.zero(), "another creditor's money paid for it"
            assert account_balance(K.CLIENT_BANK, "EUR") >= Money.zero(), "overdrawn"

    def cancel_or_approve(self, which: int, percent: int) -> None:
        """Every third that is prepared is cancelled."""
        if which % 3:
            self.approve(which, percent)
        elif self.prepared:
            with self.today():
                cancel(self.office, self.prepared.pop(which % len(self.prepared)))

    def wait(self, _which: int, days: int) -> None:
        """Interest runs, and each night the balances are carried forward."""
        self.days += days
        with self.office.at_work():
            carry_forward(new_key())

    @contextmanager
    def today(self) -> Iterator[None]:
        """As many days later as have passed."""
        with clock.moved_to(self.start + timedelta(days=self.days)):
            yield

    def prove(self) -> None:
        """Every entry balances, every balance is borne out, and every cent has its owner."""
        with self.office.at_work():
            assert db.session.execute(text(UNBALANCED)).all() == []
            assert db.session.execute(text(WRONG_BALANCES)).all() == []
            proof = prove("EUR")
            assert (proof.holds, list(proof.faults)) == (True, [])
            self.prove_shares(rows(Allocation), rows(Remittance))

    def prove_shares(
        self, allocations: Sequence[Allocation], remittances: Sequence[Remittance]
    ) -> None:
        """What is held is what was earned and not paid out, for each creditor and for the agency."""
        found = {(kind, owner): int(s) for kind, owner, s in db.session.execute(text(SUMS))}

        def held(kind: AccountKind, creditor_id: uuid.UUID | None = None) -> Money:
            return Money(found.get((kind, creditor_id), 0))

        client_money = held(K.CLIENT_BANK) + held(K.PROVIDER)
        for_creditors = {each: -held(K.CREDITOR_FUNDS, each) for each in self.creditors}
        share, for_debtors = -held(K.AGENCY_SHARE), -held(K.DEBTOR_FUNDS)
        assert total(for_creditors.values()) == client_money - share - for_debtors
        kept = (held for case in rows(Case) for _, held in moving.holding(case))
        assert for_debtors == total(kept)
        assert share == total(each.fee + each.fee_vat for each in allocations)
        for creditor_id, amount in for_creditors.items():
            earned = total(a.net for a in allocations if a.creditor_id == creditor_id)
            paid_out = total(
                r.net for r in remittances if r.creditor_id == creditor_id and r.approved_at
            )
            assert amount == earned - paid_out
        assert client_money == total(Money(each.left) for each in self.payments) - total(
            r.net for r in remittances if r.approved_at
        )
        for remittance in remittances:
            if not remittance.cancelled_at:
                assert remittance.net == total(a.allocation.net for a in remittance.lines)
        prove_fees(allocations)
