"""A debtor's data in one click: all of it, nothing of others, for who asked and for a while."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import current_app
from flask.testing import FlaskClient

from agency.compliance import services
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import DataExport
from agency.law.vocabulary import DebtorKind, NoticeKind
from creditor.evidence import services as evidence
from creditor.evidence.models import EvidenceKind
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from tests.agency.compliance.desk import ANNA, MONDAY, anna, said
from tests.agency.notices.desk import Desk, open_desk
from tests.browser import NARROW, WIDE, Window
from tests.office import Office, rows
from tests.worker import run_jobs

HERE = "/agency/compliance"
MAIL = b"From: a@b.example\r\nSubject: Order\r\n\r\n%s\r\n"


@pytest.fixture
def desk(office: Office) -> Desk:
    """A case of Anna's with letters, evidence and declarations."""
    desk = open_desk(office, **{**ANNA, "kind": DebtorKind.CONSUMER})
    desk.dispatched(kind=NoticeKind.DEMAND)
    owner = office.person(Role.OWNER, desk.creditor_id)
    with office.at_work():
        claim = desk.case.claims[0]
        evidence.add(claim, MAIL % b"hers", "order.eml", EvidenceKind.ORDER, by=owner.user)
        kind = EvidenceKind.CORRESPONDENCE
        evidence.add(claim, MAIL % b"between us", "ours.eml", kind, by=owner.user)
        services.declare(desk.case, said(DeclarationKind.VULNERABLE), by=office.collector.user)
    return desk


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return office.sign_in(office.manager)


def exported(office: Office, client: FlaskClient, case_id: UUID) -> tuple[str, zipfile.ZipFile]:
    """Ask for it, let it be made and fetch it; its address and what is in it."""
    page = client.post(f"{HERE}/cases/{case_id}/export").headers["Location"]
    assert "being made" in client.get(page).text
    run_jobs(office)
    assert "Download" in client.get(page).text
    return page, zipfile.ZipFile(io.BytesIO(client.get(f"{page}/file").data))


def test_it_holds_all_that_is_hers(office: Office, client: FlaskClient, desk: Desk) -> None:
    elsewhere = anna(office)
    _, archive = exported(office, client, desk.case_id)
    data = json.loads(archive.read("data.json"))
    assert [it["name"] for it in data["debtor"]] == ["Anna de Wit"] * 2
    assert [it["text"] for it in data["declarations"]] == ["Call, do not write."]
    with office.at_work():
        numbers = {desk.case.reference, f"{desk.case.number + 1:07d}"}
    assert {it["case"] for it in data["cases"]} == numbers
    assert elsewhere != desk.case_id
    assert data["notices"][0]["to"] == ["anna@debtor.example"]
    page = archive.read("index.html").decode()
    for word in ("Anna de Wit", "art. 52 AWR", "Lange Nieuwstraat 12", "art. 5(1)(e)"):
        assert word in page


def test_it_holds_nothing_of_others(office: Office, client: FlaskClient, desk: Desk) -> None:
    anna(office, desk.creditor_id, name="Bram Bos", postcode="9999 ZZ")
    _, archive = exported(office, client, desk.case_id)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"hers" in everything
    for secret in (b"Bram", b"between us", b"fee_percent", office.collector.email.encode()):
        assert secret not in everything
    assert [name for name in archive.namelist() if name.endswith(".pdf")]


def test_only_who_asked_gets_it_and_only_for_a_week(
    office: Office, client: FlaskClient, desk: Desk
) -> None:
    page, _ = exported(office, client, desk.case_id)
    other = office.sign_in(office.new_person(Role.MANAGER))
    assert other.get(page).status_code == 404
    assert other.get(f"{page}/file").status_code == 404
    assert office.sign_in(office.collector).get(f"{page}/file").status_code == 403
    with office.at_work():
        (kept,) = rows(DataExport)
        key = kept.file_key
    with clock.moved_to(MONDAY + timedelta(days=8)):
        with office.at_work():
            assert services.remove_exports() == 1
            assert services.remove_exports() == 0
        run_jobs(office)
    assert not current_app.extensions["storage"].exists(key)
    assert client.get(f"{page}/file").status_code == 409
    assert "gone" in client.get(page).text
    with office.at_work():
        told = [it.kind for it in rows(Event, Event.kind.startswith("data_export."))]
        assert told == [f"data_export.{it}" for it in ("asked", "made", "fetched", "removed")]


def test_asking_twice_makes_one_and_making_twice_changes_nothing(
    office: Office, desk: Desk
) -> None:
    with office.at_work():
        first = services.ask_export(desk.case, by=office.manager.user)
        assert services.ask_export(desk.case, by=office.manager.user) is first
        services.make_export(first)
        key = first.file_key
        services.make_export(first)
        assert first.file_key == key


def test_a_collector_cannot_hand_it_out(office: Office, desk: Desk) -> None:
    collector = office.sign_in(office.collector)
    assert collector.post(f"{HERE}/cases/{desk.case_id}/export").status_code == 403
    assert "All data of the debtor" not in collector.get(f"{HERE}/cases/{desk.case_id}").text


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_a_manager_looks_at_keeping_and_hands_out_in_a_browser(
    office: Office, desk: Desk, visit: Callable[..., Window], width: int, scheme: str
) -> None:
    window = visit(width=width, scheme=scheme)
    window.sign_in(office.manager)
    page = window.open(f"{HERE}/retention")
    assert "Nothing is due" in page.inner_text("main")
    window.open(f"{HERE}/cases/{desk.case_id}")
    window.follow("Legal hold")
    page.get_by_label("Reason").fill("Lawsuit 26/1")
    window.press("Place the hold")
    window.press("Lift it")
    window.open(f"{HERE}/cases/{desk.case_id}")
    window.press("All data of the debtor")
    run_jobs(office, only="compliance.")
    window.open(page.url)
    assert window.download("Download").startswith(b"PK")
