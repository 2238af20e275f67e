"""Through the front door: password, lock, choice of desk, and out again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

from portal import clock, db
from portal.accounts import passwords
from portal.accounts.models import Membership, UserSession
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.config import Config
from portal.limits import limiter
from tests.office import Office, Person, open_office, rows
from tests.portal.accounts.conftest import PASSWORD, Door, mails_to, text_of, with_password
from wsgi import create_app


def test_the_right_password_opens_the_desk(door: Door, collector: Person) -> None:
    answer = door.sign_in(collector)
    assert (answer.status_code, answer.location) == (302, "/agency/")
    assert door.is_in


def test_the_address_may_be_typed_in_capitals(door: Door, collector: Person) -> None:
    shouted = door.client.post(
        "/login", data={"email": f" {collector.email.upper()} ", "password": PASSWORD}
    )
    assert shouted.location == "/agency/"


def test_a_creditors_user_comes_to_the_creditors_desk(door: Door, office: Office) -> None:
    owner = with_password(office.person(Role.OWNER, office.new_creditor()))
    assert door.sign_in(owner).location == "/creditor/"


def test_a_wrong_password_and_an_unknown_address_sound_alike(
    door: Door, collector: Person, office: Office
) -> None:
    wrong = door.sign_in(collector, "not my password")
    unknown = door.client.post(
        "/login", data={"email": "nobody@office.example", "password": "not my password"}
    )
    assert wrong.status_code == unknown.status_code == 422
    said = re.compile(r"do not belong together[^<]*")
    assert said.findall(wrong.text) == said.findall(unknown.text) != []
    assert f'value="{collector.email}"' in wrong.text
    assert "not my password" not in wrong.text
    assert not door.is_in


def test_an_unknown_address_costs_a_whole_check(
    door: Door, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    right = PasswordHasher.verify

    def verify(self: PasswordHasher, stored: str, password: str) -> bool:
        checked.append(passwords.is_outdated(stored))
        return bool(right(self, stored, password))

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    door.client.post("/login", data={"email": "nobody@office.example", "password": PASSWORD})
    assert checked == [False], "one check, with the parameters of today"


def test_five_wrong_passwords_shut_the_login_for_a_quarter(
    door: Door, collector: Person, office: Office
) -> None:
    for _ in range(5):
        door.sign_in(collector, "not my password")
    assert door.sign_in(collector).status_code == 422, "the right one does not open it now"
    (mail,) = mails_to(collector.email)
    assert mail["Subject"] == "Your login is shut for 15 minutes"
    assert "typed five times" in text_of(mail)
    with clock.moved_to(clock.now() + timedelta(minutes=16)):
        assert door.sign_in(collector).location == "/agency/"
    with office.at_work():
        assert [event.actor for event in rows(Event, Event.kind == "user.locked")] == ["system"]


def test_four_wrong_passwords_are_forgiven_with_the_right_one(
    door: Door, collector: Person
) -> None:
    for _ in range(2):
        for _ in range(4):
            door.sign_in(collector, "not my password")
        assert door.sign_in(collector).location == "/agency/"
        door.client.post("/logout")


def test_somebody_without_a_password_cannot_sign_in(door: Door, office: Office) -> None:
    assert door.sign_in(office.collector, "").status_code == 422
    assert door.sign_in(office.collector).status_code == 422


def test_a_password_kept_the_old_way_is_kept_anew(door: Door, collector: Person) -> None:
    with db.work():
        weaker = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
        collector.user.password_hash = weaker.hash(PASSWORD)
    door.sign_in(collector)
    with db.work():
        assert not passwords.is_outdated(collector.user.password_hash)
        assert passwords.matches(collector.user.password_hash, PASSWORD)


def test_signing_in_gives_the_browser_a_new_token(door: Door, collector: Person) -> None:
    door.sign_in(collector)
    with door.client.session_transaction() as session:
        first = session["_user_id"]
    door.sign_in(collector)
    with door.client.session_transaction() as session:
        assert session["_user_id"] != first
    with db.work():
        ended = [
            one.ended_at for one in rows(UserSession, UserSession.user_id == collector.user_id)
        ]
    assert [one is None for one in ended] == [False, True]


def test_signing_out_ends_the_session_for_good(
    door: Door, new_door: Callable[[], Door], collector: Person
) -> None:
    door.sign_in(collector)
    with door.client.session_transaction() as session:
        token = session["_user_id"]
    door.client.post("/logout")
    assert not door.is_in
    thief = new_door()
    with thief.client.session_transaction() as session:
        session["_user_id"] = token
    assert not thief.is_in


def test_a_session_that_nobody_uses_ends_by_itself(door: Door, collector: Person) -> None:
    door.sign_in(collector)
    with clock.moved_to(clock.now() + timedelta(hours=13)):
        assert not door.is_in


def test_after_signing_in_one_comes_where_one_wanted_to_be(door: Door, collector: Person) -> None:
    turned_away = door.client.get("/account/sessions")
    assert turned_away.location == "/login?next=/account/sessions"
    assert door.sign_in(collector, next="/account/sessions").location == "/account/sessions"


@pytest.mark.parametrize(
    "trap",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\tevil.example",
        "evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(door: Door, collector: Person, trap: str) -> None:
    assert door.sign_in(collector, next=trap).location == "/agency/"


def test_who_works_in_two_places_chooses(door: Door, collector: Person, app: Flask) -> None:
    other = open_office(app, "Second Agency")
    with other.at_work():
        second = Membership(user_id=collector.user_id, role=Role.FINANCE)
        db.session.add(second)
    assert door.sign_in(collector, next="/account").location == "/choose?next=/account"
    page = door.client.get("/choose").text
    assert "Second Agency" in page
    assert "Collector" in page
    chosen = door.client.post("/choose?next=/account", data={"membership": str(second.id)})
    assert chosen.location == "/account"
    assert "Second Agency" in door.client.get("/account").text
    with other.at_work():
        assert [event.actor for event in rows(Event, Event.kind == "user.signed_in")]


def test_nobody_chooses_the_place_of_another(door: Door, collector: Person, office: Office) -> None:
    door.sign_in(collector)
    grabbed = door.client.post("/choose", data={"membership": str(office.admin.membership_id)})
    assert grabbed.status_code == 404


def test_who_works_nowhere_is_told_so(door: Door, collector: Person, office: Office) -> None:
    with office.at_work():
        db.session.get_one(
            Membership, (office.agency_id, collector.membership_id)
        ).ended_at = clock.now()
    assert door.sign_in(collector).location == "/choose"
    assert "You work nowhere at the moment" in door.client.get("/choose").text


def test_signing_in_is_told_in_the_agency(door: Door, collector: Person, office: Office) -> None:
    door.sign_in(collector)
    with office.at_work():
        (event,) = rows(Event, Event.kind == "user.signed_in")
        assert event.actor_id == collector.user_id
        assert event.data["address"] == "127.0.0.1"


def test_too_many_tries_for_one_address_are_slowed(
    config: Config, collector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # As it is put back after the test.
    strict = create_app(replace(config, test_mode=False))
    strict.config["WTF_CSRF_ENABLED"] = False
    door = Door(strict.test_client())
    answers = [door.sign_in(collector, "not my password").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    another = door.client.post("/login", data={"email": "x@office.example", "password": "x"})
    assert another.status_code == 422, "another address may still try"


def test_a_form_without_its_token_is_refused(
    app: Flask, door: Door, collector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert door.sign_in(collector).status_code == 400
    assert not door.is_in
    page = door.client.get("/login").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    answer = door.client.post(
        "/login",
        data={"email": collector.email, "password": PASSWORD, "csrf_token": found[1]},
    )
    assert answer.location == "/agency/"
