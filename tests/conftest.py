"""What every test stands on: real servers, one application, and an office of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from portal import schema
from portal.config import Config
from tests.office import Office, open_office
from tests.servers import OWNER, Postgres, Valkey


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with (
        tempfile.TemporaryDirectory(prefix="pg") as folder,
        Postgres(Path(folder), durable=False) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    with (
        tempfile.TemporaryDirectory(prefix="vk") as folder,
        Valkey(Path(folder), durable=False) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def database(postgres: Postgres) -> str:
    """The name of a database with the schema of this version."""
    postgres.create_database("portal")
    schema.upgrade(postgres.url("portal", OWNER))
    return "portal"


@pytest.fixture(scope="session")
def config(postgres: Postgres, valkey: Valkey, database: str) -> Iterator[Config]:
    with tempfile.TemporaryDirectory(prefix="files") as folder:
        yield Config(
            database_url=postgres.url(database),
            owner_database_url=postgres.url(database, OWNER),
            redis_url=valkey.url,
            secret_key="tests-only-" + "k" * 32,
            encryption_keys=Fernet.generate_key().decode(),
            base_url="http://localhost",
            storage_url=f"file://{folder}",
            smtp_url="smtp://127.0.0.1:1",
            mail_from="portal@office.example",
            environment="test",
            log_level="WARNING",
            test_mode=True,
        )


@pytest.fixture(scope="session")
def app(config: Config) -> Flask:
    from wsgi import create_app

    made = create_app(config)
    made.config["OUTBOX_SENDS_AT_ONCE"] = False  # tests/worker.py runs the jobs.
    made.config["WTF_CSRF_ENABLED"] = (
        False  # Forms are posted straight; test_csrf turns it on again.
    )
    return made


@pytest.fixture(autouse=True)
def _application(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that use the application run inside its context."""
    if not {"app", "office"} & set(request.fixturenames):
        yield
        return
    with request.getfixturevalue("app").app_context():
        yield


@pytest.fixture
def office(app: Flask) -> Office:
    """An agency that no other test knows."""
    with app.app_context():
        return open_office(app)
