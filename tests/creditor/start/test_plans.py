"""The first page costs the same however many cases a creditor has."""

import re
import uuid

from sqlalchemy import text

from portal import db
from portal.accounts.permissions import Role
from portal.money import Money
from tests.agency.cases.crowd import crowd
from tests.agency.remittance.till import pay
from tests.office import Office
from tests.watching import Statement, plan, statements

COUNTED, RECEIVED, POSTED = "ix_cases_standing", "ix_payments_received", "ix_postings_account"


def test_indexes_answer_what_grows(office: Office) -> None:
    creditor_id = office.new_creditor()
    for one in (creditor_id, *(office.new_creditor() for _ in range(3))):
        crowd(office, one, 1_000)
    pay(office, office.accepted_case(creditor_id), Money.of(100))
    client = office.sign_in(office.new_person(Role.CLERK, creditor_id))
    with statements(office.app) as seen:
        assert "250" in client.get("/creditor/").text, "Each fourth case is closed."
    [counting] = [one for one in seen if "FROM cases" in one[0] and "count(*)" in one[0]]
    [latest] = [one for one in seen if "ORDER BY payments.paid_at DESC" in one[0]]
    balances = [one for one in seen if "carried_balances" in one[0]]
    used = _indexes(office, creditor_id, counting)
    assert used.count(COUNTED) >= 4, "Each mover of whom there are some."
    assert RECEIVED in _indexes(office, creditor_id, latest)
    assert balances
    assert all(POSTED in _indexes(office, creditor_id, one) for one in balances)


def _indexes(office: Office, creditor_id: uuid.UUID, statement: Statement) -> list[str]:
    """By which indexes the creditor's people are answered; few rows would soon be read and sorted."""
    with office.at_work():
        db.session.execute(text(f"set local app.creditor_id = '{creditor_id}'"))
        for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            db.session.execute(text(f"set local {way} = off"))
        return re.findall(r"Scan (?:Backward )?using (\w+)", plan(statement))
