"""One's own account: name, language, and the browsers one is signed in with."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, db
from portal.accounts import sessions
from portal.accounts.browsers import browser_name
from portal.accounts.models import UserSession
from portal.accounts.permissions import Role
from portal.audit.models import Event
from tests.office import Office, Person, rows
from tests.portal.accounts.conftest import Door, with_password

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def test_a_person_changes_name_and_language(door: Door, collector: Person, office: Office) -> None:
    door.sign_in(collector)
    door.client.post("/account", data={"name": " Marit  Postma ", "locale": "nl"})
    assert 'lang="nl"' in door.client.get("/account").text
    with office.at_work():
        assert collector.user.name == "Marit  Postma"
        (event,) = rows(Event, Event.kind == "user.profile_changed")
        assert event.data["after"] == {"name": "Marit  Postma", "locale": "nl"}


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "x" * 121}, {"name": "Marit", "locale": "xx"}]
)
def test_a_name_that_cannot_be_kept_is_refused(
    door: Door, collector: Person, form: dict[str, str]
) -> None:
    door.sign_in(collector)
    assert door.client.post("/account", data=form).status_code == 422


def test_the_list_of_browsers_says_which_is_which(
    door: Door, new_door: Callable[[], Door], collector: Person
) -> None:
    elsewhere = new_door()
    elsewhere.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    elsewhere.sign_in(collector)
    door.sign_in(collector)
    page = door.client.get("/account/sessions").text
    assert "Firefox on Windows" in page
    assert page.count("This one") == 1


def test_one_browser_is_signed_out_from_another(
    door: Door, new_door: Callable[[], Door], collector: Person
) -> None:
    elsewhere = new_door()
    elsewhere.sign_in(collector)
    door.sign_in(collector)
    page = door.client.get("/account/sessions").text
    (path,) = re.findall(r'action="(/account/sessions/[0-9a-f-]{36}/end)"', page)
    door.client.post(path)
    assert not elsewhere.is_in
    assert door.is_in
    assert door.client.post(path).status_code == 404, "it has ended already"


def test_all_others_are_signed_out_at_once(
    door: Door, new_door: Callable[[], Door], collector: Person
) -> None:
    others = [new_door(), new_door()]
    for other in others:
        other.sign_in(collector)
    door.sign_in(collector)
    door.client.post("/account/sessions/end-others")
    assert door.is_in
    assert not any(other.is_in for other in others)


def test_nobody_signs_out_another_person(
    door: Door, new_door: Callable[[], Door], collector: Person, admin: Person
) -> None:
    door.sign_in(collector)
    boss = new_door()
    boss.sign_in(admin)
    with db.work():
        (mine,) = rows(UserSession, UserSession.user_id == collector.user_id)
    assert boss.client.post(f"/account/sessions/{mine.id}/end").status_code == 404
    assert boss.client.post(f"/account/sessions/{uuid.uuid4()}/end").status_code == 404
    assert door.is_in


def test_a_creditors_user_has_an_account_as_well(door: Door, office: Office) -> None:
    viewer = with_password(office.person(Role.VIEWER, office.new_creditor()))
    door.sign_in(viewer)
    for path in ("/account", "/account/password", "/account/second-factor", "/account/sessions"):
        page = door.client.get(path)
        assert page.status_code == 200
        assert page.text.count("<h1") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/account/password",
        "/account/second-factor",
        "/account/second-factor/off",
        "/account/second-factor/recovery-codes",
        "/account/sessions",
        "/choose",
        "/",
    ],
)
def test_strangers_are_sent_to_the_door(door: Door, app: Flask, path: str) -> None:
    assert door.client.get(path).location.startswith("/login")


def test_old_sessions_are_forgotten(door: Door, collector: Person) -> None:
    door.sign_in(collector)
    with clock.moved_to(clock.now() + timedelta(days=29)), db.work():
        sessions.forget_old()
        assert rows(UserSession, UserSession.user_id == collector.user_id)
    with clock.moved_to(clock.now() + timedelta(days=31)), db.work():
        sessions.forget_old()
        assert not rows(UserSession, UserSession.user_id == collector.user_id)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/128.0.0.0 Safari/537.36 Edg/128.0",
            "Edge on Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.9", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_are_called_what_their_owners_call_them(app: Flask, agent: str, name: str) -> None:
    assert browser_name(agent) == name
