"""The files of a remittance are written once, and again as they were, whoever dies meanwhile."""

import uuid

import pytest
from flask import current_app

from agency.remittance import writing
from agency.remittance.models import Remittance
from agency.remittance.signals import remittance_sent
from agency.remittance.statement import statement_csv, statement_pdf
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests.agency.remittance.test_jobs import kept, mails
from tests.agency.remittance.till import pay, write
from tests.office import Office, rows


def test_a_job_that_runs_twice_writes_and_tells_once(
    office: Office, creditor_id: uuid.UUID, approved: uuid.UUID
) -> None:
    office.person(Role.OWNER, creditor_id)
    sent: list[Remittance] = []
    with remittance_sent.connected_to(sent.append):
        write(office, approved)
        first = kept(office, approved)
        write(office, approved)
    assert kept(office, approved) == first
    assert len(sent) == len(mails(office)) == 1
    with office.at_work():
        assert len(rows(Event, Event.kind == "remittance.sent")) == 1


@pytest.mark.parametrize(
    "place",
    ["statement_pdf", "statement_csv", "bank_file_of", "mails.tell", "remittance_sent.send"],
)
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(
    office: Office,
    creditor_id: uuid.UUID,
    approved: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    office.person(Role.OWNER, creditor_id)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"agency.remittance.writing.{place}", die)
        with pytest.raises(KeyboardInterrupt):
            write(office, approved)
    assert kept(office, approved) == ("", "", "", "", None)
    assert mails(office) == []

    write(office, approved)
    assert all(kept(office, approved))
    assert len(mails(office)) == 1


def test_written_again_the_files_are_the_same_byte_for_byte(
    office: Office, approved: uuid.UUID
) -> None:
    write(office, approved)
    pay(office, office.accepted_case(None), Money.of(5))
    with office.at_work():
        found = get(Remittance, approved)
        facts = writing.statement_of(found)
        read = current_app.extensions["storage"].read
        assert statement_pdf(facts) == read(found.statement_key)
        assert statement_csv(facts) == read(found.csv_key)
        assert writing.bank_file_of(found) == read(found.bank_file_key)
