"""A copy of a letter that has gone out: the very file, marked as a copy, and nothing begins anew."""

import csv
import email
import email.policy
import hashlib
import io
import uuid
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask import current_app
from sqlalchemy import func, select

from agency.cases import services as cases
from agency.cases.models import Claim, HoldReason
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.law.vocabulary import NoticeKind
from agency.ledger.models import Entry
from agency.notices import queries, services
from agency.notices.models import Delivery, Notice, PrintBatch, Reprint, ReprintReason, ReprintWay
from agency.notices.services import overview, printing, reprinting
from portal import clock, db
from portal.accounts.models import AgencySettings
from portal.errors import Refused
from portal.keys import new_key
from portal.mail import Mail
from portal.web import get
from tests.agency.notices.desk import Desk, make_files, one
from tests.agency.notices.test_own_reminders import own_desk
from tests.office import open_office

DEMAND = NoticeKind.DEMAND
LOST, ASKED, COURT = ReprintReason.LOST, ReprintReason.ASKED, ReprintReason.COURT
POST, EMAIL, DOWNLOAD = ReprintWay.POST, ReprintWay.EMAIL, ReprintWay.DOWNLOAD


def copied(
    desk: Desk,
    notice_id: uuid.UUID,
    way: ReprintWay,
    reason: ReprintReason = LOST,
    form_key: uuid.UUID | None = None,
) -> Reprint:
    """A copy, made by the collector."""
    wanted = reprinting.Wanted(reason=reason, way=way, form_key=form_key or new_key())
    return reprinting.reprint(one(notice_id), wanted, by=desk.office.collector.user)


def stored(key: str) -> bytes:
    """A file as it is kept."""
    found: bytes = current_app.extensions["storage"].read(key)
    return found


def words(document: bytes, page: int = 0) -> str:
    """What a page says."""
    found = pypdfium2.PdfDocument(document)[page].get_textpage().get_text_range()
    return " ".join(found.split())


def standing(desk: Desk, notice_id: uuid.UUID) -> tuple[Any, ...]:
    """All that a new letter would move: the notice, its way out, the books, the claim, the move."""
    notice, case = one(notice_id), desk.case
    claim = db.session.scalars(select(Claim).where(Claim.case_id == case.id)).one()
    counted = [db.session.scalar(select(func.count()).select_from(m)) for m in (Delivery, Entry)]
    return (
        *(notice.sha256, notice.due_on, notice.dispatched_at, notice.facts),
        *(case.mover, case.move, case.move_until, claim.reminded_on, claim.letters, *counted),
        len(queries.contacts_of([case.debtor_id], clock.now() - timedelta(days=1))),
    )


def test_a_mailed_copy_holds_the_very_file_and_says_that_it_is_one(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        before = standing(desk, notice_id)
        made = copied(desk, notice_id, EMAIL)
        assert standing(desk, notice_id) == before
        message = email.message_from_bytes(stored(made.message_key), policy=email.policy.default)
        (attached,) = message.iter_attachments()
        content = attached.get_content()
        assert hashlib.sha256(content).hexdigest() == made.sha256 == one(notice_id).sha256
        assert message["Subject"] == "Copy of the letter of 23 Nov 2026"
        body = message.get_body(("plain",))
        assert body is not None
        assert "It is not a new request to pay" in " ".join(body.get_content().split())
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 2


def test_the_cover_lies_on_the_letter_and_changes_nothing_in_it(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        notice = one(notice_id)
        letter, made = stored(notice.file_key), copied(desk, notice_id, DOWNLOAD, COURT)
        whole = stored(made.file_key)
        assert hashlib.sha256(letter).hexdigest() == notice.sha256
        assert "Copy of the letter of 23 Nov 2026" in words(whole)
        assert "no new term begins" in words(whole)
        assert "Payment slip" not in words(whole)
        assert words(whole, 1) == words(letter)
        assert len(pypdfium2.PdfDocument(whole)) == 1 + len(pypdfium2.PdfDocument(letter))


def test_pressed_twice_it_is_made_once(desk: Desk) -> None:
    notice_id, key = desk.dispatched(kind=DEMAND), new_key()
    with desk.office.at_work():
        first = copied(desk, notice_id, EMAIL, form_key=key).id
    with desk.office.at_work():
        assert copied(desk, notice_id, EMAIL, form_key=key).id == first
        assert len(overview.of(one(notice_id)).copies) == 1


def test_a_posted_copy_lies_behind_the_letters_and_posting_it_starts_nothing(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        copy_id = copied(desk, notice_id, POST).id
        (waits,) = printing.waiting()
        assert (waits.is_copy, waits.obstacle) == (True, "")
        batch_id = services.make_batch(by=desk.office.collector.user).id
    make_files(desk.office)
    with desk.office.at_work():
        batch = get(PrintBatch, batch_id)
        before = standing(desk, notice_id)
        services.post(batch, by=desk.office.collector.user)
        assert standing(desk, notice_id) == before
        (row,) = csv.DictReader(io.StringIO(stored(batch.manifest_key).decode()))
        assert (row["copy_of"], row["sha256"]) == ("2026-11-23", one(notice_id).sha256)
        assert get(Reprint, copy_id).print_batch_id == batch_id
        with pytest.raises(Refused, match="No letters wait"):
            services.make_batch(by=desk.office.collector.user)


def test_a_debtor_with_a_lawyer_gets_no_copy_its_lawyer_does(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        declare(
            desk.case,
            Declared(
                kind=DeclarationKind.REPRESENTED,
                source=Source.PHONE,
                name="mr. K. Pleit",
                address="Kade 3\n1011 AA  Amsterdam",
            ),
            by=desk.office.collector.user,
        )
        made = copied(desk, notice_id, POST)
        assert made.to_address.splitlines()[0] == "mr. K. Pleit"
        assert "mr. K. Pleit" in words(stored(made.file_key))
        with pytest.raises(Refused, match="no address for this channel"):
            copied(desk, notice_id, EMAIL)


def test_who_asked_not_to_be_written_to_gets_none(consumer: Desk) -> None:
    notice_id = consumer.dispatched(kind=DEMAND)
    with consumer.office.at_work():
        by = consumer.office.collector.user
        declared = Declared(kind=DeclarationKind.INSOLVENT, source=Source.LETTER)
        declare(consumer.case, declared, by=by)
        with pytest.raises(Refused):
            copied(consumer, notice_id, EMAIL)
        assert copied(consumer, notice_id, DOWNLOAD, COURT).way == DOWNLOAD


def test_a_case_on_hold_gets_one_only_when_the_debtor_asks(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        cases.put_on_hold(desk.case, HoldReason.DISPUTE, by=desk.office.collector.user)
        with pytest.raises(Refused, match="on hold"):
            copied(desk, notice_id, EMAIL)
        assert copied(desk, notice_id, EMAIL, ASKED).reason == ASKED


def test_a_copy_whose_address_changed_is_held_back_at_the_printer(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        copied(desk, notice_id, POST)
        desk.case.debtor.street = "Elsewhere 5"
        db.session.flush()
        (waits,) = printing.waiting()
        assert "address has changed" in waits.obstacle


def test_there_is_none_of_a_letter_that_has_not_gone_out(desk: Desk) -> None:
    notice_id = desk.rendered(kind=DEMAND)
    with desk.office.at_work(), pytest.raises(Refused, match="has gone out"):
        copied(desk, notice_id, DOWNLOAD)
    waiting = Desk(desk.office, desk.creditor_id, desk.case_id, desk.firm_id, desk.lawyer)
    with desk.office.at_work():
        services.withdraw(one(notice_id), "Another instead", by=desk.office.collector.user)
    posted = waiting.dispatched(kind=DEMAND, channel="post")
    with desk.office.at_work(), pytest.raises(Refused, match="still waits for the printer"):
        copied(desk, posted, EMAIL)


def test_the_page_makes_one_says_whom_it_reaches_and_lists_it(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    client = desk.office.sign_in(desk.office.collector)
    shown = client.get(f"/agency/notices/{notice_id}/reprints/new")
    assert "byte for byte" in shown.text
    key = str(new_key())
    form = {"reason": "lost", "way": "email", "form_key": key}
    for _ in range(2):
        client.post(f"/agency/notices/{notice_id}/reprints/new", data=form)
    page = client.get(f"/agency/notices/{notice_id}")
    assert "1 copy of it" in page.text
    assert "It never arrived, or was lost" in page.text
    with desk.office.at_work():
        copy_id = db.session.scalars(select(Reprint.id)).one()
    assert client.get(f"/agency/notices/reprints/{copy_id}").data.startswith(b"%PDF")
    listed = client.get(f"/agency/cases/{desk.case_id}/files").text
    assert "Copies of letters" in listed
    assert f"/agency/notices/reprints/{copy_id}" in listed
    stranger = open_office(desk.office.app)
    other = stranger.sign_in(stranger.manager)
    assert other.get(f"/agency/notices/reprints/{copy_id}").status_code == 404
    assert other.get(f"/agency/notices/{notice_id}/reprints/new").status_code == 404


def test_a_firms_letter_goes_once_more_under_the_agencys_cover(desk: Desk) -> None:
    notice_id = desk.dispatched()
    with desk.office.at_work():
        notice = get(Notice, notice_id)
        said = words(stored(copied(desk, notice_id, DOWNLOAD, COURT).file_key))
        assert notice.sender in said
        house = db.session.scalars(select(AgencySettings)).one()
        assert house.legal_name in said
        assert notice.lawyer is not None
        assert notice.lawyer.name not in said


def test_a_creditors_own_reminder_goes_once_more_under_its_name(desk: Desk) -> None:
    reminded = own_desk(desk.office)
    notice_id = reminded.dispatched(kind=NoticeKind.OWN_REMINDER, due_on=None)
    with desk.office.at_work():
        house = db.session.scalars(select(AgencySettings)).one()
        said = words(stored(copied(reminded, notice_id, EMAIL).file_key))
        assert one(notice_id).sender in said
        assert "Bram Bakker" in said
        assert house.legal_name not in said
