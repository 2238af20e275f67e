"""Run the stand-in by itself: `python -m tests.standins.stripe --port 8901 --state FILE`."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.standins.stripe.standin import StripeStandIn

TICK_SECONDS = 5


def main() -> None:
    """Serve until Ctrl-C or SIGTERM; what was paid is kept in the state file."""
    parser = argparse.ArgumentParser(description="A stand-in for Stripe, on loopback only.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--state", type=Path, help="SQLite file; without it nothing is kept")
    parser.add_argument("--settle-delay", type=int, default=60, help="seconds for a direct debit")
    parser.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="KEY=NAME",
        help="open an account for a secret key (repeat for more)",
    )
    given = parser.parse_args()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    standin = StripeStandIn(given.state, port=given.port, settle_delay=given.settle_delay)
    with standin:
        for pair in given.account:
            key, _, name = pair.partition("=")
            standin.add_account(key, name or "Demo Collections")
        sys.stdout.write(f"Stripe stand-in: {standin.url}\n")
        sys.stdout.flush()
        while not over.wait(TICK_SECONDS):
            standin.tick()


if __name__ == "__main__":
    main()
