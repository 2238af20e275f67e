"""Files are read and placed in parts, quotes are kept to, and nothing happens twice."""

import threading
import uuid
from datetime import date
from typing import Any

import pytest

from agency.cases.models import Case, Claim, Debtor, Placement
from agency.cases.placing import place
from agency.clients.models import Creditor
from creditor.intake import queries, services
from creditor.intake.models import Batch, Row
from creditor.intake.quotes import Quotes
from creditor.intake.services import placing, reading
from portal import db
from portal.audit.models import Event
from portal.errors import Refused
from portal.jobs import run
from portal.web import get
from tests.creditor.handover import Clerk, clerk_of, count
from tests.hostile import csv_rows
from tests.office import Office, rows
from tests.worker import run_jobs

MANY = 600


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(reading, "PART", 200)
    monkeypatch.setattr(placing, "PART", 200)
    return 200


def upload(clerk: Clerk, data: bytes) -> uuid.UUID:
    with clerk.office.at_work(clerk.creditor_id):
        batch = services.upload(
            data, "claims.csv", creditor=get(Creditor, clerk.creditor_id), by=clerk.person.user
        )
        return batch.id


def accept(clerk: Clerk, batch_id: uuid.UUID) -> None:
    with clerk.office.at_work(clerk.creditor_id):
        services.accept(get(Batch, batch_id), by=clerk.person.user)


def broken_off_after(parts: int, real: Any) -> Any:
    """A function of which the process dies when it is called once too often."""
    calls = iter(range(parts))

    def call(*args: Any, **options: Any) -> Any:
        if next(calls, None) is None:
            raise SystemExit("killed")
        return real(*args, **options)

    return call


def dies(office: Office, job: str, batch_id: uuid.UUID) -> None:
    with pytest.raises(SystemExit):
        run(job, str(office.agency_id), {"batch_id": str(batch_id)})


def test_a_large_file_is_read_in_the_background_and_shows_how_far_it_is(
    office: Office, clerk: Clerk, small_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = upload(clerk, csv_rows(MANY))
    with office.at_work():
        assert get(Batch, batch_id).read_at is None
    monkeypatch.setattr(reading, "keep", broken_off_after(2, reading.keep))
    dies(office, "intake.read", batch_id)
    with office.at_work():
        batch = get(Batch, batch_id)
        assert (batch.rows_done, batch.rows_total) == (2 * small_parts, MANY)
        assert batch.read_at is None


def test_a_worker_killed_while_reading_is_followed_by_one_that_goes_on(
    office: Office, clerk: Clerk, small_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = upload(clerk, csv_rows(MANY))
    with monkeypatch.context() as broken:
        broken.setattr(reading, "keep", broken_off_after(1, reading.keep))
        dies(office, "intake.read", batch_id)
    with monkeypatch.context() as watched:
        watched.setattr(reading, "keep", broken_off_after(2, reading.keep))
        run_jobs(office)  # It would die at a third part: the first was there already.
    with office.at_work():
        lines = [row.line for row in rows(Row, Row.batch_id == batch_id)]
        assert sorted(lines) == list(range(2, MANY + 2))
        assert get(Batch, batch_id).read_at is not None


def test_a_worker_killed_while_placing_is_followed_by_one_that_goes_on(
    office: Office, clerk: Clerk, small_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = upload(clerk, csv_rows(MANY))
    run("intake.read", str(office.agency_id), {"batch_id": str(batch_id)})
    accept(clerk, batch_id)
    with monkeypatch.context() as broken:
        broken.setattr(placing, "place", broken_off_after(2, place))
        dies(office, "intake.place", batch_id)
    assert count(office, Claim) == 2 * small_parts
    assert count(office, Event, Event.kind == "placement.acknowledged") == 0
    for _ in range(2):
        run("intake.place", str(office.agency_id), {"batch_id": str(batch_id)})
    with office.at_work():
        placed = rows(Claim)
        assert len(placed) == len({claim.invoice_no for claim in placed}) == MANY
        assert len(rows(Event, Event.kind == "claim.placed")) == MANY
        assert [row.id for row in rows(Row)] == [claim.id for claim in placed]
        batch = get(Batch, batch_id)
        assert batch.placed_at is not None
        assert batch.rows_done == MANY
        assert len(rows(Case)) == len(rows(Debtor)) == 1, "one debtor, one case"


def test_the_creditor_is_thanked_once_for_all_parts_together(
    office: Office, clerk: Clerk, small_parts: int
) -> None:
    batch_id = upload(clerk, csv_rows(MANY))
    run("intake.read", str(office.agency_id), {"batch_id": str(batch_id)})
    accept(clerk, batch_id)
    run("intake.place", str(office.agency_id), {"batch_id": str(batch_id)})
    from portal.outbox import OutboxJob

    waiting = [
        job
        for job in db.session.query(OutboxJob).filter(OutboxJob.agency_id == office.agency_id)
        if job.name == "cases.acknowledge"
    ]
    assert len(waiting) == 1


def test_a_discarded_file_is_not_read_any_further(
    office: Office, clerk: Clerk, small_parts: int
) -> None:
    batch_id = upload(clerk, csv_rows(MANY))
    with office.at_work(clerk.creditor_id):
        services.discard(get(Batch, batch_id), by=clerk.person.user)
    run_jobs(office)
    assert count(office, Row) == 0


def test_accepting_twice_hands_over_once(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(3))
    accept(clerk, batch_id)
    accept(clerk, batch_id)
    assert count(office, Placement) == 1
    assert count(office, Claim) == 3
    assert count(office, Event, Event.kind == "batch.accepted") == 1


def test_two_people_who_accept_at_once_hand_over_once(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(3))
    both = threading.Barrier(2)
    failed: list[BaseException] = []

    def press() -> None:
        try:
            with office.app.app_context(), office.at_work(clerk.creditor_id):
                batch = get(Batch, batch_id)
                both.wait(10)
                services.accept(batch, by=clerk.person.user)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert count(office, Placement) == 1
    assert count(office, Claim) == 3


def test_the_same_file_again_is_the_hand_over_that_waits(office: Office, clerk: Clerk) -> None:
    assert upload(clerk, csv_rows(3)) == upload(clerk, csv_rows(3))
    assert count(office, Row) == 3


def test_a_double_click_takes_a_file_in_once(office: Office, clerk: Clerk) -> None:
    found: list[uuid.UUID] = []

    def send() -> None:
        with office.app.app_context():
            found.append(upload(clerk, csv_rows(3)))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1


def test_a_file_that_was_accepted_is_read_again_and_says_so(office: Office, clerk: Clerk) -> None:
    first = upload(clerk, csv_rows(3))
    accept(clerk, first)
    again = upload(clerk, csv_rows(3))
    assert again != first
    with office.at_work():
        batch = get(Batch, again)
        assert batch.rows_refused == 3
        earlier = queries.earlier(batch)
        assert earlier is not None
        assert earlier.id == first


def test_an_invoice_handed_over_meanwhile_is_refused_when_it_is_placed(
    office: Office, clerk: Clerk
) -> None:
    one, other = upload(clerk, csv_rows(3)), upload(clerk, csv_rows(4))
    accept(clerk, one)
    accept(clerk, other)
    with office.at_work():
        batch = get(Batch, other)
        assert (batch.rows_total, batch.rows_refused) == (4, 3)
        refused = rows(Row, Row.batch_id == other, Row.errors != [])
        assert {reason for row in refused for reason in row.reasons} == {
            "This invoice was handed over before."
        }
        assert len(rows(Claim)) == 4


def test_what_the_file_did_not_say_goes_with_the_claim(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(1))
    with office.at_work(clerk.creditor_id):
        row = rows(Row, Row.batch_id == batch_id)[0]
        services.amend(
            row,
            {
                "debtor_kind": "consumer",
                "reminded_on": date(2026, 3, 1),
                "reminded_channel": "email",
            },
            by=clerk.person.user,
        )
    accept(clerk, batch_id)
    with office.at_work():
        [claim] = rows(Claim)
        assert (claim.reminded_on, claim.reminded_channel) == (date(2026, 3, 1), "email")
        assert len(rows(Event, Event.kind == "batch.row_changed")) == 1


def test_nothing_changes_in_a_hand_over_that_was_accepted(office: Office, clerk: Clerk) -> None:
    batch_id = upload(clerk, csv_rows(1))
    accept(clerk, batch_id)
    with office.at_work(clerk.creditor_id):
        row = rows(Row, Row.batch_id == batch_id)[0]
        with pytest.raises(Refused, match="closed"):
            services.note_evidence(row, ["order", "delivery_proof"])
        with pytest.raises(Refused, match="accepted already"):
            services.discard(get(Batch, batch_id), by=clerk.person.user)


def test_a_creditors_session_sees_its_own_rows_alone(office: Office, clerk: Clerk) -> None:
    other = clerk_of(office)
    batches = {each.creditor_id: upload(each, csv_rows(2)) for each in (clerk, other)}
    accept(other, batches[other.creditor_id])
    with office.at_work(clerk.creditor_id):
        for model in (Batch, Row, Claim, Case, Debtor, Placement, Event):
            assert {each.creditor_id for each in rows(model)} <= {clerk.creditor_id}
        assert len(rows(Row)) == 2
        raw = db.session.connection().exec_driver_sql("select count(*) from batch_rows")
        assert raw.scalar_one() == 2


def test_claims_that_are_alike_are_quoted_once(office: Office, clerk: Clerk) -> None:
    with office.at_work():
        quotes = Quotes(clerk.creditor_id)
        claim = {"due_date": "2026-02-14", "debtor_kind": "consumer", "country": "NL"}
        assert quotes.of(claim, []) is quotes.of(dict(claim), ())
        assert quotes.of(claim, ["order", "delivery_proof"]).percent < quotes.of(claim, []).percent
