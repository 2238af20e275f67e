"""Two people press the same button at the same moment: it is done once, and the other is told."""

import threading
import uuid

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from agency.cases.models import Case
from agency.ledger.models import Entry
from agency.ledger.proving import prove
from agency.remittance.models import Remittance
from portal import db
from portal.accounts.permissions import Role
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay, pay_out, prepare
from tests.faults.conftest import how_many_wait, wait_until
from tests.office import Office, rows


def press_together(
    office: Office, record: type[Case | Remittance], record_id: uuid.UUID, path: str
) -> list[TestResponse]:
    """Two managers send the same form while the record is held fast; then it is let go."""
    clients = [office.sign_in(office.new_person(Role.MANAGER)) for _ in range(2)]
    answers: list[TestResponse] = []
    threads = [
        threading.Thread(target=_press, args=(office.app, client, path, answers))
        for client in clients
    ]
    with office.at_work():
        db.session.refresh(get(record, record_id), with_for_update=True)
        for thread in threads:
            thread.start()
        wait_until(lambda: how_many_wait() == 2)
    for thread in threads:
        thread.join(30)
    return sorted(answers, key=lambda answer: answer.status_code)


def _press(app: Flask, client: FlaskClient, path: str, answers: list[TestResponse]) -> None:
    with app.app_context():
        answers.append(client.post(path))


def test_of_two_who_approve_a_remittance_one_pays_out_and_the_other_is_told(
    office: Office,
) -> None:
    creditor_id = office.new_creditor()
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    pay_out(office)
    remittance_id = prepare(office, creditor_id)
    done, told = press_together(
        office, Remittance, remittance_id, f"/agency/remittances/{remittance_id}/approval"
    )
    assert (done.status_code, told.status_code) == (302, 409)
    assert "This remittance has been approved already." in told.text
    with office.at_work():
        assert len(rows(Entry, Entry.kind == "remittance")) == 1
        assert prove("EUR").holds


def test_of_two_who_accept_a_case_one_does_and_the_other_is_told(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    done, told = press_together(office, Case, case_id, f"/agency/cases/{case_id}/acceptance")
    assert (done.status_code, told.status_code) == (302, 409)
    assert "There are no new claims" in told.text
    with office.at_work():
        assert len(rows(Entry, Entry.kind == "claims.accepted")) == 1
