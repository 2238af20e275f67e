"""A new encryption key takes over from an older one, while the office works."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from agency.payments.models import ProviderAccount
from portal import db, schema
from portal.config import Config
from portal.crypto import Unreadable, seal, unseal
from portal.resealing import reseal, sealed_columns
from tests.client import Browser
from tests.office import Office, rows
from tests.servers import OWNER, Postgres


@pytest.fixture(scope="module")
def app(config: Config, postgres: Postgres) -> Iterator[Flask]:
    """An installation of its own: changing keys passes through all its agencies."""
    from wsgi import create_app

    postgres.create_database("resealing")
    schema.upgrade(postgres.url("resealing", OWNER))
    made = create_app(replace(config, database_url=postgres.url("resealing")))
    made.test_client_class = Browser
    made.config.update(OUTBOX_SENDS_AT_ONCE=False, WTF_CSRF_ENABLED=False)
    yield made
    made.extensions["engine"].dispose()


@contextmanager
def with_keys(app: Flask, *keys: str) -> Iterator[None]:
    """The installation has these encryption keys while the block lasts."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, encryption_keys=",".join(keys))
    try:
        yield
    finally:
        app.extensions["settings"] = before


def sealed_account(office: Office) -> None:
    """Keys of a card provider, kept as they were entered."""
    with office.at_work():
        account = ProviderAccount(
            secret_key_sealed=seal("sk_test_kept"),
            secret_key_hint="sk_test_…",
            webhook_secret_sealed=seal("whsec_kept"),
        )
        db.session.add(account)


def test_an_older_key_may_go_once_all_is_sealed_anew(app: Flask, office: Office) -> None:
    old, new = app.extensions["settings"].encryption_keys, Fernet.generate_key().decode()
    sealed_account(office)
    with with_keys(app, new), office.at_work(), pytest.raises(Unreadable):
        unseal(rows(ProviderAccount)[0].secret_key_sealed)
    try:
        with with_keys(app, new, old):
            first, second = dict(reseal()), dict(reseal())
        assert first["provider_accounts.secret_key_sealed"] >= 1
        assert not any(second.values())
        with with_keys(app, new), office.at_work():
            assert unseal(rows(ProviderAccount)[0].webhook_secret_sealed) == "whsec_kept"
    finally:
        with with_keys(app, old, new):
            dict(reseal())
    with office.at_work():
        assert unseal(rows(ProviderAccount)[0].secret_key_sealed) == "sk_test_kept"


def test_what_was_erased_is_passed_by(app: Flask, office: Office) -> None:
    sealed_account(office)
    with office.at_work():
        rows(ProviderAccount)[0].webhook_secret_sealed = b""
    old, new = app.extensions["settings"].encryption_keys, Fernet.generate_key().decode()
    try:
        with with_keys(app, new, old):
            assert dict(reseal())["provider_accounts.secret_key_sealed"] >= 1
    finally:
        with with_keys(app, old, new):
            dict(reseal())
    with office.at_work():
        assert rows(ProviderAccount)[0].webhook_secret_sealed == b""


def test_every_place_that_keeps_a_secret_is_known(app: Flask) -> None:
    assert {each.name for each in sealed_columns()} >= {
        "users.totp_sealed",
        "pay_links.code_sealed",
        "provider_accounts.secret_key_sealed",
        "provider_accounts.webhook_secret_sealed",
    }
