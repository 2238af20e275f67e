"""Paid too much, used elsewhere, taken back, charged back and credited in any order: every cent is
somewhere, once."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agency.cases.models import Case, Claim
from agency.charges.services import book
from agency.charges.why import Why
from agency.corrections.services import enter_credit_note, withdraw
from agency.ledger.models import Entry
from agency.ledger.proving import prove
from agency.payments import books, moving
from agency.payments.models import Payment, SurplusMove
from portal import clock, db
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money, total
from tests.agency.remittance.till import pay
from tests.agency.surplus.desk import Overpaid, overpaid
from tests.office import Office, new_claim, open_office, rows

WHICH, CENTS = st.integers(0, 20), st.integers(100, 60_000)
DEEDS = ("pay", "use", "use", "take_back", "charge_back", "undo", "credit", "withdraw", "place")
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), WHICH, CENTS, st.integers(0, 20)), min_size=6, max_size=12
)


class Till:
    """One debtor's cases, and all that came in for them."""

    def __init__(self, office: Office) -> None:
        self.it: Overpaid = overpaid(office, Money.of(600))
        self.office, self.gone = office, 0

    def cases(self) -> list[Case]:
        return rows(Case)

    def pay(self, which: int, cents: int) -> None:
        with self.office.at_work():
            case_id = self.cases()[which % len(self.cases())].id
        pay(self.office, case_id, Money(cents), on=clock.today() - timedelta(days=which))

    def use(self, which: int, _cents: int) -> None:
        with self.office.at_work():
            holding = [case for case in self.cases() if moving.holding(case)]
            owing = [case for case in self.cases() if case.is_open]
            if not holding or not owing:
                return
            source, target = holding[which % len(holding)], owing[which % len(owing)]
            try:
                moving.move(source, target, by="debtor")
            except Refused:
                db.roll_back()

    def take_back(self, which: int, _cents: int) -> None:
        with self.office.at_work():
            moves = rows(SurplusMove)
            if moves:
                it = moves[which % len(moves)]
                moving.undo(it, seen=it.refund_id, text="?", by=self.office.finance.user)

    def charge_back(self, which: int, cents: int) -> None:
        """A bank takes back what it wants of what came in, wherever that is used by now."""
        with self.office.at_work():
            paid = rows(Payment, Payment.method == "card")
            payment = paid[which % len(paid)]
            moving.recall(payment, Money(cents), by="stripe")
            back = min(Money(cents), books.left_of(payment))
            if back:
                assert books.give_back(
                    payment,
                    back,
                    provider_ref=f"txn_{new_key()}",
                    reason="chargeback",
                    on=clock.today(),
                    by="stripe",
                )
                self.gone += back.minor

    def undo(self, which: int, _cents: int) -> None:
        """The bank decides that it was right after all."""
        with self.office.at_work():
            paid = rows(Payment, Payment.method == "card")
            payment = paid[which % len(paid)]
            for refund in payment.refunds:
                if refund.reason == "chargeback" and books.undo(
                    refund, reason="chargeback_won", on=clock.today(), by="stripe"
                ):
                    self.gone -= refund.amount_minor

    def credit(self, which: int, cents: int) -> None:
        def enter(claim: Claim) -> None:
            enter_credit_note(
                claim,
                Money(cents),
                reference=str(new_key()),
                counts_from=claim.invoice_date,
                why="",
                by=self.office.manager.user,
            )

        self._correct(which, enter)

    def withdraw(self, which: int, _cents: int) -> None:
        self._correct(which, lambda claim: withdraw(claim, why="?", by=self.office.manager.user))

    def place(self, _which: int, _cents: int) -> None:
        self.office.accepted_case(self.it.creditor_id, new_claim(debtor=self.it.debtor))

    def _correct(self, which: int, mend: Callable[[Claim], object]) -> None:
        with self.office.at_work():
            claims = rows(Claim)
            claim = claims[which % len(claims)]
            try:
                mend(claim)
            except Refused:
                db.roll_back()
                return
            entries = len(rows(Entry))
            book(claim.case, claim.case.reckoned_on, by="system", why=Why.LATE_FACT)
            assert len(rows(Entry)) == entries, "charged anew without a new fact"

    def prove(self) -> None:
        with self.office.at_work():
            proof = prove("EUR")
            assert proof.holds, proof.faults
            came = sum(it.amount_minor for it in rows(Payment, Payment.method == "card"))
            kept, paid = Money.zero(), Money.zero()
            for case in self.cases():
                held = total(each for _, each in moving.holding(case))
                assert case.balance
                assert case.balance.surplus == held
                assert (case.balance.surplus_since is not None) == bool(held)
                kept, paid = kept + held, paid + case.balance.paid
            assert kept + paid == Money(came - self.gone)
            for it in rows(SurplusMove):
                assert it.amount.minor >= 0
                assert books.left_of(it.target) + it.target.used_elsewhere == it.amount


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # Shrinking would take minutes.
    suppress_health_check=[*HealthCheck],
)
@given(steps=STEPS)
def test_every_cent_that_came_in_is_used_kept_or_gone_once(
    app: Flask, steps: list[tuple[str, int, int, int]]
) -> None:
    till, days = Till(open_office(app)), 0
    for deed, which, cents, later in steps:
        days += later
        with clock.moved_to(clock.now() + timedelta(days=days)):
            getattr(till, deed)(which, cents)
    till.prove()
