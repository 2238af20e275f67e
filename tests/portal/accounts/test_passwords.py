"""Which passwords are good enough, how one is changed, and how a forgotten one is replaced."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, db
from portal.accounts import passwords
from portal.audit.models import Event
from tests.office import Office, Person, rows
from tests.portal.accounts.conftest import (
    OTHER,
    PASSWORD,
    Door,
    link_in,
    mails_to,
    text_of,
)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short one", "at least 12"),
        ("x" * 300, "at most 256"),
        ("aaaaaaaaaaaaaaa", "first that anybody would try"),
        ("abababababab", "first that anybody would try"),
        ("123456789012", "first that anybody would try"),
        ("210987654321", "first that anybody would try"),
        ("Password1234", "first that anybody would try"),
        ("P4$$w0rd!!2026", "first that anybody would try"),
        ("Welkom123456!", "first that anybody would try"),
        ("qwertyuiop12", "first that anybody would try"),
        ("marit.postma@kantoor.example", "your own name or e-mail"),
        ("xx marit.postma@kantoor.example", "your own name or e-mail"),
        ("Marit.Postma1", "your own name or e-mail"),
        ("Kantoor123456", "your own name or e-mail"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(app: Flask, password: str, words: str) -> None:
    said = passwords.weakness(password, email="marit.postma@kantoor.example", name="Marit Postma")
    assert words in (said or "")


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery", "Ünïcødé wörds hélp", "m9#Lq2!vXz7&"]
)
def test_long_unlikely_passwords_are_taken(app: Flask, password: str) -> None:
    assert passwords.weakness(password, email="marit@kantoor.example", name="Marit Postma") is None


def test_a_password_is_the_same_on_every_keyboard() -> None:
    composed, combining = "caf\u00e9 au lait noir", "cafe\u0301 au lait noir"
    assert composed != combining
    assert passwords.matches(passwords.hash_password(composed), combining)


def test_an_unreadable_hash_opens_nothing() -> None:
    assert not passwords.matches("not a hash", PASSWORD)


def test_changing_it_signs_out_all_other_browsers(
    door: Door, new_door: Callable[[], Door], collector: Person, office: Office
) -> None:
    elsewhere = new_door()
    elsewhere.sign_in(collector)
    door.sign_in(collector)
    changed = door.client.post(
        "/account/password",
        data={"old_password": PASSWORD, "password": OTHER, "password_again": OTHER},
    )
    assert changed.status_code == 302
    assert door.is_in
    assert not elsewhere.is_in
    assert elsewhere.sign_in(collector).status_code == 422
    assert elsewhere.sign_in(collector, OTHER).location == "/agency/"
    assert mails_to(collector.email)[-1]["Subject"] == "Your password was changed"
    with office.at_work():
        assert rows(Event, Event.kind == "user.password_changed")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"old_password": "not it", "password": OTHER, "password_again": OTHER}, "old_password"),
        ({"old_password": PASSWORD, "password": OTHER, "password_again": "x"}, "password_again"),
        ({"old_password": PASSWORD, "password": "short", "password_again": "short"}, "password"),
        ({"old_password": PASSWORD}, "password"),
    ],
)
def test_a_change_that_is_refused_names_the_field_and_changes_nothing(
    door: Door, collector: Person, form: dict[str, str], field: str
) -> None:
    door.sign_in(collector)
    refused = door.client.post("/account/password", data=form)
    assert refused.status_code == 422
    assert f'id="f-{field}-error"' in refused.text
    assert OTHER not in refused.text
    with db.work():
        assert passwords.matches(collector.user.password_hash, PASSWORD)


def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    door: Door, new_door: Callable[[], Door], collector: Person, office: Office
) -> None:
    elsewhere = new_door()
    elsewhere.sign_in(collector)
    door.client.post("/password/forgotten", data={"email": collector.email.upper()})
    (mail,) = mails_to(collector.email)
    link = link_in(mail)
    assert "Choose a new password" in door.client.get(link).text
    done = door.client.post(link, data={"password": OTHER, "password_again": OTHER})
    assert done.location == "/login"
    assert not elsewhere.is_in, "every browser is signed out"
    assert door.sign_in(collector, OTHER).location == "/agency/"
    with office.at_work():
        assert rows(Event, Event.kind == "user.password_reset")


def test_the_answer_is_the_same_for_an_unknown_address(door: Door, collector: Person) -> None:
    known = door.client.post("/password/forgotten", data={"email": collector.email})
    unknown = door.client.post("/password/forgotten", data={"email": "nobody@office.example"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.split("<main")[1] == unknown.text.split("<main")[1]
    assert len(mails_to(collector.email)) == 1
    assert mails_to("nobody@office.example") == []


def test_the_link_works_once(door: Door, collector: Person) -> None:
    door.client.post("/password/forgotten", data={"email": collector.email})
    link = link_in(mails_to(collector.email)[0])
    door.client.post(link, data={"password": OTHER, "password_again": OTHER})
    again = door.client.get(link)
    assert again.status_code == 410
    assert "works no longer" in again.text
    third = "five purple kettles"
    door.client.post(link, data={"password": third, "password_again": third})
    assert door.sign_in(collector, third).status_code == 422


def test_the_link_works_for_an_hour(door: Door, collector: Person) -> None:
    door.client.post("/password/forgotten", data={"email": collector.email})
    link = link_in(mails_to(collector.email)[0])
    with clock.moved_to(clock.now() + timedelta(minutes=59)):
        assert door.client.get(link).status_code == 200
    with clock.moved_to(clock.now() + timedelta(minutes=61)):
        assert door.client.get(link).status_code == 410


def test_the_link_does_not_outlive_a_change_of_password(door: Door, collector: Person) -> None:
    door.client.post("/password/forgotten", data={"email": collector.email})
    link = link_in(mails_to(collector.email)[0])
    door.sign_in(collector)
    door.client.post(
        "/account/password",
        data={"old_password": PASSWORD, "password": OTHER, "password_again": OTHER},
    )
    assert door.client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a.b.c", "WyIxIiwgIjIiXQ.aaaa.bbbb"])
def test_a_forged_link_opens_nothing(door: Door, collector: Person, token: str) -> None:
    assert door.client.get(f"/password/new/{token}").status_code == 410


def test_a_link_for_one_purpose_does_not_serve_another(
    app: Flask, door: Door, collector: Person
) -> None:
    from portal.accounts import links

    with db.work():
        token = links.second_step_token(collector.user)
    assert door.client.get(f"/password/new/{token}").status_code == 410


def test_a_new_password_opens_a_shut_login(door: Door, collector: Person) -> None:
    for _ in range(5):
        door.sign_in(collector, "not my password")
    door.client.post("/password/forgotten", data={"email": collector.email})
    link = link_in(mails_to(collector.email)[-1])
    door.client.post(link, data={"password": OTHER, "password_again": OTHER})
    assert door.sign_in(collector, OTHER).location == "/agency/"


def test_the_mail_says_who_asked_and_what_to_do(door: Door, collector: Person) -> None:
    door.client.post("/password/forgotten", data={"email": collector.email})
    (mail,) = mails_to(collector.email)
    assert mail["Subject"] == "Choose a new password"
    assert "If it was not you, do nothing" in text_of(mail)
