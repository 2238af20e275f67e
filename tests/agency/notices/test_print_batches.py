"""Letters for the post: each in one batch, in one file, on one list; and posted once."""

import csv
import hashlib
import io
import threading
import uuid
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from flask import Flask, current_app
from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import HoldReason
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import queries, services
from agency.notices.manifest import COLUMNS
from agency.notices.models import Delivery, PrintBatch
from agency.notices.services import printing
from portal import clock, db
from portal.errors import Refused
from portal.storage import Storage
from portal.web import get
from tests.agency.notices.desk import MONDAY, Desk, make_files, one
from tests.office import Office, new_claim, new_debtor

DEMAND = NoticeKind.DEMAND


def _another_case(desk: Desk, **debtor: object) -> Desk:
    claim = new_claim(debtor=new_debtor(**debtor))
    return replace(desk, case_id=desk.office.accepted_case(desk.creditor_id, claim))


def _batch(desk: Desk) -> uuid.UUID:
    with desk.office.at_work():
        return services.make_batch(by=desk.office.collector.user).id


def _storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found


def test_a_batch_is_one_file_with_a_list_that_proves_every_letter(desk: Desk) -> None:
    names = ["=Bakkerij", "Slagerij"]
    notices = [
        _another_case(desk, name=name).dispatched(kind=DEMAND, channel="post") for name in names
    ]
    batch_id = _batch(desk)
    assert make_files(desk.office) == ["notices.bind"]
    with desk.office.at_work():
        batch = get(PrintBatch, batch_id)
        assert (batch.number, batch.letters) == (1, 2)
        whole = _storage().read(batch.file_key)
        listed = _storage().read(batch.manifest_key).decode()
        hashes = [one(notice_id).sha256 for notice_id in notices]
        cases_of = [one(notice_id).case.reference for notice_id in notices]
        assert hashlib.sha256(whole).hexdigest() == get(PrintBatch, batch_id).sha256
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["sha256"] for row in rows] == hashes
    assert [row["case"] for row in rows] == cases_of
    assert [row["recipient"] for row in rows] == ["'=Bakkerij", "Slagerij"]
    with pikepdf.open(io.BytesIO(whole)) as found, found.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            f"1. {cases_of[0]} =Bakkerij",
            f"2. {cases_of[1]} Slagerij",
        ]
        assert len(found.pages) == sum(int(row["pages"]) for row in rows)
    assert int(rows[1]["first_page"]) == int(rows[0]["pages"]) + 1


def test_two_people_at_once_never_print_a_letter_twice(app: Flask, desk: Desk) -> None:
    """Both take at the same moment; the second finds the letter taken and leaves it."""
    desk.dispatched(kind=DEMAND, channel="post")
    office, taken, done = desk.office, threading.Event(), threading.Event()
    refused: list[str] = []

    def second() -> None:
        with app.app_context(), clock.moved_to(MONDAY):
            taken.wait(10)
            try:
                with office.at_work():
                    services.make_batch(by=office.manager.user)
            except Refused as refusal:
                refused.append(str(refusal))
            finally:
                done.set()

    assert office.manager
    other = threading.Thread(target=second)
    other.start()
    with office.at_work():
        services.make_batch(by=office.collector.user)
        db.session.flush()
        taken.set()
        assert done.wait(10), "the second one waits for the first"
    other.join()
    assert refused == ["No letters wait for the printer."]
    with office.at_work():
        assert len(db.session.scalars(select(PrintBatch)).all()) == 1


def test_a_letter_whose_case_rests_is_held_back_with_the_reason(desk: Desk) -> None:
    desk.dispatched(kind=DEMAND, channel="post")
    going = _another_case(desk).dispatched(kind=DEMAND, channel="post")
    with desk.office.at_work():
        cases.put_on_hold(desk.case, HoldReason.OTHER, by=desk.office.collector.user)
    with desk.office.at_work():
        assert [bool(each.obstacle) for each in printing.waiting()] == [True, False]
    batch_id = _batch(desk)
    with desk.office.at_work():
        (letter,) = queries.in_batch(get(PrintBatch, batch_id))
        assert letter.notice_id == going
    with desk.office.at_work(), pytest.raises(Refused, match="0000001: The case is on hold"):
        services.make_batch(by=desk.office.collector.user)


def test_a_letter_can_be_taken_back_until_it_is_printed(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND, channel="post")
    by = desk.office.collector
    with desk.office.at_work():
        services.withdraw(one(notice_id), "The debtor has just called", by=by.user)
    with desk.office.at_work(), pytest.raises(Refused, match="No letters wait"):
        services.make_batch(by=by.user)


def test_binding_again_changes_nothing(desk: Desk) -> None:
    desk.dispatched(kind=DEMAND, channel="post")
    batch_id = _batch(desk)
    with desk.office.at_work(), pytest.raises(Refused, match="still being made"):
        services.post(get(PrintBatch, batch_id), by=desk.office.collector.user)
    make_files(desk.office)
    with desk.office.at_work():
        batch = get(PrintBatch, batch_id)
        before = (batch.file_key, batch.manifest_key)
        services.bind(batch)
        assert (batch.file_key, batch.manifest_key) == before


def test_the_free_letter_by_post_counts_from_the_day_it_is_posted(
    office: Office, desk: Desk
) -> None:
    consumer = _another_case(desk, kind=DebtorKind.CONSUMER, name="Anna de Wit")
    notice_id = consumer.dispatched(kind=NoticeKind.FOURTEEN_DAY_LETTER, channel="both")
    with office.at_work():
        assert one(notice_id).case.claims[0].reminded_on is None
    batch_id = _batch(desk)
    make_files(office)
    with clock.moved_to(MONDAY.replace(day=26)):
        for _ in range(2):  # Pressing it again changes nothing.
            with office.at_work():
                services.post(get(PrintBatch, batch_id), by=office.collector.user)
    with office.at_work():
        notice = one(notice_id)
        (claim,) = notice.case.claims
        assert (claim.reminded_on, claim.reminded_channel) == (date(2026, 11, 26), "post")
        # Thursday 26th; received on the second counted day, Saturday 28th; fourteen days on.
        assert notice.due_on == notice.case.move_until == date(2026, 12, 12)
        post = [each for each in notice.deliveries if each.channel == "post"]
        assert [each.print_batch_id for each in post] == [batch_id]
        assert len(db.session.scalars(select(Delivery)).all()) == 2
