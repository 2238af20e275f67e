"""How long everything is kept: by the law of each country, and never by a guess."""

import json
from datetime import UTC, date, datetime

import pytest
from flask import current_app

from agency.cases import services as cases
from agency.cases.models import ClosureReason
from agency.compliance import due
from agency.compliance.models import ErasedDebtor, Erasure
from agency.compliance.terms import last_day_past
from agency.law.errors import LawMissing
from agency.law.vocabulary import RecordKind
from creditor.intake.models import Batch, Row
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.keys import new_key
from tests.agency.compliance.conftest import LATER, PAPER
from tests.agency.compliance.desk import anna, case_of
from tests.agency.compliance.test_erasing import NEEDLES, names_anna, night
from tests.agency.notices.desk import Desk
from tests.office import Office, rows


def test_where_the_term_is_not_known_nothing_goes_and_the_page_says_so(office: Office) -> None:
    case_id = anna(office, country="BR")
    with office.at_work():
        cases.close(case_of(case_id), ClosureReason.WITHDRAWN, by=office.collector.user, text="x")
    with clock.moved_to(datetime(2060, 1, 1, tzinfo=UTC)):
        night(office)
        with office.at_work():
            assert rows(ErasedDebtor) == []
            assert [it.country for it in due.unknown()] == ["BR"]


@pytest.mark.parametrize(
    ("country", "kind", "last_on", "first_day_to_erase"),
    [
        ("NL", RecordKind.CLAIM_FILE, date(2026, 11, 23), date(2032, 11, 24)),
        ("NL", RecordKind.ACCOUNTING, date(2026, 3, 1), date(2034, 1, 1)),
        ("US", RecordKind.CLAIM_FILE, date(2024, 2, 29), date(2027, 3, 1)),
        ("DE", RecordKind.CLAIM_FILE, date(2026, 3, 1), date(2031, 1, 1)),
    ],
)
def test_the_last_day_of_keeping_is_the_laws(
    country: str, kind: RecordKind, last_on: date, first_day_to_erase: date
) -> None:
    assert last_day_past(country, kind, first_day_to_erase) >= last_on
    before = first_day_to_erase.fromordinal(first_day_to_erase.toordinal() - 1)
    assert last_day_past(country, kind, before) < last_on


def test_no_country_without_a_term_is_guessed() -> None:
    with pytest.raises(LawMissing):
        last_day_past("BR", RecordKind.CLAIM_FILE, date(2026, 11, 23))


def test_what_is_kept_of_an_event_says_nothing_of_a_person(office: Office, closed: Desk) -> None:
    with clock.moved_to(LATER):
        night(office)
    with office.at_work():
        for event in rows(Event, Event.case_id == closed.case_id):
            words = json.dumps(event.data)
            assert not [needle for needle in NEEDLES if needle in words], event.kind


def test_what_never_came_to_a_case_goes_by_its_age(office: Office) -> None:
    creditor_id = office.new_creditor()
    owner = office.person(Role.OWNER, creditor_id).user_id
    with office.at_work():
        stored = current_app.extensions["storage"].put(PAPER, prefix=str(office.agency_id))
        batch = Batch(
            id=new_key(), creditor_id=creditor_id, source="csv", made_by=owner, file_name="a.csv",
            file_key=stored.key, read_at=clock.now(), rows_total=1, rows_done=1, rows_refused=1,
        )  # fmt: skip
        db.session.add(batch)
        db.session.flush()
        row = Row(
            creditor_id=creditor_id, batch_id=batch.id, line=2, claim={"debtor_name": "Anna"},
            errors=["No amount"], evidence=[], fee_reasons=[],
        )  # fmt: skip
        db.session.add(row)
    with clock.moved_to(datetime(2032, 11, 22, 10, tzinfo=UTC)):
        night(office)
    assert names_anna(office) == {"batch_rows"}
    with clock.moved_to(LATER):
        night(office)
        night(office)
    assert names_anna(office) == set()
    assert not current_app.extensions["storage"].exists(stored.key)
    with office.at_work():
        (run,) = rows(Erasure)
        assert (run.debtors, run.files) == (0, 1)
    page = office.sign_in(office.person(Role.OWNER, creditor_id)).get(
        f"/creditor/claims/batches/{batch.id}"
    )
    assert page.status_code == 200
    assert "since its time had run out" in page.text
