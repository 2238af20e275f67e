"""`make demo`: everything the portal needs, on this machine, until Ctrl-C."""

import argparse
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from portal import schema
from tests.demo import mailbox, processes
from tests.servers import OWNER, Postgres, Valkey
from tests.standins.stripe import StripeStandIn

HOME = Path("var/demo")
DATABASE = "portal"
START_SECONDS = 180


def main() -> int:
    """Start, load the story the first time, and stay."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--once", action="store_true", help="Start, check, and stop again.")
    arguments = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with ExitStack() as house:
        env, accounts = _servers(house, arguments.port)
        _load_story(env, accounts)
        running = _start(env, arguments.port)
        house.callback(processes.stop, running)
        _wait_until_ready(env["PORTAL_BASE_URL"], stopped)
        print(_welcome(env["PORTAL_BASE_URL"]), flush=True)
        while not arguments.once and not stopped.wait(1.0):
            if ended := [p for p in running if p.poll() is not None]:
                print(f"A process of the demo ended by itself: {ended[0].args}", file=sys.stderr)
                return 1
        print("Stopping. What you did is kept; `make demo-reset` starts anew.", flush=True)
    return 0


def _servers(house: ExitStack, port: int) -> tuple[dict[str, str], StripeStandIn]:
    HOME.mkdir(parents=True, exist_ok=True)
    kept = _settings()
    postgres = house.enter_context(Postgres(HOME / "postgres", durable=True))
    valkey = house.enter_context(Valkey(HOME / "valkey", durable=True))
    if not postgres.has_database(DATABASE):
        postgres.create_database(DATABASE)
    schema.upgrade(postgres.url(DATABASE, OWNER))
    stripe = house.enter_context(
        StripeStandIn(HOME / "stripe.sqlite", port=kept["stripe_port"], settle_delay=20)
    )
    mail = mailbox.serve((HOME / "mail").absolute(), kept["mail_port"])
    house.callback(mail.stop)
    env = {
        "PORTAL_DATABASE_URL": postgres.url(DATABASE),
        "PORTAL_OWNER_DATABASE_URL": postgres.url(DATABASE, OWNER),
        "PORTAL_REDIS_URL": valkey.url,
        "PORTAL_SECRET_KEY": kept["secret_key"],
        "PORTAL_ENCRYPTION_KEYS": kept["encryption_key"],
        "PORTAL_METRICS_TOKEN": kept["metrics_token"],
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_STORAGE_URL": f"file://{(HOME / 'files').absolute()}",
        "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{kept['mail_port']}",
        "PORTAL_MAIL_FROM": "portal@demo.example",
        "PORTAL_STRIPE_API_BASE": stripe.url,
        **_platform(stripe, f"http://127.0.0.1:{port}"),
        "PORTAL_ENVIRONMENT": "demo",
        "PORTAL_LOG_LEVEL": "WARNING",
        "PORTAL_INBOUND_ADDRESS": "reply@in.demo.example",
        "DEMO_INBOUND_PORT": str(kept["inbound_port"]),
        "PORTAL_SMS_API_BASE": f"http://127.0.0.1:{port}",
        "DEMO_SMS": str((HOME / "sms").absolute()),
        "DEMO_MAIL": str((HOME / "mail").absolute()),
        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
    }
    return env, stripe


def _platform(stripe: StripeStandIn, base_url: str) -> dict[str, str]:
    """The platform's account at Stripe, to which an agency may have its own connected."""
    key = "sk_test_demoplatform"
    stripe.add_account(key, "The Portal")
    secret = stripe.register_webhook(key, f"{base_url}/webhooks/stripe", connect=True)
    return {
        "PORTAL_STRIPE_PLATFORM_KEY": key,
        "PORTAL_STRIPE_PLATFORM_WEBHOOK_SECRET": secret,
    }


def _settings() -> dict[str, Any]:
    """Secrets and ports, made at the first start and kept on this machine only."""
    file = HOME / "settings.json"
    if not file.exists():
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "encryption_key": Fernet.generate_key().decode(),
            "metrics_token": secrets.token_urlsafe(24),
            "stripe_port": _free_port(),
            "mail_port": _free_port(),
        }
        file.touch(mode=0o600)
        file.write_text(json.dumps(made, indent=2))
    found: dict[str, Any] = {"inbound_port": _free_port(), **json.loads(file.read_text())}
    file.write_text(json.dumps(found, indent=2))
    return found


def _load_story(env: dict[str, str], stripe: StripeStandIn) -> None:
    os.environ.update(env)
    from tests.demo.app import app
    from tests.demo.story import load

    with app.app_context():
        load(app, stripe)
    app.extensions["engine"].dispose()


def _start(env: dict[str, str], port: int) -> list[Any]:
    web = ["-m", "gunicorn", "tests.demo.app:app", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    flask = ["-m", "flask", "--app", "tests.demo.app"]
    return [
        processes.start(
            [*web, "--threads", "8", "--worker-class", "gthread", "--log-level", "warning"], env
        ),
        processes.start([*flask, "worker"], env),
        processes.start([*flask, "scheduler"], env),
        processes.start([*flask, "messages", "listen", "--port", env["DEMO_INBOUND_PORT"]], env),
    ]


def _wait_until_ready(base_url: str, stopped: threading.Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not stopped.is_set():
        try:
            with urllib.request.urlopen(f"{base_url}/readyz", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise SystemExit("The portal did not start in three minutes; see above.") from None
            stopped.wait(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _welcome(base_url: str) -> str:
    from tests.demo.story import logins

    lines = ["", f"The portal runs at {base_url}"]
    lines += [
        f"Its mail lands at  {base_url}/dev/mail/",
        f"Its texts land at  {base_url}/dev/sms/",
        "",
    ]
    for place, people in logins().items():
        lines.append(place)
        lines += [f"  {who:<28} {email:<38} {password}" for who, email, password in people]
        lines.append("")
    lines.append("Card for paying: 4242 4242 4242 4242, any future date, any code. Ctrl-C stops.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
