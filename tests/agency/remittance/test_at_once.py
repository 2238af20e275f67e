"""Several people at work on remittances at the same moment: each cent is paid out once."""

import threading
import uuid
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from agency.clients.models import Creditor
from agency.ledger.models import AccountKind, Entry
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from agency.payments.models import Allocation
from agency.remittance import services
from agency.remittance.models import Remittance, RemittanceLine
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.outbox import OutboxJob
from portal.web import get
from tests.agency.remittance.till import (
    approve,
    pay,
    pay_out,
    prepare,
)
from tests.office import Office, rows


def together(office: Office, *acts: Callable[[], object]) -> list[object]:
    """What several people get who act at the same moment: a result or an exception each."""
    gate, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with office.app.app_context():
            gate.wait(timeout=60)
            try:
                results.append(act())
            except (Refused, IntegrityError) as error:
                results.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_people_approving_at_once_pay_out_once(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay(office, office.accepted_case(), Money.of(900))
    pay_out(office)
    found = prepare(office, creditor_id)
    second = office.new_person(Role.MANAGER)
    results = together(
        office,
        lambda: approve(office, found),
        lambda: approve(office, found, by=second),
        lambda: approve(office, found),
    )

    refused = [str(each) for each in results if isinstance(each, Refused)]
    assert refused == ["This remittance has been approved already."] * 2
    with office.at_work():
        assert len(rows(Entry, Entry.kind == "remittance")) == 1
        assert len(rows(Event, Event.kind == "remittance.approved")) == 1
        writing = rows(OutboxJob, OutboxJob.agency_id == office.agency_id)
        assert [job.name for job in writing if job.name.startswith("remittance")] == [
            "remittance.write"
        ]
        assert prove("EUR").holds


def test_two_remittances_approved_at_once_never_overdraw_the_trust_account(
    office: Office,
) -> None:
    first, second = office.new_creditor(), office.new_creditor()
    found = []
    for creditor_id in (first, second):
        pay(office, office.accepted_case(creditor_id), Money.of(100))
        found.append(prepare(office, creditor_id))
    pay_out(office, Money.of(100))
    office.manager  # noqa: B018 - made before the threads start
    results = together(office, *(lambda each=each: approve(office, each) for each in found))

    [refused] = [str(each) for each in results if isinstance(each, Refused)]
    assert "The trust account holds €18.15" in refused
    with office.at_work():
        assert account_balance(AccountKind.CLIENT_BANK, "EUR") == Money.of("18.15")


def test_two_people_preparing_at_once_make_one(office: Office, creditor_id: uuid.UUID) -> None:
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    office.finance  # noqa: B018 - made before the threads start
    results = together(office, *[lambda: prepare(office, creditor_id)] * 3)

    refused = [str(each) for each in results if isinstance(each, Refused)]
    assert len(refused) == 2
    assert "is waiting for approval" in refused[0]
    with office.at_work():
        assert len(rows(Remittance)) == 1
        assert len(rows(RemittanceLine)) == len(rows(Allocation))


def test_a_payment_comes_in_while_a_remittance_is_prepared(
    office: Office, creditor_id: uuid.UUID
) -> None:
    """Preparing has the creditor to itself, but keeps no payment waiting."""
    case_id = office.accepted_case(creditor_id)
    pay(office, case_id, Money.of(100))
    paid: list[object] = []
    with office.at_work():
        services.prepare(
            get(Creditor, creditor_id),
            currency="EUR",
            through=clock.today(),
            by=office.finance.user,
        )
        thread = threading.Thread(
            target=lambda: paid.extend(together(office, lambda: pay(office, case_id, Money.of(50))))
        )
        thread.start()
        thread.join(timeout=60)
        assert len(paid) == 1
    with office.at_work():
        [remittance] = rows(Remittance)
        assert remittance.collected == Money.of(100)
