"""A creditor whose money is paid out, and those who do it."""

import uuid
from decimal import Decimal

import pytest

from agency.clients.tariff import Reason
from portal.money import Money
from tests.agency.remittance.till import approve, pay, pay_out, prepare, refund
from tests.office import Office, new_claim, new_debtor

REASONS = (
    Reason("age", Decimal(20), {"days": "140", "over": "120", "up_to": "365"}).as_json(),
    Reason("documented", Decimal("-2.5")).as_json(),
)


@pytest.fixture
def creditor_id(office: Office) -> uuid.UUID:
    return office.new_creditor("Kantoorwerk")


@pytest.fixture
def prepared(office: Office, creditor_id: uuid.UUID) -> uuid.UUID:
    """100.00 collected, 81.85 prepared for the creditor, the money on the trust account."""
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    return prepare(office, creditor_id)


@pytest.fixture
def approved(office: Office, creditor_id: uuid.UUID) -> uuid.UUID:
    """Three payments, one of them over two invoices, and one given back in part; approved."""
    debtor = new_debtor(name="Bakkerij De Vroege Vogel")
    two = office.accepted_case(
        creditor_id,
        new_claim(debtor=debtor, fee_percent=Decimal("17.5"), fee_reasons=REASONS),
        new_claim(debtor=debtor, fee_reasons=REASONS),
    )
    pay(office, two, Money.of("1500.50"))
    given_back = pay(office, office.accepted_case(creditor_id), Money.of("99.99"))
    pay(office, office.accepted_case(creditor_id), Money.of("10.01"))
    refund(office, given_back, Money.of("33.33"))
    pay_out(office)
    made = prepare(office, creditor_id)
    approve(office, made)
    return made
