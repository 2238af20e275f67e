"""People who sign in through the form, and the mails they get."""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pyotp
import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import create_engine, delete, select

from portal import clock, db
from portal.accounts import passwords
from portal.crypto import unseal
from portal.jobs import run
from portal.mail import Mail
from portal.outbox import OutboxJob
from tests.office import Office, Person

PASSWORD = "seven blue bicycles"
OTHER = "nine green umbrellas"


@dataclass
class Door:
    """A browser before the login, and what somebody does there."""

    client: FlaskClient

    def sign_in(self, person: Person, password: str = PASSWORD, **args: str) -> Any:
        """Fill in the login form."""
        return self.client.post(
            "/login",
            query_string=args,
            data={"email": person.email, "password": password},
        )

    def type_code(self, code: str, **args: str) -> Any:
        """Fill in the second step."""
        return self.client.post("/login/code", query_string=args, data={"code": code})

    @property
    def is_in(self) -> bool:
        """Whether this browser sees its own account."""
        return self.client.get("/account").status_code == 200


@pytest.fixture
def door(app: Flask) -> Door:
    """A fresh browser."""
    return Door(app.test_client())


@pytest.fixture
def new_door(app: Flask) -> Callable[[], Door]:
    """More browsers."""
    return lambda: Door(app.test_client())


@pytest.fixture
def collector(office: Office) -> Person:
    """A collector with a password."""
    return with_password(office.collector)


@pytest.fixture
def admin(office: Office) -> Person:
    """An administrator with a password."""
    return with_password(office.admin)


def with_password(person: Person) -> Person:
    """Let somebody sign in with PASSWORD."""
    with db.work():
        person.user.password_hash = passwords.hash_password(PASSWORD)
    return person


def app_code(person: Person) -> str:
    """What the authenticator app of somebody shows now."""
    with db.work():
        sealed = person.user.totp_sealed
    assert sealed is not None
    return pyotp.TOTP(unseal(sealed)).at(clock.now())


def mails_to(address: str) -> list[EmailMessage]:
    """What was written to an address, the newest last; jobs without an agency are run first.

    Read as the owner of the tables, since a mail belongs to an agency or to none.
    """
    _run_jobs_of_nobody()
    owner = create_engine(current_app.extensions["settings"].owner_database_url)
    with owner.connect() as connection:
        raw = connection.scalars(
            select(Mail.message).where(Mail.to_address == address).order_by(Mail.id)
        ).all()
    owner.dispose()
    return [
        message
        for one in raw
        if isinstance(
            message := email.message_from_bytes(one, policy=email.policy.default), EmailMessage
        )
    ]


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage) -> str:
    """The one address in a mail, as a path."""
    found = re.search(r"http://[^/\s]+(/\S+)", text_of(message))
    assert found, text_of(message)
    return found[1]


def _run_jobs_of_nobody() -> None:
    with db.work():
        jobs = db.session.scalars(
            select(OutboxJob).where(
                OutboxJob.agency_id.is_(None), OutboxJob.name == "accounts.send_password_link"
            )
        ).all()
        db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_([job.id for job in jobs])))
        waiting = [(job.name, job.arguments) for job in jobs]
    for name, arguments in waiting:
        run(name, None, arguments)
