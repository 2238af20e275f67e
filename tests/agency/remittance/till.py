"""Money without a card provider: payments settled, refunded and paid out to the trust account."""

import itertools
import uuid
from datetime import date, timedelta

from agency.cases.models import Case
from agency.charges.services import owed
from agency.clients.models import Creditor
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.ledger.queries import account_balance
from agency.payments import books, signals
from agency.payments.models import Payment
from agency.payments.services import settle
from agency.remittance import services
from agency.remittance.models import Remittance
from portal import clock, db
from portal.jobs import run
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.office import Office, Person

_numbers = itertools.count(1)


def pay(
    office: Office,
    case_id: uuid.UUID,
    amount: Money | None = None,
    *,
    on: date | None = None,
    designated: uuid.UUID | None = None,
) -> uuid.UUID:
    """A payment by card that came in for a case; of all that is owed unless an amount is given.

    `designated` is the claim that the debtor paid for.
    """
    with office.at_work():
        case = get(Case, case_id)
        received_on = on or clock.today()
        paid = amount or owed(case, received_on).total
        payment = Payment(
            id=new_key(),
            creditor_id=case.creditor_id,
            case_id=case.id,
            designated_claim_id=designated,
            amount_minor=paid.minor,
            currency=paid.currency,
            expires_at=clock.now() + timedelta(hours=1),
        )
        db.session.add(payment)
        db.session.flush()
        intent = f"pi_{next(_numbers):06d}{uuid.uuid4().hex[:12]}"
        settle(payment, amount=paid, payment_intent=intent, received_on=received_on)
        return payment.id


def refund(office: Office, payment_id: uuid.UUID, amount: Money | None = None) -> None:
    """Money that went back to the debtor; all of the payment unless an amount is given."""
    with office.at_work():
        payment = get(Payment, payment_id)
        books.give_back(
            payment,
            amount or payment.amount,
            provider_ref=f"re_{uuid.uuid4().hex[:16]}",
            reason="requested_by_customer",
            on=clock.today(),
            by="stripe",
        )


def pay_out(office: Office, amount: Money | None = None) -> Money:
    """The card provider pays out to the trust account; all it has unless an amount is given."""
    with office.at_work():
        moved = amount or account_balance(AccountKind.PROVIDER, "EUR")
        post(
            NewEntry(
                key=f"payout:{uuid.uuid4()}",
                kind="payout",
                text="payout.paid",
                booked_on=clock.today(),
                lines=[
                    Line(AccountKind.CLIENT_BANK, moved),
                    Line(AccountKind.PROVIDER, -moved),
                ],
            )
        )
        return moved


def prepare(
    office: Office, creditor_id: uuid.UUID, *, through: date | None = None, by: Person | None = None
) -> uuid.UUID:
    """A remittance prepared by finance."""
    with office.at_work():
        made = services.prepare(
            get(Creditor, creditor_id),
            currency="EUR",
            through=through or clock.today(),
            by=(by or office.finance).user,
        )
        return made.id


def approve(office: Office, remittance_id: uuid.UUID, *, by: Person | None = None) -> None:
    """Approved by the manager."""
    with office.at_work():
        services.approve(get(Remittance, remittance_id), by=(by or office.manager).user)


def cancel(office: Office, remittance_id: uuid.UUID) -> None:
    """Cancelled by finance."""
    with office.at_work():
        services.cancel(get(Remittance, remittance_id), by=office.finance.user)


def write(office: Office, remittance_id: uuid.UUID) -> None:
    """Its files, as a worker writes them."""
    run("remittance.write", str(office.agency_id), {"remittance_id": str(remittance_id)})


def held_for(office: Office, creditor_id: uuid.UUID) -> Money:
    """Client money held for a creditor, by the ledger."""
    with office.at_work():
        return -account_balance(AccountKind.CREDITOR_FUNDS, "EUR", creditor_id)


def bank_takes_back(payment_id: uuid.UUID) -> None:
    """The payer's bank takes a debit back that was carried out; told within the office."""
    payment = get(Payment, payment_id)
    back = books.give_back(
        payment,
        payment.amount,
        provider_ref=f"pyr_{payment_id.hex}",
        reason="debit_returned",
        on=clock.today(),
        by="stripe",
    )
    assert back
    signals.payment_taken_back.send(back)
