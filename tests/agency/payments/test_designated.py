"""The debtor says for which invoice it pays: that one is paid first, whatever else becomes known."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agency.cases.models import Case, Claim
from agency.charges.services import book
from agency.charges.why import Why
from agency.compliance.records import Subjects
from agency.corrections.services import correct_due_date, enter_credit_note, withdraw
from agency.ledger.proving import prove
from agency.ledger.queries import owed_by_claim
from agency.payments.models import Allocation, Payment
from agency.payments.personal import RECORDS
from agency.payments.settling import Received, settle_many
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance.till import pay, refund
from tests.office import Office, new_claim, new_debtor, rows
from tests.standins.stripe import StripeStandIn
from tests.watching import statements

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Invoices:
    """A case of three invoices, the oldest first."""

    office: Office
    case_id: uuid.UUID
    old: uuid.UUID
    middle: uuid.UUID
    new: uuid.UUID

    def paid(self) -> dict[str, Money]:
        """What payments did for each of them, with what went back."""
        names = {self.old: "old", self.middle: "middle", self.new: "new"}
        with self.office.at_work():
            found: dict[str, Money] = {}
            for row in rows(Allocation, Allocation.case_id == self.case_id):
                name = names[row.claim_id]
                found[name] = found.get(name, Money(0)) + row.received
            return {name: amount for name, amount in found.items() if amount}

    def owed(self, claim_id: uuid.UUID) -> Money:
        """What the books say is open on one."""
        with self.office.at_work():
            return owed_by_claim(self.case_id, "EUR")[claim_id].total

    def prove(self) -> None:
        """The books balance, and sharing all again would change nothing."""
        with self.office.at_work():
            assert prove("EUR").holds
            before = len(rows(Allocation))
            book(get(Case, self.case_id), clock.today(), by="system", why=Why.LATE_FACT)
            assert len(rows(Allocation)) == before


New = Callable[..., Invoices]


@pytest.fixture
def new_case(office: Office) -> New:
    def make(**debtor: object) -> Invoices:
        whose = new_debtor(**debtor)
        case_id = office.accepted_case(
            None,
            *(
                new_claim(debtor=whose, invoice_no=f"F-{month}", due_on=date(2026, month, 1))
                for month in (3, 5, 9)
            ),
        )
        with office.at_work():
            old, middle, new = (claim.id for claim in get(Case, case_id).claims)
        return Invoices(office, case_id, old, middle, new)

    return make


@pytest.fixture
def invoices(new_case: New) -> Invoices:
    return new_case()


@pytest.fixture
def paying(office: Office, stripe: StripeStandIn, live: str) -> Office:
    office.open_stripe(stripe)
    return office


def test_the_designated_invoice_is_paid_first_and_the_rest_goes_to_the_oldest(
    paying: Office, invoices: Invoices, stripe: StripeStandIn
) -> None:
    with paying.at_work():
        book(get(Case, invoices.case_id), clock.today(), by="system")
    open_of_it = invoices.owed(invoices.new)
    amount = open_of_it + Money.of(100)
    payment = paying.start_payment(invoices.case_id, amount, designated=invoices.new)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    assert invoices.paid() == {"new": open_of_it, "old": Money.of(100)}
    invoices.prove()


def test_within_the_designated_invoice_costs_and_interest_go_first(
    paying: Office, invoices: Invoices
) -> None:
    pay(paying, invoices.case_id, Money.of(20), designated=invoices.middle)
    with paying.at_work():
        [part] = rows(Allocation)
        assert (part.claim_id, part.costs) == (invoices.middle, Money.of(20))


def test_it_is_kept_told_and_never_changed(paying: Office, invoices: Invoices) -> None:
    payment = paying.start_payment(invoices.case_id, Money.of(50), designated=invoices.middle)
    assert payment.designated_claim_id == invoices.middle
    with paying.at_work():
        [event] = rows(Event, Event.kind == "payment.designated")
        assert (event.actor, event.data["invoice_no"]) == ("debtor", "F-5")
    with pytest.raises(DBAPIError), paying.at_work():
        db.session.execute(text("update payments set designated_claim_id = null"))


def test_the_same_amount_for_another_invoice_is_another_payment(
    paying: Office, invoices: Invoices
) -> None:
    found = [
        paying.start_payment(invoices.case_id, Money.of(50), designated=claim_id).id
        for claim_id in (None, invoices.middle, invoices.new, invoices.middle)
    ]
    assert len(set(found)) == 3
    assert found[1] == found[3]


def test_an_invoice_on_which_nothing_is_open_cannot_be_chosen(
    paying: Office, invoices: Invoices
) -> None:
    other = paying.accepted_case()
    with paying.at_work():
        by = paying.manager.user
        withdraw(get(Claim, invoices.old), why="?", by=by)
        [of_another] = get(Case, other).claims
        enter_credit_note(
            get(Claim, invoices.new),
            Money.of(1000),
            reference="CN",
            counts_from=date(2026, 1, 1),
            why="",
            by=by,
        )
    for claim_id in (invoices.old, invoices.new, of_another.id, uuid.uuid4()):
        with pytest.raises(Refused, match="Nothing is open on the invoice"):
            paying.start_payment(invoices.case_id, Money.of(50), designated=claim_id)
    with paying.at_work():
        assert rows(Payment) == []


def test_where_no_law_is_known_there_is_no_choice(paying: Office, new_case: New) -> None:
    abroad = new_case(country="CH", postcode="8001", city="Zürich")
    with pytest.raises(Refused, match="cannot choose an invoice"):
        paying.start_payment(abroad.case_id, Money.of(50), designated=abroad.new)
    assert paying.start_payment(abroad.case_id, Money.of(50)).designated_claim_id is None


def test_money_for_an_invoice_that_is_settled_meanwhile_goes_as_the_law_orders(
    paying: Office, invoices: Invoices, stripe: StripeStandIn
) -> None:
    payment = paying.start_payment(invoices.case_id, Money.of(50), designated=invoices.new)
    with paying.at_work():
        withdraw(get(Claim, invoices.new), why="?", by=paying.manager.user)
    stripe.pay_checkout(str(payment.checkout_id))
    stripe.deliver_all()
    assert invoices.paid() == {"old": Money.of(50)}
    invoices.prove()


def test_of_money_that_goes_back_the_designated_invoice_keeps_its_part_longest(
    office: Office, invoices: Invoices
) -> None:
    with office.at_work():
        book(get(Case, invoices.case_id), clock.today(), by="system")
    whole = invoices.owed(invoices.new)
    paid = pay(office, invoices.case_id, whole + Money.of(80), designated=invoices.new)
    refund(office, paid, Money.of(100))
    assert invoices.paid() == {"new": whole - Money.of(20)}
    invoices.prove()


def test_a_payment_that_is_shared_anew_keeps_its_designation(
    office: Office, invoices: Invoices
) -> None:
    with clock.moved_to(NOW):
        pay(office, invoices.case_id, Money.of(400), designated=invoices.new)
        pay(office, invoices.case_id, Money.of(300), on=date(2026, 10, 1))
        assert invoices.paid() == {"new": Money.of(400), "old": Money.of(300)}
        with office.at_work():
            by, claim = office.manager.user, get(Claim, invoices.middle)
            correct_due_date(claim, date(2026, 6, 1), why="?", by=by)
        assert invoices.paid() == {"new": Money.of(400), "old": Money.of(300)}
        with office.at_work():
            withdraw(get(Claim, invoices.new), why="?", by=office.manager.user)
        assert invoices.paid() == {"old": Money.of(700)}
        invoices.prove()


def test_a_credit_note_moves_what_was_paid_too_much_to_the_others(
    office: Office, invoices: Invoices
) -> None:
    with clock.moved_to(NOW):
        pay(office, invoices.case_id, Money.of(1100), designated=invoices.new)
        assert invoices.paid()["new"] > Money.of(1000)
        with office.at_work():
            enter_credit_note(
                get(Claim, invoices.new),
                Money.of(500),
                reference="CN-1",
                counts_from=date(2026, 11, 1),
                why="",
                by=office.manager.user,
            )
        paid = invoices.paid()
        assert total(paid.values()) == Money.of(1100)
        assert paid["old"] > Money.of(400)
        invoices.prove()


def test_designations_ask_no_more_questions(office: Office, invoices: Invoices) -> None:
    def took(*designated: uuid.UUID | None) -> int:
        with office.at_work():
            case = get(Case, invoices.case_id)
            made = [
                Payment(
                    creditor_id=case.creditor_id,
                    case_id=case.id,
                    designated_claim_id=claim_id,
                    amount_minor=1_000,
                    currency="EUR",
                    expires_at=clock.now() + timedelta(hours=1),
                )
                for claim_id in designated
            ]
            db.session.add_all(made)
            db.session.flush()
            came = [
                Received(
                    payment_id=it.id,
                    amount=it.amount,
                    payment_intent=f"pi_{it.id.hex}",
                    on=clock.today(),
                )
                for it in made
            ]
            with statements(office.app) as seen:
                settle_many(came)
            return len(seen)

    took(None)
    assert took(invoices.new) == took(None)
    assert invoices.paid() == {"old": Money(2_000), "new": Money(1_000)}


def test_who_asks_for_its_data_reads_it(office: Office, invoices: Invoices) -> None:
    pay(office, invoices.case_id, Money.of(50), designated=invoices.new)
    with office.at_work():
        case = get(Case, invoices.case_id)
        [row] = RECORDS.tell(Subjects([case.debtor_id], [case.id])).rows
        assert row["designated_invoice"] == "F-9"


@pytest.fixture
def manager(office: Office) -> FlaskClient:
    return office.sign_in(office.manager)


def test_staff_and_the_creditor_read_for_which_invoice_it_came(
    office: Office, invoices: Invoices, manager: FlaskClient
) -> None:
    payment_id = pay(office, invoices.case_id, Money.of(50), designated=invoices.new)
    said = "for invoice F-9, as the debtor asked"
    assert said in manager.get(f"/agency/cases/{invoices.case_id}/payments").text
    assert said in manager.get(f"/agency/payments/{payment_id}").text
    with office.at_work():
        creditor_id = get(Case, invoices.case_id).creditor_id
    owner = office.sign_in(office.person(Role.OWNER, creditor_id))
    page = owner.get(f"/creditor/cases/{invoices.case_id}").text
    assert "for invoice F-9, as your customer asked" in page
