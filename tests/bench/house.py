"""An application with embedded servers to measure, as the demo has them: durable, on this disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet
from flask import Flask

from portal import schema
from portal.config import Config
from tests.client import Browser
from tests.servers import OWNER, Postgres, Valkey
from tests.standins.stripe import StripeStandIn

DATABASE = "bench"


@dataclass(frozen=True, slots=True)
class House:
    """What a measurement works with."""

    app: Flask
    postgres: Postgres
    stripe: StripeStandIn

    def plain_url(self, role: str) -> str:
        """The database for psycopg itself."""
        return self.postgres.url(DATABASE, role).replace("postgresql+psycopg", "postgresql")

    def analyze(self) -> None:
        """Let the planner know what was just filled in, as autovacuum does within a minute."""
        with psycopg.connect(self.plain_url("postgres"), autocommit=True) as connection:
            connection.execute("vacuum analyze")


@contextmanager
def open_house() -> Iterator[House]:
    """Start everything; commits reach the disk."""
    from wsgi import create_app

    with (
        tempfile.TemporaryDirectory(prefix="bench") as folder,
        Postgres(Path(folder) / "pg", durable=True) as postgres,
        Valkey(Path(folder) / "vk", durable=False) as valkey,
        StripeStandIn() as stripe,
    ):
        postgres.create_database(DATABASE)
        schema.upgrade(postgres.url(DATABASE, OWNER))
        app = create_app(
            Config(
                database_url=postgres.url(DATABASE),
                redis_url=valkey.url,
                secret_key="bench-" + "k" * 32,
                encryption_keys=Fernet.generate_key().decode(),
                base_url="http://localhost",
                storage_url=f"file://{folder}/files",
                smtp_url="smtp://127.0.0.1:1",
                mail_from="portal@bench.example",
                stripe_api_base=stripe.url,
                log_level="ERROR",
                test_mode=True,
            )
        )
        app.test_client_class = Browser
        app.config.update(OUTBOX_SENDS_AT_ONCE=False, WTF_CSRF_ENABLED=False)
        with app.app_context():
            yield House(app, postgres, stripe)
        app.extensions["engine"].dispose()
