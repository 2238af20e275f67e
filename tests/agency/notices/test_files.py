"""The file of a notice: archivable, made once, and dropped where its words have changed."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import current_app
from sqlalchemy import select

from agency.cases.models import Mover
from agency.notices import queries, services
from agency.notices.annexes import NAME
from agency.notices.models import Notice, NoticeState
from portal import db, pdf
from portal.audit.models import Event
from portal.jobs import run
from portal.storage import StorageAway
from portal.web import get
from tests.agency.notices.desk import DUE, Desk, make_files, one
from tests.agency.notices.test_services import DEMAND
from tests.office import Office


def test_the_file_is_archivable_and_carries_the_claims_as_data(desk: Desk) -> None:
    notice_id = desk.rendered(locale="nl")
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.render_error == ""
        assert notice.state is NoticeState.WAITS_RELEASE
        assert (notice.case.mover, notice.case.move) == (Mover.LAWYER, "release")
        document = _stored(notice)
    assert pdf.check_pdfa(document) == []
    text = " ".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)
    )
    assert "€ 1.225,25" in text.replace("\xa0", " ")
    with pikepdf.open(BytesIO(document)) as found:
        data = json.loads(found.attachments[NAME].get_file().read_bytes())
        assert found.attachments[NAME].obj.AFRelationship == "/Data"
    assert data["open"] == {
        "principal": "1000.00",
        "interest": "75.25",
        "costs": "150.00",
        "total": "1225.25",
    }


def test_a_worker_killed_while_making_the_file_leaves_nothing_half_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_id = desk.prepared(kind=DEMAND)
    storage, arguments = current_app.extensions["storage"], {"notice_id": str(notice_id)}
    agency_id = str(desk.office.agency_id)

    def away(*_args: Any, **_options: Any) -> None:
        raise StorageAway("The file store does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(storage, "put", away)
        with pytest.raises(StorageAway):
            run("notices.render", agency_id, arguments)
    with desk.office.at_work():
        assert one(notice_id).state is NoticeState.RENDERING
    run("notices.render", agency_id, arguments)
    run("notices.render", agency_id, arguments)
    with desk.office.at_work():
        assert one(notice_id).state is NoticeState.READY
        assert len(queries.notices_of(desk.case)) == 1
        assert _kinds(notice_id).count("notice.rendered") == 1


def test_a_file_made_for_the_words_before_a_change_is_dropped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_id = desk.prepared(kind=DEMAND)
    storage = current_app.extensions["storage"]
    put = storage.put

    def change_meanwhile(*args: Any, **options: Any) -> Any:
        monkeypatch.undo()
        with desk.office.at_work():
            wanted = services.Change("email", "nl", DUE)
            services.change(get(Notice, notice_id), wanted, by=desk.office.collector.user)
        return put(*args, **options)

    monkeypatch.setattr(storage, "put", change_meanwhile)
    run("notices.render", str(desk.office.agency_id), {"notice_id": str(notice_id)})
    with desk.office.at_work():
        assert one(notice_id).state is NoticeState.RENDERING
    make_files(desk.office)
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.state is NoticeState.READY
        assert notice.subject.startswith("Aanmaning")


def test_an_address_too_long_for_the_window_is_said_and_not_cut(office: Office, desk: Desk) -> None:
    notice_id = desk.prepared(kind=DEMAND)
    with desk.office.at_work():
        notice = get(Notice, notice_id)
        contents = {**notice.facts["contents"], "recipient": [f"Line {i}" for i in range(7)]}
        notice.facts = {**notice.facts, "contents": contents}
    make_files(office)
    with desk.office.at_work():
        assert "one to 6 lines" in one(notice_id).render_error


def _stored(notice: Notice) -> bytes:
    content: bytes = current_app.extensions["storage"].read(notice.file_key)
    return content


def _kinds(subject_id: object) -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.subject_id == subject_id)))
