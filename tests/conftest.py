"""What every test stands on: real servers, one application, and an office of its own."""

import gc
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.fernet import Fernet
from flask import Flask
from hypothesis import settings
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from agency.law.packs import countries, pack
from portal import clock, schema
from portal.config import Config
from tests.browser import OPTIONS, WIDE, Window, chromium
from tests.client import Browser
from tests.mailbox import Mailbox
from tests.office import Office, open_office
from tests.servers import OWNER, Postgres, Valkey
from tests.standins.sms import SmsStandIn
from tests.standins.stripe import StripeStandIn
from tests.standins.stripe.server import QuietHandler

# The same examples each time, and as much time as they take: a test says what is wrong with the
# code, not how busy the machine is. `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, derandomize=False)
settings.load_profile("steady")

gc.set_threshold(50_000, 20, 20)  # A test makes much and drops it: looking for circles can wait.

LAW_AHEAD = timedelta(days=30)
"""So far ahead the tests look."""
LONGEST = (
    "tests/flows/test_pages_are_accessible",
    "tests/faults/test_killed_anywhere",
    "tests/agency/strategy/test_life_of_a_case",
    "tests/rules/test_routes",
    "tests/rules/test_money_properties",
    "tests/flows",
    "tests/faults",
    "tests/rules",
)
"""Where tests take half a minute and more, the longest first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--at",
        default="",
        metavar="INSTANT",
        help="run at another moment, such as 2026-10-25T00:30Z; the time goes on from there",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Move the clock of the whole run where somebody asks, or where nobody knows today's law."""
    if at := _asked(config.getoption("--at")) or _before_the_law_ends():
        moved = time_machine.travel(at, tick=True)
        moved.start()
        config.add_cleanup(moved.stop)


def _asked(moment: str) -> datetime | None:
    at = datetime.fromisoformat(moment) if moment else None
    if at and at.tzinfo is None:
        raise pytest.UsageError("--at wants a zone: 2026-10-25T00:30Z or …T02:30+02:00.")
    return at


def _before_the_law_ends() -> datetime | None:
    """The same hour of the same weekday, so many weeks ago that the law of a month to come is known.

    Else most tests would fail from the day after which the packs wait for a review.
    """
    reviewed = min(pack(country).reviewed_through for country in countries())
    weeks = -(-(clock.today() + LAW_AHEAD - reviewed).days // 7)
    return clock.now() - timedelta(weeks=weeks) if weeks > 0 else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, and is not left for the end when other workers are idle."""
    items.sort(key=lambda it: next(n for n, part in enumerate((*LONGEST, "")) if part in it.nodeid))


PLATFORM_KEY = "sk_test_platform"
"""Opens the account at the stand-in to which agencies' accounts are connected."""


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
def stripe() -> Iterator[StripeStandIn]:
    """Stripe's stand-in; each office has an account of its own there."""
    with StripeStandIn() as server:
        yield server


@pytest.fixture(scope="session")
def port() -> int:
    """The port of the application, when a test has it served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Mailbox]:
    """Where all mail arrives."""
    with Mailbox() as server:
        yield server


@pytest.fixture(scope="session")
def config(
    postgres: Postgres,
    valkey: Valkey,
    stripe: StripeStandIn,
    mail_server: Mailbox,
    port: int,
    database: str,
) -> Iterator[Config]:
    stripe.add_account(PLATFORM_KEY, "The Portal")
    base_url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="files") as folder:
        yield Config(
            database_url=postgres.url(database),
            owner_database_url=postgres.url(database, OWNER),
            redis_url=valkey.url,
            secret_key="tests-only-" + "k" * 32,
            encryption_keys=Fernet.generate_key().decode(),
            base_url=base_url,
            stripe_api_base=stripe.url,
            stripe_platform_key=PLATFORM_KEY,
            stripe_platform_webhook_secret=stripe.register_webhook(
                PLATFORM_KEY, f"{base_url}/webhooks/stripe", connect=True
            ),
            storage_url=f"file://{folder}",
            smtp_url=mail_server.url,
            mail_from="portal@office.example",
            inbound_address="reply@in.office.example",
            environment="test",
            log_level="WARNING",
            test_mode=True,
        )


@pytest.fixture(scope="session")
def app(config: Config) -> Flask:
    from wsgi import create_app

    made = create_app(config)
    made.test_client_class = Browser
    made.config["OUTBOX_SENDS_AT_ONCE"] = False  # tests/worker.py runs the jobs.
    made.config["WTF_CSRF_ENABLED"] = (
        False  # Forms are posted straight; test_csrf turns it on again.
    )
    return made


@pytest.fixture(scope="session")
def live(app: Flask, port: int) -> Iterator[str]:
    """The application, served over HTTP; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


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


@pytest.fixture
def paying(office: Office, stripe: StripeStandIn, live: str) -> Office:
    """An agency that takes cards; the provider's messages come to the application that is served."""
    office.open_stripe(stripe)
    return office


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsStandIn]:
    """The stand-in to which all text messages go."""
    with SmsStandIn() as standin:
        settings = replace(app.extensions["settings"], sms_api_base=standin.url)
        monkeypatch.setitem(app.extensions, "settings", settings)
        yield standin


Opens = Callable[..., Window]


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """One Chromium for all tests that want a real browser."""
    program = chromium()
    if program is None:
        pytest.skip("There is no Chromium on this machine; `make setup` says how to get it.")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=OPTIONS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Chromium, live: str) -> Iterator[Opens]:
    """Open a window on the application; at the end all of them must have been quiet."""
    windows: list[Window] = []

    def open_window(width: int = WIDE, scheme: str = "light") -> Window:
        windows.append(Window(browser, live, width=width, scheme=scheme))
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()
