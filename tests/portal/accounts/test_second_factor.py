"""The second factor: set up, asked for, used once, recovered, switched off."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import update

from portal import clock, db
from portal.accounts import second_factor
from portal.accounts.models import AgencySettings
from portal.accounts.second_factor import PERIOD_SECONDS
from portal.audit.models import Event
from tests.office import Office, Person, rows
from tests.portal.accounts.conftest import PASSWORD, Door, app_code, mails_to

LATER = timedelta(seconds=3 * PERIOD_SECONDS)


@pytest.fixture
def codes(collector: Person) -> list[str]:
    """The recovery codes of a collector whose second factor is on, for a while already."""
    with clock.moved_to(clock.now() - LATER), db.work():
        secret = second_factor.offered_secret(collector.user)
        return second_factor.confirm(collector.user, pyotp.TOTP(secret).at(clock.now()))


def test_setting_it_up_shows_a_picture_and_the_recovery_codes_once(
    door: Door, collector: Person, office: Office
) -> None:
    door.sign_in(collector)
    page = door.client.get("/account/second-factor").text
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'data-copy="([A-Z2-7]{32})"', page)
    assert secret
    shown = door.client.post(
        "/account/second-factor", data={"code": pyotp.TOTP(secret[1]).at(clock.now())}
    )
    found = re.findall(r"<code>([2-9a-z-]{19})</code>", shown.text)
    assert len(set(found)) == 10
    after = door.client.get("/account/second-factor").text
    assert not any(code in after for code in found)
    with office.at_work():
        assert rows(Event, Event.kind == "user.second_factor_set_up")


def test_a_wrong_first_code_switches_nothing_on(door: Door, collector: Person) -> None:
    door.sign_in(collector)
    first = door.client.get("/account/second-factor").text
    refused = door.client.post("/account/second-factor", data={"code": "000000"})
    assert refused.status_code == 409
    assert "This code is not right" in refused.text
    secret = re.compile(r'data-copy="([A-Z2-7]{32})"')
    assert secret.findall(refused.text) == secret.findall(first), "the app need not scan again"
    with db.work():
        assert not collector.user.has_second_factor


def test_setting_it_up_signs_out_browsers_that_came_without(
    door: Door, new_door: Callable[[], Door], collector: Person
) -> None:
    elsewhere = new_door()
    elsewhere.sign_in(collector)
    door.sign_in(collector)
    door.client.get("/account/second-factor")
    door.client.post("/account/second-factor", data={"code": app_code(collector)})
    assert door.is_in
    assert not elsewhere.is_in


def test_the_password_alone_opens_nothing(door: Door, collector: Person, codes: list[str]) -> None:
    assert door.sign_in(collector, next="/account").location == "/login/code?next=/account"
    assert not door.is_in
    assert door.type_code(app_code(collector), next="/account").location == "/account"
    assert door.is_in
    with door.client.session_transaction() as session:
        assert "second_step" not in session, "what was before the login is forgotten"


def test_nobody_gets_to_the_second_step_without_the_first(door: Door, collector: Person) -> None:
    assert door.client.get("/login/code").location == "/login"
    assert door.type_code("123456").location == "/login"


def test_the_second_step_waits_ten_minutes(door: Door, collector: Person, codes: list[str]) -> None:
    door.sign_in(collector)
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        assert door.type_code(app_code(collector)).location == "/login"
        assert not door.is_in


def test_a_code_works_once(
    door: Door, new_door: Callable[[], Door], collector: Person, codes: list[str]
) -> None:
    code = app_code(collector)
    door.sign_in(collector)
    door.type_code(code)
    watcher = new_door()
    watcher.sign_in(collector)
    again = watcher.type_code(code)
    assert again.status_code == 422
    assert "This code is not right" in again.text
    assert not watcher.is_in


def test_a_code_from_before_the_last_one_is_too_late(collector: Person, codes: list[str]) -> None:
    with db.work():
        app = pyotp.TOTP(second_factor.unseal(collector.user.totp_sealed or b""))
    early = clock.now()
    with clock.moved_to(early + timedelta(seconds=PERIOD_SECONDS)), db.work():
        assert second_factor.use(collector.user, app.at(early + timedelta(seconds=PERIOD_SECONDS)))
        assert not second_factor.use(collector.user, app.at(early))


def test_a_clock_half_a_minute_off_is_forgiven_but_not_two_minutes(
    collector: Person, codes: list[str]
) -> None:
    with db.work():
        app = pyotp.TOTP(second_factor.unseal(collector.user.totp_sealed or b""))
        assert not second_factor.use(collector.user, app.at(clock.now() + timedelta(minutes=2)))
        assert second_factor.use(
            collector.user, app.at(clock.now() + timedelta(seconds=PERIOD_SECONDS))
        )


def test_a_recovery_code_lets_in_once_and_the_owner_hears_of_it(
    door: Door, new_door: Callable[[], Door], collector: Person, codes: list[str], office: Office
) -> None:
    door.sign_in(collector)
    typed = codes[3].upper().replace("-", " ")
    assert door.type_code(typed).location == "/agency/"
    again = new_door()
    again.sign_in(collector)
    assert again.type_code(codes[3]).status_code == 422
    assert again.type_code(codes[4]).location == "/agency/"
    subjects = [mail["Subject"] for mail in mails_to(collector.email)]
    assert subjects == ["A recovery code was used"] * 2
    with office.at_work():
        used = rows(Event, Event.kind == "user.recovery_code_used")
    assert [event.data["left"] for event in used] == [9, 8]


def test_five_wrong_codes_shut_the_login_even_with_the_password_in_between(
    door: Door, collector: Person, codes: list[str]
) -> None:
    for _ in range(5):
        door.sign_in(collector)
        door.type_code("000000")
    assert door.type_code(app_code(collector)).status_code == 409
    assert door.sign_in(collector).status_code == 422
    assert not door.is_in
    assert mails_to(collector.email)[-1]["Subject"] == "Your login is shut for 15 minutes"


def test_an_agency_that_asks_for_it_lets_nobody_in_without(
    door: Door, collector: Person, office: Office
) -> None:
    with office.at_work():
        db.session.execute(update(AgencySettings).values(second_factor_required=True))
    assert door.sign_in(collector).location == "/agency/"
    turned = door.client.get("/agency/people")
    assert turned.location == "/account/second-factor"
    page = door.client.get("/account/second-factor").text
    assert "asks everybody for a second factor" in page
    assert "side-nav" not in page, "there is nowhere to go yet"


def test_new_recovery_codes_cost_the_password(
    door: Door, collector: Person, codes: list[str]
) -> None:
    door.sign_in(collector)
    door.type_code(app_code(collector))
    path = "/account/second-factor/recovery-codes"
    assert door.client.post(path, data={"password": "not it"}).status_code == 422
    shown = door.client.post(path, data={"password": PASSWORD}).text
    fresh = re.findall(r"<code>([2-9a-z-]{19})</code>", shown)
    assert len(fresh) == 10
    with db.work():
        assert not second_factor.use(collector.user, codes[0])
        assert second_factor.use(collector.user, fresh[0])


def test_switching_it_off_costs_password_and_code(
    door: Door, collector: Person, codes: list[str], office: Office
) -> None:
    door.sign_in(collector)
    door.type_code(app_code(collector))
    path = "/account/second-factor/off"
    assert door.client.post(path, data={"password": PASSWORD, "code": "000000"}).status_code == 422
    assert door.client.post(path, data={"password": "no", "code": codes[0]}).status_code == 422
    off = door.client.post(path, data={"password": PASSWORD, "code": codes[0]})
    assert off.status_code == 302
    with db.work():
        assert not collector.user.has_second_factor
        assert not collector.user.recovery_codes
    assert mails_to(collector.email)[-1]["Subject"] == "Your second factor was switched off"
    with office.at_work():
        assert rows(Event, Event.kind == "user.second_factor_switched_off")


def test_the_secret_lies_sealed_in_the_database(door: Door, collector: Person) -> None:
    door.sign_in(collector)
    page = door.client.get("/account/second-factor").text
    secret = re.search(r'data-copy="([A-Z2-7]{32})"', page)
    assert secret
    with db.work():
        assert secret[1].encode() not in (collector.user.totp_sealed or b"")
