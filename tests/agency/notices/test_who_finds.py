"""Who finds notices, and who prepares, releases and sends them."""

import pytest
from flask import Flask
from sqlalchemy import select

from agency.notices.models import Notice, PrintBatch
from portal import db
from portal.accounts.permissions import Role
from tests.agency.notices.desk import Desk, one, open_desk
from tests.agency.notices.test_views import _collector, _lawyer, _text
from tests.office import open_office


def test_another_agency_finds_nothing(app: Flask, desk: Desk) -> None:
    notice_id = desk.dispatched(channel="both")
    with desk.office.at_work():
        message = next(d.id for d in one(notice_id).deliveries if d.channel == "email")
    answer = _collector(desk).post("/agency/notices/print-batches")
    batch = answer.location
    stranger = open_desk(open_office(app))
    for client, addresses in (
        (
            _collector(stranger),
            [
                f"/agency/notices/new/{desk.case_id}",
                f"/agency/notices/case/{desk.case_id}",
                f"/agency/notices/{notice_id}",
                f"/agency/notices/{notice_id}/file",
                f"/agency/notices/{notice_id}/change",
                f"/agency/notices/{notice_id}/withdrawal",
                f"/agency/notices/{notice_id}/rendering",
                f"/agency/notices/messages/{message}",
                batch,
                f"{batch}/letters.pdf",
                f"{batch}/letters.csv",
            ],
        ),
        (_lawyer(stranger), [f"/agency/notices/releases/{notice_id}"]),
    ):
        for address in addresses:
            _text(client, address, 404)
    assert _collector(stranger).post(f"/agency/notices/{notice_id}/dispatch").status_code == 404


def test_a_lawyer_of_another_firm_finds_nothing(desk: Desk) -> None:
    notice_id = desk.rendered()
    _, stranger = desk.office.new_law_firm(desk.creditor_id)
    client = desk.office.sign_in(stranger)
    for address in (
        f"/agency/notices/releases/{notice_id}",
        f"/agency/notices/{notice_id}",
        f"/agency/notices/{notice_id}/file",
    ):
        _text(client, address, 404)
    with desk.office.at_work():
        sha256 = one(notice_id).sha256
    answer = client.post(f"/agency/notices/releases/{notice_id}", data={"sha256": sha256})
    assert answer.status_code == 404
    assert str(notice_id) not in _text(client, "/agency/notices/releases")
    assert str(notice_id) not in _text(client, "/agency/notices")
    assert str(notice_id) not in _text(client, f"/agency/notices/case/{desk.case_id}")


def test_a_login_without_a_firm_is_told_what_to_do(desk: Desk) -> None:
    client = desk.office.sign_in(desk.office.new_person(Role.LAWYER))
    assert "not linked to a law firm yet" in _text(client, "/agency/notices/releases")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.LAWYER, Role.ADMIN])
def test_only_those_who_work_cases_prepare_and_send(desk: Desk, role: Role) -> None:
    notice_id = desk.prepared()
    client = desk.office.sign_in(desk.office.new_person(role))
    _text(client, f"/agency/notices/new/{desk.case_id}", 403)
    _text(client, f"/agency/notices/{notice_id}/change", 403)
    assert client.post(f"/agency/notices/{notice_id}/dispatch").status_code == 403
    assert client.post("/agency/notices/print-batches").status_code == 403
    with desk.office.at_work():
        assert not db.session.scalars(select(PrintBatch)).all()
        assert db.session.scalars(select(Notice.dispatched_at)).all() == [None]


def test_a_collector_cannot_release(desk: Desk) -> None:
    notice_id = desk.rendered()
    _text(_collector(desk), f"/agency/notices/releases/{notice_id}", 403)
