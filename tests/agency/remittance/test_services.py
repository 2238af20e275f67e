"""What was collected is paid out: to the cent, by two people, once, and from the creditor's own money."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from agency.compliance import services as compliance
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.models import Allocation
from agency.remittance import queries
from agency.remittance.models import Remittance, RemittanceLine, RemittanceState
from portal import clock, db
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money, total
from portal.web import get
from tests.agency.remittance import till
from tests.agency.remittance.till import (
    approve,
    cancel,
    held_for,
    pay,
    pay_out,
    prepare,
    refund,
)
from tests.office import Office, new_claim, new_debtor, rows
from tests.worker import run_jobs


def of(office: Office, remittance_id: uuid.UUID) -> Remittance:
    with office.at_work():
        return get(Remittance, remittance_id)


def test_several_payments_are_paid_out_to_the_cent(office: Office, creditor_id: uuid.UUID) -> None:
    first, second = office.accepted_case(creditor_id), office.accepted_case(creditor_id)
    pay(office, first, Money.of("333.33"))
    pay(office, second, Money.of("0.07"))
    pay(office, second, Money.of("1000.01"))
    pay_out(office)
    found = of(office, prepare(office, creditor_id))

    # 15 % of 333.33 is 50.00, of 0.07 is 0.01, of 1,000.01 is 150.00; 21 % of these 10.50, 0.00, 31.50.
    with office.at_work():
        allocations = rows(Allocation)
        assert [a.fee for a in allocations] == [
            a.received.percent(a.fee_percent) for a in allocations
        ]
        assert [a.fee_vat for a in allocations] == [
            a.fee.percent(a.fee_vat_percent) for a in allocations
        ]
    assert found.collected == Money.of("1333.41")
    assert found.fee == Money.of("200.01")
    assert found.fee_vat == Money.of("42.00")
    assert found.net == Money.of("1091.40")
    assert found.net == found.collected - found.fee - found.fee_vat
    assert found.reference == f"R-{clock.today():%Y}-0001"

    approve(office, found.id)
    with office.at_work():
        paid = get(Remittance, found.id)
        entry = get(Entry, paid.entry_id) if paid.entry_id else None
        assert entry is not None
        assert sorted(p.amount for p in entry.postings) == [-found.net, found.net]
        assert paid.state is RemittanceState.APPROVED
        assert prove("EUR").holds
        assert account_balance(AccountKind.CLIENT_BANK, "EUR") == found.fee + found.fee_vat
    assert held_for(office, creditor_id) == Money.zero()


def test_each_payment_is_remitted_once(office: Office, creditor_id: uuid.UUID) -> None:
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100))
    first = prepare(office, creditor_id)
    pay_out(office)
    approve(office, first)
    with pytest.raises(Refused, match="Nothing was collected"):
        prepare(office, creditor_id)

    pay(office, case_id, Money.of(50))
    second = of(office, prepare(office, creditor_id))
    assert second.collected == Money.of(50)
    assert second.number == 2


def test_only_what_came_in_through_the_day_is_in_it(office: Office, creditor_id: uuid.UUID) -> None:
    today = clock.today()
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100), on=today - timedelta(days=3))
    pay(office, case_id, Money.of(50), on=today)
    found = of(office, prepare(office, creditor_id, through=today - timedelta(days=1)))

    assert found.collected == Money.of(100)
    assert (found.period_from, found.period_to) == (
        today - timedelta(days=3),
        today - timedelta(days=1),
    )
    with office.at_work():
        [left] = queries.waiting_by_creditor()
        assert left.collected == Money.of(50)


def test_a_day_to_come_is_refused(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    with pytest.raises(Refused, match="Choose today or a day before"):
        prepare(office, creditor_id, through=clock.today() + timedelta(days=1))


def test_a_refund_after_the_remittance_is_taken_off_the_next_one(
    office: Office, creditor_id: uuid.UUID
) -> None:
    case_id = office.accepted_case(creditor_id)
    payment_id = pay(office, case_id, Money.of(100))
    pay(office, office.accepted_case(creditor_id), Money.of(300))
    pay_out(office)
    approve(office, prepare(office, creditor_id))

    refund(office, payment_id)
    # 100.00 less 15 % fee and 21 % VAT on it is what the creditor got for it: 81.85.
    assert held_for(office, creditor_id) == Money.of("-81.85")
    pay(office, office.accepted_case(creditor_id), Money.of(200))
    found = of(office, prepare(office, creditor_id))

    assert found.collected == Money.of(100)
    assert found.net == Money.of("81.85")
    with office.at_work():
        received = [
            line.allocation.received for line in db.session.scalars(queries.lines(found.id))
        ]
    assert received == [Money.of(-100), Money.of(200)]
    pay_out(office, Money.of(200))
    approve(office, found.id)
    assert held_for(office, creditor_id) == Money.zero()


def test_less_than_nothing_is_not_paid_out_and_stays(
    office: Office, creditor_id: uuid.UUID
) -> None:
    payment_id = pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    approve(office, prepare(office, creditor_id))
    refund(office, payment_id)
    pay(office, office.accepted_case(creditor_id), Money.of(60))

    with pytest.raises(Refused, match=r"nothing to pay out: −€32\.74\. It stays for next time"):
        prepare(office, creditor_id)
    with office.at_work():
        assert len(rows(Remittance)) == 1
        [waiting] = queries.waiting_by_creditor()
        assert waiting.net == Money.of("-32.74")


def test_a_payment_given_back_before_the_remittance_leaves_nothing_to_pay_out(
    office: Office, creditor_id: uuid.UUID
) -> None:
    refund(office, pay(office, office.accepted_case(creditor_id), Money.of(100)))
    with pytest.raises(Refused, match="nothing to pay out"):
        prepare(office, creditor_id)


def test_who_prepared_it_may_not_approve_it(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    found = prepare(office, creditor_id)
    with pytest.raises(Refused, match="You prepared this remittance"):
        approve(office, found, by=office.finance)
    assert of(office, found).state is RemittanceState.PREPARED


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("approved_by = prepared_by, approved_at = now()", "four_eyes"),
        ("approved_by = null, approved_at = now()", "approved_by"),
        ("cancelled_at = now()", "decided_once"),
        ("sent_at = now()", "written_when_sent"),
        ("net_minor = net_minor + 1", "net"),
        ("approved_at = null, approved_by = null", "posted_when_approved"),
    ],
)
def test_the_database_itself_refuses_what_services_would(
    office: Office, creditor_id: uuid.UUID, change: str, rule: str
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    found = prepare(office, creditor_id)
    approve(office, found)
    with pytest.raises(IntegrityError, match=f"ck_remittances_{rule}\\b"), office.at_work():
        db.session.execute(text(f"update remittances set {change} where id = :id"), {"id": found})


def test_an_allocation_stands_in_one_remittance_only(
    office: Office, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    prepare(office, creditor_id)
    with office.at_work():
        [line] = rows(RemittanceLine)
        db.session.add(
            RemittanceLine(
                creditor_id=line.creditor_id,
                remittance_id=line.remittance_id,
                allocation_id=line.allocation_id,
            )
        )
        with pytest.raises(IntegrityError, match="uq_remittance_lines_agency_id_allocation_id"):
            db.session.flush()
        db.roll_back()


def test_a_cancelled_one_gives_its_payments_back(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    first = prepare(office, creditor_id)
    cancel(office, first)
    assert of(office, first).state is RemittanceState.CANCELLED
    with pytest.raises(Refused, match="was cancelled"):
        approve(office, first)

    second = prepare(office, creditor_id)
    assert of(office, second).net == of(office, first).net
    approve(office, second)
    with pytest.raises(Refused, match="has been approved already"):
        cancel(office, second)


def test_every_step_is_told_of(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    cancel(office, prepare(office, creditor_id))
    approve(office, prepare(office, creditor_id))
    with office.at_work():
        events = rows(Event, Event.kind.like("remittance.%"))
        assert [(event.kind, event.actor_id) for event in events] == [
            ("remittance.prepared", office.finance.user_id),
            ("remittance.cancelled", office.finance.user_id),
            ("remittance.prepared", office.finance.user_id),
            ("remittance.approved", office.manager.user_id),
        ]
        assert events[-1].data["net"] == "81.85 EUR"


def test_another_creditors_payments_are_never_in_it(office: Office, creditor_id: uuid.UUID) -> None:
    other = office.new_creditor()
    pay(office, office.accepted_case(other), Money.of(700))
    pay(office, office.accepted_case(creditor_id, new_claim(debtor=new_debtor())), Money.of(100))
    found = of(office, prepare(office, creditor_id))
    with office.at_work():
        lines = db.session.scalars(queries.lines(found.id)).all()
        assert {line.allocation.creditor_id for line in lines} == {creditor_id}
        assert total(line.allocation.received for line in lines) == Money.of(100)


def test_the_files_of_a_statement_go_with_the_books_and_its_page_stays(office: Office) -> None:
    creditor_id = office.new_creditor()
    till.pay(office, office.accepted_case(creditor_id), Money.of(400))
    till.pay_out(office)
    remittance_id = till.prepare(office, creditor_id)
    till.approve(office, remittance_id)
    run_jobs(office)
    with office.at_work():
        key = get(Remittance, remittance_id).statement_key
    storage, year = current_app.extensions["storage"], clock.today().year
    for years, is_there in ((7, True), (8, False)):
        with clock.moved_to(datetime(year + years, 1, 2, 10, tzinfo=UTC)):
            with office.at_work():
                compliance.sweep()
            run_jobs(office)
            page = office.sign_in(office.finance).get(f"/agency/remittances/{remittance_id}")
        assert storage.exists(key) is is_there
        assert page.status_code == 200
        assert (f"{remittance_id}/statement" in page.text) is is_there
