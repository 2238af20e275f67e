"""What keeps a remittance from being paid out, and says so."""

import uuid

import pytest

from agency.clients.models import Creditor
from agency.clients.services import change_payout_account
from agency.ledger.proving import prove
from agency.remittance import services
from agency.remittance.models import RemittanceState
from portal import clock
from portal.accounts.models import AgencySettings
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.remittance.test_services import of
from tests.agency.remittance.till import (
    approve,
    cancel,
    pay,
    pay_out,
    prepare,
    refund,
)
from tests.office import Office, rows


def test_a_changed_account_is_not_paid_to(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    found = prepare(office, creditor_id)
    with office.at_work():
        change_payout_account(
            get(Creditor, creditor_id),
            "NL20INGB0001234567",
            checked="Called Ms Bos on the number in the agreement",
            by=office.admin.user,
        )
    with pytest.raises(Refused, match="account has changed since"):
        approve(office, found)
    cancel(office, found)
    again = of(office, prepare(office, creditor_id))
    assert again.payout_iban == "NL20INGB0001234567"


def test_what_the_card_provider_still_has_cannot_be_paid_out(
    office: Office, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    found = prepare(office, creditor_id)
    pay_out(office, Money.of("81.84"))
    with pytest.raises(Refused, match=r"The trust account holds €81\.84, less than the €81\.85"):
        approve(office, found)
    pay_out(office, Money.of("0.01"))
    approve(office, found)
    assert of(office, found).state is RemittanceState.APPROVED


def test_money_of_another_creditor_never_pays_for_what_went_back(
    office: Office, creditor_id: uuid.UUID
) -> None:
    other = office.new_creditor()
    pay(office, office.accepted_case(other), Money.of(500))
    payment_id = pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    found = prepare(office, creditor_id)
    refund(office, payment_id, Money.of(10))

    with pytest.raises(Refused, match=r"Only €73\.66 is still held for this creditor"):
        approve(office, found)
    cancel(office, found)
    again = prepare(office, creditor_id)
    assert of(office, again).net == Money.of("73.66")
    approve(office, again)
    with office.at_work():
        assert prove("EUR").holds


def test_without_a_client_account_nothing_is_paid_out(
    office: Office, creditor_id: uuid.UUID
) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    found = prepare(office, creditor_id)
    with office.at_work():
        [settings] = rows(AgencySettings)
        settings.client_account_iban = ""
    with pytest.raises(Refused, match="An administrator enters its IBAN in the settings"):
        approve(office, found)


def test_a_creditor_without_an_account_is_not_prepared(office: Office) -> None:
    creditor_id = office.new_creditor()
    with office.at_work():
        get(Creditor, creditor_id).payout_iban = ""
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    with pytest.raises(Refused, match=r"no account to pay out to\. Enter its IBAN first"):
        prepare(office, creditor_id)


def test_other_money_than_euro_is_refused(office: Office, creditor_id: uuid.UUID) -> None:
    with pytest.raises(Refused, match="Only euro can be paid out"), office.at_work():
        services.prepare(
            get(Creditor, creditor_id),
            currency="NOK",
            through=clock.today(),
            by=office.finance.user,
        )


def test_a_second_remittance_waits_for_the_first(office: Office, creditor_id: uuid.UUID) -> None:
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100))
    prepare(office, creditor_id)
    pay(office, case_id, Money.of(50))
    with pytest.raises(Refused, match=r"is waiting for approval\. Approve or cancel it first"):
        prepare(office, creditor_id)
