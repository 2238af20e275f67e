"""All that is owed is paid by debit: nobody is dunned for the interest of the days that the bank takes."""

import uuid
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.cases.queries import closure_of
from agency.charges.services import owed
from agency.ledger.models import Entry
from agency.ledger.proving import prove
from agency.payments.models import Payment
from agency.payments.services import await_bank, settle
from portal import clock, db
from portal.audit.models import Event
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import WEDNESDAY, on
from tests.agency.remittance.till import bank_takes_back, pay
from tests.office import Office, rows

CONFIRMED, CARRIED_OUT = WEDNESDAY.date(), WEDNESDAY.date() + timedelta(days=6)


@pytest.fixture
def case_id(office: Office) -> uuid.UUID:
    """A case of 1,000.00 with interest running."""
    with on(CONFIRMED):
        return office.accepted_case()


def debit(office: Office, case_id: uuid.UUID, *, less: Money | None = None) -> uuid.UUID:
    """All that is owed, or less, confirmed on Wednesday and carried out six days later."""
    with on(CONFIRMED), office.at_work():
        case = get(Case, case_id)
        payment = Payment(
            id=new_key(),
            creditor_id=case.creditor_id,
            case_id=case.id,
            method="sepa_debit",
            amount_minor=(owed(case, clock.today()).total - (less or Money.zero())).minor,
            currency=case.currency,
            expires_at=clock.now() + timedelta(hours=1),
        )
        db.session.add(payment)
        db.session.flush()
        await_bank(payment, by="stripe")
        amount = payment.amount
    with on(CARRIED_OUT), office.at_work():
        intent = f"pi_{payment.id.hex}"
        settle(
            get(Payment, payment.id),
            amount=amount,
            payment_intent=intent,
            received_on=clock.today(),
        )
    return payment.id


def test_who_paid_all_owes_nothing_for_the_days_of_the_bank(
    office: Office, case_id: uuid.UUID
) -> None:
    debit(office, case_id)
    with office.at_work():
        case = get(Case, case_id)
        closure = closure_of(case)
        assert closure
        assert (closure.reason, case.open_amount) == ("paid", Money.zero())
        assert len(rows(Event, Event.kind == "case.interest_waived")) == 1
        [written_off] = rows(Entry, Entry.kind == "written_off")
        assert 0 < max(it.amount_minor for it in written_off.postings) < 400
        assert prove("EUR").holds


def test_who_paid_less_goes_on_owing_it(office: Office, case_id: uuid.UUID) -> None:
    debit(office, case_id, less=Money.of(10))
    with office.at_work():
        case = get(Case, case_id)
        assert case.is_open
        assert Money.of(10) < case.open_amount < Money.of(14)


def test_a_few_cents_left_by_card_are_owed(office: Office, case_id: uuid.UUID) -> None:
    debit(office, case_id, less=Money.of(10))
    with on(CARRIED_OUT):
        with office.at_work():
            left = get(Case, case_id).open_amount
        pay(office, case_id, left - Money.of("0.01"))
    with office.at_work():
        assert get(Case, case_id).open_amount == Money.of("0.01")


def test_all_is_owed_again_where_the_bank_takes_the_debit_back(
    office: Office, case_id: uuid.UUID
) -> None:
    payment_id = debit(office, case_id)
    with on(CARRIED_OUT):
        with office.at_work():
            bank_takes_back(payment_id)
            paid = get(Payment, payment_id).amount
        with office.at_work():
            case = get(Case, case_id)
            assert case.is_open
            assert case.open_amount == owed(case, clock.today()).total > paid
            assert [it.kind for it in rows(Event, Event.kind == "case.waiver_undone")] != []
            assert prove("EUR").holds
