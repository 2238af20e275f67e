"""Invitations by mail: sent, replaced, accepted, revoked, too late."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, db
from portal.accounts import invitations
from portal.accounts.models import Agency, Invitation, Membership, User
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.errors import Refused
from tests.office import Office, Person, open_office, rows
from tests.portal.accounts.conftest import (
    OTHER,
    PASSWORD,
    Door,
    link_in,
    mails_to,
    text_of,
    with_password,
)

JOIN = {"name": "Nora Bakker", "password": OTHER, "password_again": OTHER}


def invite(office: Office, address: str, role: Role = Role.COLLECTOR) -> str:
    """Have the administrator invite somebody; the path of the link in the mail."""
    with office.at_work():
        invitations.invite(address, "Nora Bakker", role, None, by=office.admin.user)
    return link_in(mails_to(address.lower())[-1])


@pytest.fixture
def address(office: Office) -> str:
    """Of somebody without a login."""
    return f"nora.{office.slug}@office.example"


def test_the_mail_says_who_invites_to_what(office: Office, address: str) -> None:
    with office.at_work():
        agency = db.session.get_one(Agency, office.agency_id)
        inviter = office.admin.user.name
        name = agency.name
    invite(office, address)
    (mail,) = mails_to(address)
    assert mail["Subject"] == f"An invitation to {name}"
    assert mail["Reply-To"] == "info@office.example"
    assert f"{inviter} invites you to {name}" in text_of(mail)


def test_an_invited_person_chooses_a_password_and_is_in(
    door: Door, office: Office, address: str
) -> None:
    link = invite(office, address)
    page = door.client.get(link).text
    assert "Collector" in page
    assert 'value="Nora Bakker"' in page
    answer = door.client.post(link, data=JOIN)
    assert answer.location == "/agency/"
    assert door.is_in
    with office.at_work():
        (member,) = rows(Membership, Membership.role == Role.COLLECTOR)
        assert (member.user.email, member.user.name) == (address, "Nora Bakker")
        assert [event.actor for event in rows(Event, Event.kind == "member.joined")] == [
            "Nora Bakker"
        ]
    door.client.post("/logout")
    again = door.client.post("/login", data={"email": address, "password": OTHER})
    assert again.location == "/agency/"


def test_an_invitation_works_once(
    door: Door, new_door: Callable[[], Door], office: Office, address: str
) -> None:
    link = invite(office, address)
    door.client.post(link, data=JOIN)
    late = new_door()
    assert late.client.get(link).status_code == 410
    assert "It has been accepted" in late.client.get(link).text
    late.client.post(link, data=JOIN)
    assert not late.is_in
    with office.at_work():
        assert len(rows(Membership, Membership.role == Role.COLLECTOR)) == 1


def test_a_weak_password_is_refused_and_the_invitation_stays(
    door: Door, office: Office, address: str
) -> None:
    link = invite(office, address)
    weak = {**JOIN, "password": "Welkom123456", "password_again": "Welkom123456"}
    refused = door.client.post(link, data=weak)
    assert refused.status_code == 422
    assert "first that anybody would try" in refused.text
    assert door.client.post(link, data=JOIN).location == "/agency/"


def test_an_invitation_is_valid_for_two_weeks(door: Door, office: Office, address: str) -> None:
    link = invite(office, address)
    with clock.moved_to(clock.now() + timedelta(days=15)):
        late = door.client.get(link)
        assert late.status_code == 410
        assert "send it again" in late.text
        assert door.client.post(link, data=JOIN).status_code == 409
        assert not door.is_in


def test_a_revoked_invitation_lets_nobody_in(door: Door, office: Office, address: str) -> None:
    link = invite(office, address)
    with office.at_work():
        (invitation,) = rows(Invitation)
        invitations.revoke(invitation, by=office.admin.user)
    assert door.client.get(link).status_code == 410
    door.client.post(link, data=JOIN)
    assert not door.is_in


def test_a_second_invitation_replaces_the_first(door: Door, office: Office, address: str) -> None:
    first = invite(office, address)
    second = invite(office, address.upper(), Role.MANAGER)
    assert first != second
    assert "replaced by a newer one" in door.client.get(first).text
    assert "Manager" in door.client.get(second).text


def test_sending_again_makes_a_new_link(door: Door, office: Office, address: str) -> None:
    first = invite(office, address)
    with office.at_work():
        (invitation,) = rows(Invitation)
        invitations.send_again(invitation, by=office.admin.user)
    second = link_in(mails_to(address)[-1])
    assert door.client.get(first).status_code == 404
    assert door.client.get(second).status_code == 200


@pytest.mark.parametrize("role", [Role.OWNER, Role.CLERK, Role.VIEWER])
def test_a_creditors_role_needs_a_creditor(office: Office, address: str, role: Role) -> None:
    with (
        pytest.raises(Refused, match="does not belong"),
        office.at_work(),
    ):
        invitations.invite(address, "Nora", role, None, by=office.admin.user)


def test_staff_roles_are_not_for_creditors(office: Office, address: str) -> None:
    creditor_id = office.new_creditor()
    with (
        pytest.raises(Refused, match="does not belong"),
        office.at_work(),
    ):
        invitations.invite(address, "Nora", Role.ADMIN, creditor_id, by=office.admin.user)


def test_who_works_here_already_is_not_invited(office: Office) -> None:
    with pytest.raises(Refused, match="works here already"), office.at_work():
        invitations.invite(office.collector.email, "Nora", Role.ADMIN, None, by=office.admin.user)


def test_a_person_with_a_login_elsewhere_signs_in_to_accept(
    app: Flask, door: Door, office: Office
) -> None:
    other = open_office(app)
    known = with_password(other.collector)
    link = invite(office, known.email, Role.FINANCE)
    page = door.client.get(link).text
    assert "Sign in to accept" in page
    assert 'name="password"' not in page
    assert door.client.post(link, data=JOIN).status_code == 409, "not without signing in"
    assert door.sign_in(known, next=link).location == link
    assert door.client.post(link).location == "/agency/"
    with office.at_work():
        assert [m.user_id for m in rows(Membership, Membership.role == Role.FINANCE)] == [
            known.user_id
        ]
    with db.work():
        assert known.user.name != "Nora Bakker", "the login stays what it was"


def test_somebody_else_cannot_accept_it(
    door: Door, office: Office, collector: Person, app: Flask
) -> None:
    known = with_password(open_office(app).collector)
    link = invite(office, known.email)
    door.sign_in(collector)
    assert "the invitation is for another address" in door.client.get(link).text
    refused = door.client.post(link)
    assert refused.status_code == 409
    assert f"This invitation is for {known.email}" in refused.text


def test_a_former_member_comes_back_by_invitation(
    door: Door, office: Office, collector: Person
) -> None:
    with office.at_work():
        db.session.get_one(
            Membership, (office.agency_id, collector.membership_id)
        ).ended_at = clock.now()
    link = invite(office, collector.email, Role.MANAGER)
    door.sign_in(collector, next=link)
    door.client.post(link)
    with office.at_work():
        member = db.session.get_one(Membership, (office.agency_id, collector.membership_id))
        assert (member.role, member.ended_at) == (Role.MANAGER, None)


def test_the_link_belongs_to_one_agency(
    app: Flask, door: Door, office: Office, address: str
) -> None:
    token = invite(office, address).rpartition("/")[2]
    other = open_office(app)
    assert door.client.get(f"/invitation/{other.slug}/{token}").status_code == 404
    assert door.client.get(f"/invitation/no-such-agency/{token}").status_code == 404
    assert door.client.get(f"/invitation/{office.slug}/{token}x").status_code == 404


def test_the_token_itself_is_not_in_the_database(office: Office, address: str) -> None:
    token = invite(office, address).rpartition("/")[2]
    with office.at_work():
        (invitation,) = rows(Invitation)
        assert token.encode() not in invitation.token_hash


def test_a_creditors_user_is_invited_to_the_creditor(door: Door, office: Office) -> None:
    creditor_id = office.new_creditor("Zonneveld Energie")
    address = f"owner.{office.slug}@creditor.example"
    with office.at_work():
        invitations.invite(address, "Ida Smit", Role.OWNER, creditor_id, by=office.admin.user)
    link = link_in(mails_to(address)[-1])
    assert door.client.post(link, data={**JOIN, "name": "Ida Smit"}).location == "/creditor/"
    with office.at_work(creditor_id):
        (member,) = rows(Membership)
        assert (member.role, member.creditor_id) == (Role.OWNER, creditor_id)


def test_an_unfinished_invitation_makes_no_login(door: Door, office: Office, address: str) -> None:
    link = invite(office, address)
    door.client.post(link, data={**JOIN, "password_again": PASSWORD})
    with db.work():
        assert rows(User, User.email == address) == []
