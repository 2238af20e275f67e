"""The audit trail's page: what it shows, finds and hides."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.audit import services as audit
from tests.office import Office, open_office

KIND = re.compile(r'data-label="What"><a [^>]*>([^<]+)<')


def note(office: Office, kind: str, by: str = "system", **data: object) -> None:
    with office.at_work():
        audit.record(None, kind, by=by, **data)


def kinds(page: str) -> list[str]:
    return KIND.findall(page)


def test_what_happened_is_shown_newest_first_with_before_and_after(office: Office) -> None:
    note(office, "case.held", reason="dispute")
    note(office, "member.role_changed", before={"role": "clerk"}, after={"role": "owner"})
    page = office.sign_in(office.admin).get("/agency/audit").text
    assert kinds(page) == ["Member role changed", "Case held"]
    assert "<del>clerk</del>" in page
    assert "<ins>owner</ins>" in page
    assert "dispute" in page


def test_events_wait_until_they_are_sealed(office: Office) -> None:
    note(office, "case.held")
    client = office.sign_in(office.admin)
    assert "Waiting</span>" in client.get("/agency/audit").text
    with office.at_work():
        assert audit.seal_events() == 1
    page = client.get("/agency/audit").text
    assert "Waiting</span>" not in page
    assert "Sealed</span>" in page


def test_a_kind_is_found_by_its_first_words(office: Office) -> None:
    for kind in ("case.held", "case.released", "caseload.moved", "payment.posted"):
        note(office, kind)
    client = office.sign_in(office.admin)
    assert kinds(client.get("/agency/audit?kind=case").text) == ["Case released", "Case held"]
    for whole in ("case.held", "Case+held", "+case++held"):
        assert kinds(client.get(f"/agency/audit?kind={whole}").text) == ["Case held"]
    for nothing in ("%25", "held", "case_"):
        found = kinds(client.get(f"/agency/audit?kind={nothing}").text)
        assert found == (["Case released", "Case held"] if nothing == "case_" else [])


def test_a_person_or_a_machine_is_found(office: Office) -> None:
    with office.at_work():
        audit.record(None, "case.held", by=office.collector.user)
    note(office, "payment.posted", by="stripe")
    client = office.sign_in(office.admin)
    assert kinds(client.get("/agency/audit?who=stripe").text) == ["Payment posted"]
    own = client.get(f"/agency/audit?who={office.collector.user_id}").text
    assert kinds(own) == ["Case held"]


def test_days_are_those_of_the_office(office: Office) -> None:
    # Half past eleven in the evening in Amsterdam is still the 21st there, and in UTC too;
    # half past midnight is the 22nd there, and in UTC the 21st.
    for at, kind in (
        (datetime(2026, 11, 21, 22, 30, tzinfo=UTC), "case.first"),
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "case.second"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "case.third"),
    ):
        with office.at_work():
            # A key tells its age: 48 bits of milliseconds come first.
            key = uuid.UUID(int=(int(at.timestamp() * 1000) << 80) | 1)
            audit.record_many([audit.event_row(None, kind, by="system") | {"id": key, "at": at}])
    client = office.sign_in(office.admin)
    page = client.get("/agency/audit?since=2026-11-22&until=2026-11-22").text
    assert kinds(page) == ["Case second"]


def test_all_about_one_record(office: Office) -> None:
    member = office.collector.membership_id
    with office.at_work():
        found = db.session.get_one(Membership, (office.agency_id, member))
        audit.record(found, "member.joined", by="system")
    note(office, "case.held")
    page = office.sign_in(office.admin).get(f"/agency/audit?about={member}").text
    assert kinds(page) == ["Member joined"]


@pytest.mark.parametrize("query", ["since=yesterday", "who=nobody", "about=x", "kind=" + "x" * 99])
def test_a_filter_that_cannot_be_read_is_named_and_left_out(office: Office, query: str) -> None:
    note(office, "case.held")
    page = office.sign_in(office.admin).get(f"/agency/audit?{query}")
    assert page.status_code == 200
    assert "could not be read" in page.text
    assert kinds(page.text) == ["Case held"]


def test_the_list_goes_on_page_by_page(office: Office) -> None:
    with office.at_work():
        for number in range(120):
            audit.record(None, f"case.step_{number}", by="system")
    client = office.sign_in(office.admin)
    seen: list[str] = []
    path: str | None = "/agency/audit?kind=case"
    while path:
        page = client.get(path).text
        seen += kinds(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else None
    assert seen == [f"Case step {number}" for number in reversed(range(120))]


def test_a_broken_page_mark_is_a_404(office: Office) -> None:
    client = office.sign_in(office.admin)
    assert client.get("/agency/audit?after=%00%01").status_code == 404


def test_another_agencys_trail_is_not_there(app: Flask, office: Office) -> None:
    note(open_office(app), "case.held")
    page = office.sign_in(office.admin).get("/agency/audit").text
    assert "Nothing happened that fits" in page


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.FINANCE, Role.LAWYER])
def test_not_everybody_sees_the_trail(office: Office, role: Role) -> None:
    assert office.sign_in(office.person(role)).get("/agency/audit").status_code == 403


def test_a_creditors_people_do_not_see_it(office: Office) -> None:
    owner = office.person(Role.OWNER, office.new_creditor())
    assert office.sign_in(owner).get("/agency/audit").status_code == 404


def test_what_was_typed_is_shown_as_text(office: Office) -> None:
    note(office, "case.noted", text="<script>alert(1)</script>")
    page = office.sign_in(office.admin).get("/agency/audit").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
