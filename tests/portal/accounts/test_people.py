"""The people's pages: an agency's, kept by its administrators, and a creditor's, by its owners."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal import db
from portal.accounts import members
from portal.accounts.models import Invitation, Membership
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from tests.office import Office, Person, open_office, rows
from tests.portal.accounts.conftest import Door, mails_to, with_password


def path_of(office: Office, membership_id: object) -> str:
    return f"/agency/people/{membership_id}"


def test_the_list_shows_colleagues_and_open_invitations(office: Office) -> None:
    creditors_clerk = office.person(Role.CLERK, office.new_creditor())
    client = office.sign_in(office.admin)
    client.post(
        "/agency/people/invite",
        data={"name": "Nora Bakker", "email": "nora@office.example", "role": "finance"},
    )
    page = client.get("/agency/people").text
    assert office.admin.email in page
    assert "nora@office.example" in page
    assert creditors_clerk.email not in page, "a creditor keeps its own people"
    assert 'aria-current="page"' in page
    assert mails_to("nora@office.example")


def test_an_invitation_that_cannot_be_sent_names_its_fields(office: Office) -> None:
    client = office.sign_in(office.admin)
    refused = client.post(
        "/agency/people/invite", data={"name": "", "email": "not an address", "role": "owner"}
    )
    assert refused.status_code == 422
    assert 'value="not an address"' in refused.text
    for field in ("name", "email"):
        assert f'id="f-{field}-error"' in refused.text


def test_a_creditors_role_cannot_be_smuggled_in(office: Office) -> None:
    client = office.sign_in(office.admin)
    refused = client.post(
        "/agency/people/invite",
        data={"name": "Nora", "email": "nora@office.example", "role": "owner"},
    )
    assert refused.status_code == 409
    with office.at_work():
        assert rows(Invitation) == []


def test_a_role_is_changed_and_told(office: Office) -> None:
    member = office.collector.membership_id
    client = office.sign_in(office.admin)
    client.post(path_of(office, member), data={"role": "manager"})
    with office.at_work():
        assert db.session.get_one(Membership, (office.agency_id, member)).role == Role.MANAGER
        (event,) = rows(Event, Event.kind == "member.role_changed")
        assert (event.data["before"], event.data["after"]) == (
            {"role": "collector"},
            {"role": "manager"},
        )
        assert event.actor_id == office.admin.user_id


def test_whose_membership_ends_is_out_at_once(office: Office) -> None:
    collector = office.sign_in(office.collector)
    path = path_of(office, office.collector.membership_id)
    admin = office.sign_in(office.admin)
    assert admin.get(path).status_code == 200
    assert collector.get("/account").text.count("side-nav") > 0
    assert admin.post(f"{path}/end").status_code == 302
    assert "side-nav" not in collector.get("/account").text
    assert collector.get("/agency/people").location == "/choose"
    with office.at_work():
        assert rows(Event, Event.kind == "member.ended")


def test_nobody_changes_their_own_membership(office: Office) -> None:
    office.new_person(Role.ADMIN)
    client = office.sign_in(office.admin)
    path = path_of(office, office.admin.membership_id)
    assert "This is you" in client.get(path).text
    assert client.post(path, data={"role": "collector"}).status_code == 409
    refused = client.post(f"{path}/end")
    assert refused.status_code == 409
    assert "Ask another person" in refused.text
    with office.at_work():
        assert (
            db.session.get_one(Membership, (office.agency_id, office.admin.membership_id)).ended_at
            is None
        )


def test_the_last_administrator_stays(office: Office) -> None:
    with office.at_work():
        last = db.session.get_one(Membership, (office.agency_id, office.admin.membership_id))
        operator = office.manager.user
        with pytest.raises(Refused, match="last person"):
            members.end_membership(last, by=operator)
        with pytest.raises(Refused, match="last person"):
            members.change_role(last, Role.COLLECTOR, by=operator)


def test_one_of_two_administrators_may_go(office: Office) -> None:
    second = office.new_person(Role.ADMIN)
    client = office.sign_in(office.admin)
    client.post(f"{path_of(office, second.membership_id)}/end")
    with office.at_work():
        ended = db.session.get_one(Membership, (office.agency_id, second.membership_id))
        assert ended.ended_at is not None


def test_ending_twice_is_told_once(office: Office) -> None:
    client = office.sign_in(office.admin)
    path = f"{path_of(office, office.collector.membership_id)}/end"
    client.post(path)
    client.post(path)
    with office.at_work():
        assert len(rows(Event, Event.kind == "member.ended")) == 1


def test_invitations_are_sent_again_and_revoked_from_the_list(office: Office) -> None:
    client = office.sign_in(office.admin)
    client.post(
        "/agency/people/invite",
        data={"name": "Nora", "email": f"n.{office.slug}@office.example", "role": "collector"},
    )
    page = client.get("/agency/people").text
    again, revoke = re.findall(r'action="(/agency/people/invitations/[^"]+)"', page)
    client.post(again)
    assert len(mails_to(f"n.{office.slug}@office.example")) == 2
    client.post(revoke)
    assert "Nobody is waiting" in client.get("/agency/people").text
    twice = client.post(revoke)
    assert twice.status_code == 409
    assert "in the meantime" in twice.text


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.MANAGER, Role.FINANCE, Role.LAWYER])
def test_only_administrators_keep_people(office: Office, role: Role) -> None:
    client = office.sign_in(office.person(role))
    assert client.get("/agency/people").status_code == 403
    asked = {"name": "Nora", "email": "nora@office.example", "role": "admin"}
    assert client.post("/agency/people/invite", data=asked).status_code == 403


def test_another_agencys_member_is_not_there(app: Flask, office: Office) -> None:
    other = open_office(app)
    client = office.sign_in(office.admin)
    path = path_of(office, other.collector.membership_id)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/end").status_code == 404


def test_a_creditors_owner_keeps_the_creditors_people(office: Office, door: Door) -> None:
    creditor_id = office.new_creditor()
    owner = office.person(Role.OWNER, creditor_id)
    clerk = with_password(office.person(Role.CLERK, creditor_id))
    client = office.sign_in(owner)
    page = client.get("/creditor/people").text
    assert clerk.email in page
    assert office.admin.email not in page
    asked = {"name": "Ida", "email": f"ida.{office.slug}@creditor.example", "role": "viewer"}
    assert client.post("/creditor/people/invite", data=asked).status_code == 302
    assert mails_to(asked["email"])
    assert client.post(f"/creditor/people/{clerk.membership_id}/end").status_code == 302
    assert door.sign_in(clerk).location == "/choose"


def test_an_owner_cannot_invite_staff(office: Office) -> None:
    client = office.sign_in(office.person(Role.OWNER, office.new_creditor()))
    asked = {"name": "Ida", "email": "ida@creditor.example", "role": "admin"}
    assert client.post("/creditor/people/invite", data=asked).status_code == 409


def test_another_creditors_people_are_not_there(office: Office) -> None:
    owner = office.person(Role.OWNER, office.new_creditor())
    neighbour = office.person(Role.OWNER, office.new_creditor())
    client = office.sign_in(owner)
    for path in (neighbour.membership_id, office.admin.membership_id):
        assert client.get(f"/creditor/people/{path}").status_code == 404
        assert client.post(f"/creditor/people/{path}/end").status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.VIEWER])
def test_clerks_and_viewers_keep_nobody(office: Office, role: Role) -> None:
    client = office.sign_in(office.person(role, office.new_creditor()))
    assert client.get("/creditor/people").status_code == 403


def test_the_desks_do_not_answer_to_each_other(office: Office) -> None:
    owner = office.person(Role.OWNER, office.new_creditor())
    assert office.sign_in(owner).get("/agency/people").status_code == 404
    assert office.sign_in(office.admin).get("/creditor/people").status_code == 404


def test_two_administrators_who_remove_each_other_at_once_leave_one(
    office: Office, owner: Engine
) -> None:
    second = office.new_person(Role.ADMIN)
    refused = []

    def remove(by: Person, other: Person) -> None:
        theirs = db.session.get_one(Membership, (office.agency_id, other.membership_id))
        members.end_membership(theirs, by=by.user)
        db.session.flush()

    def come_second() -> None:
        try:
            with office.app.app_context(), office.at_work():
                remove(second, office.admin)
        except Refused as refusal:
            refused.append(str(refusal))

    late = threading.Thread(target=come_second)
    with office.at_work():
        remove(office.admin, second)
        late.start()
        while late.is_alive() and not somebody_waits(owner):
            late.join(0.05)
    late.join()
    assert len(refused) == 1
    with office.at_work():
        left = rows(Membership, Membership.role == Role.ADMIN, Membership.ended_at.is_(None))
        assert [one.user_id for one in left] == [office.admin.user_id]


def somebody_waits(owner: Engine) -> bool:
    """Whether a transaction stands in line for a row."""
    question = "select exists (select from pg_locks where not granted)"
    with owner.connect() as connection:
        return bool(connection.scalar(text(question)))
