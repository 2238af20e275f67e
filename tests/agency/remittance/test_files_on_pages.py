"""The files of a remittance on its page: there once written, and said where they cannot be."""

import uuid
from datetime import timedelta

from flask.testing import FlaskClient

from portal import clock
from portal.accounts.models import AgencySettings
from portal.audit.models import Event
from portal.outbox import OutboxJob
from tests.agency.remittance.test_views import page_of
from tests.agency.remittance.till import approve, write
from tests.office import Office, rows


def test_the_files_are_there_once_they_are_written(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    files = ("statement.pdf", "statement.csv", "bank-file.xml")
    for name in files:
        assert finance.get(f"{page_of(prepared)}/{name}").status_code == 404
    approve(office, prepared)
    asked = finance.get(f"{page_of(prepared)}/writing", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in asked.headers
    assert "being written" in finance.get(page_of(prepared)).text

    write(office, prepared)
    asked = finance.get(f"{page_of(prepared)}/writing", headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    page = finance.get(page_of(prepared))
    year = f"{clock.today():%Y}"
    beginnings = (b"%PDF", b"\xef\xbb\xbfstatement;", b"<?xml")
    for name, beginning in zip(files, beginnings, strict=True):
        assert f"{page_of(prepared)}/{name}" in page.text
        answer = finance.get(f"{page_of(prepared)}/{name}")
        assert answer.data.startswith(beginning)
        kind = name.rpartition(".")[2]
        assert answer.headers["Content-Disposition"] == (
            f"attachment; filename=R-{year}-0001.{kind}"
        )


def test_who_took_the_bank_file_is_noted(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    write(office, prepared)
    assert "Hand the bank file to the bank" in finance.get(page_of(prepared)).text
    finance.get(f"{page_of(prepared)}/bank-file.xml")
    with office.at_work():
        [event] = rows(Event, Event.kind == "remittance.bank_file_taken")
        assert event.actor_id == office.finance.user_id
    text = finance.get(page_of(prepared)).text
    assert "Bank file downloaded" in text
    assert "Carry out the transfer" in text


def test_files_that_cannot_be_written_say_what_is_missing_and_can_be_asked_for_again(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    with office.at_work():
        rows(AgencySettings)[0].client_account_iban = ""
    assert "An administrator enters its IBAN in the settings" in finance.get(page_of(prepared)).text
    assert finance.post(f"{page_of(prepared)}/writing").location == page_of(prepared)
    with office.at_work():
        jobs = rows(OutboxJob, OutboxJob.name == "remittance.write")
        jobs = [job for job in jobs if job.agency_id == office.agency_id]
        assert len(jobs) == 2
        rows(AgencySettings)[0].client_account_iban = "NL02ABNA0123456789"
    write(office, prepared)
    refused = finance.post(f"{page_of(prepared)}/writing")
    assert refused.status_code == 409
    assert "nothing to be written here" in refused.text


def test_files_that_take_too_long_can_be_asked_for_again(
    office: Office, finance: FlaskClient, prepared: uuid.UUID
) -> None:
    approve(office, prepared)
    assert "Write them again" not in finance.get(page_of(prepared)).text
    with clock.moved_to(clock.now() + timedelta(minutes=3)):
        text = finance.get(page_of(prepared)).text
    assert "take longer than they should" in text
    assert f'action="{page_of(prepared)}/writing"' in text
