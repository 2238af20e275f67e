"""The operator's commands."""

import re
import uuid
from datetime import UTC, datetime

from flask import Flask

from portal import clock, db
from portal.accounts import second_factor
from portal.accounts.models import Agency, AgencySettings, Invitation
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.tenancy import acting_for
from tests.office import Office, Person, rows
from tests.portal.accounts.conftest import OTHER, Door, mails_to


def create(app: Flask, slug: str, *more: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(
        args=[
            *("agency", "create", "--slug", slug, "--name", "Noordhoek Incasso"),
            *("--admin-email", f"Eva@{slug}.example", "--admin-name", "Eva Noordhoek", *more),
        ]
    )
    return result.exit_code, result.output


def test_a_new_agency_starts_with_an_invited_administrator(app: Flask, door: Door) -> None:
    slug = f"noordhoek-{uuid.uuid4().hex[:8]}"
    code, said = create(app, slug)
    assert code == 0, said
    (link,) = re.findall(rf"http://[^/\s]+(/invitation/{slug}/\w+)", said)
    assert len(mails_to(f"eva@{slug}.example")) == 1
    joined = door.client.post(
        link, data={"name": "Eva Noordhoek", "password": OTHER, "password_again": OTHER}
    )
    assert joined.location == "/agency/"
    with app.app_context(), db.work():
        (agency,) = rows(Agency, Agency.slug == slug)
    with app.app_context(), acting_for(agency.id):
        (settings,) = rows(AgencySettings)
        assert settings.second_factor_required
        assert [one.role for one in rows(Invitation)] == [Role.ADMIN]
        assert [event.actor for event in rows(Event, Event.kind == "agency.created")] == [
            "operator"
        ]
    assert door.client.get("/agency/people").location == "/account/second-factor"


def test_a_slug_is_taken_once_and_written_plainly(app: Flask, office: Office) -> None:
    code, said = create(app, office.slug)
    assert (code, "already" in said) == (1, True)
    code, said = create(app, "No Good")
    assert (code, "single hyphens" in said) == (1, True)
    code, said = create(app, "noordhoek", "--country", "nl")
    assert (code, "two capital letters" in said) == (1, True)


def test_the_list_names_every_agency(app: Flask, office: Office) -> None:
    said = app.test_cli_runner().invoke(args=["agency", "list"]).output
    assert re.search(rf"^{office.slug}\t.*\tNL\topen$", said, re.MULTILINE)


def test_an_agency_is_closed_on_the_day_at_the_office(app: Flask, office: Office) -> None:
    with clock.moved_to(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        app.test_cli_runner().invoke(args=["agency", "close", office.slug, "--yes"])
    said = app.test_cli_runner().invoke(args=["agency", "list"]).output
    assert re.search(rf"^{office.slug}\t.*\tclosed 2027-01-01$", said, re.MULTILINE)


def test_a_closed_agency_lets_nobody_in(
    app: Flask, office: Office, door: Door, collector: Person
) -> None:
    door.sign_in(collector)
    result = app.test_cli_runner().invoke(args=["agency", "close", office.slug, "--yes"])
    assert result.exit_code == 0, result.output
    assert not door.is_in
    assert door.sign_in(collector).location == "/choose"
    assert "You work nowhere" in door.client.get("/choose").text
    again = app.test_cli_runner().invoke(args=["agency", "close", office.slug, "--yes"])
    assert again.exit_code == 1
    assert "closed already" in again.output


def test_the_operator_takes_a_lost_second_factor_off(
    app: Flask, office: Office, collector: Person
) -> None:
    import pyotp

    from portal import clock

    with db.work():
        secret = second_factor.offered_secret(collector.user)
        second_factor.confirm(collector.user, pyotp.TOTP(secret).at(clock.now()))
    runner = app.test_cli_runner()
    done = runner.invoke(args=["user", "reset-second-factor", collector.email])
    assert done.exit_code == 0, done.output
    with db.work():
        assert not collector.user.has_second_factor
    assert mails_to(collector.email)[-1]["Subject"] == "Your second factor was switched off"
    with office.at_work():
        (event,) = rows(Event, Event.kind == "user.second_factor_switched_off")
        assert event.actor == "operator"
    unknown = runner.invoke(args=["user", "reset-second-factor", "nobody@office.example"])
    assert unknown.exit_code == 1
