"""Runs one server and ends it with the process that asked for it, however that process ended.

A program of its own that needs the standard library only: `python leash.py '<order as JSON>'`.
It watches three things and nothing else: the server, the process that asked, and its own standard
input, where a single byte (or its end) means stop. Were the leash itself killed, the kernel sends
the server the first of its stop signals.
"""

import ctypes
import json
import os
import select
import shutil
import subprocess
import sys
from typing import TypedDict

PR_SET_PDEATHSIG = 1


class Order(TypedDict):
    """What to run, and how to end it."""

    command: list[str]
    owner: int  # The process that asked; when it is gone, so is the server.
    user: int | None
    group: int | None
    signals: list[tuple[int, float]]  # Signal and the seconds it gets, from polite to final.
    keep_fds: list[int]  # The lock: held by the kernel as long as any of the processes lives.
    remove: str | None  # A directory that nobody will miss once the server has ended.


def run(order: Order) -> int:
    """Start the server, wait for the first of the three events, leave nothing behind."""
    server = _launch(order)
    if _must_end(order["owner"], server.pid):
        _end(server, order["signals"])
        if order["remove"]:
            shutil.rmtree(order["remove"], ignore_errors=True)
    return server.wait()


def _launch(order: Order) -> subprocess.Popen[bytes]:
    libc = ctypes.CDLL(None)
    leash, last_signal = os.getpid(), order["signals"][0][0]

    def follow_the_leash() -> None:
        libc.prctl(PR_SET_PDEATHSIG, last_signal, 0, 0, 0)
        if os.getppid() != leash:
            os._exit(1)

    return subprocess.Popen(
        order["command"],
        user=order["user"],
        group=order["group"],
        extra_groups=None if order["user"] is None else [],
        stdin=subprocess.DEVNULL,
        cwd="/",
        umask=0o077,
        pass_fds=order["keep_fds"],
        preexec_fn=follow_the_leash,  # noqa: PLW1509  The leash has a single thread.
    )


def _must_end(owner: int, server: int) -> bool:
    """Wait for the first event: was it a wish for the end, or has the server ended by itself?"""
    watch = select.poll()
    try:
        watch.register(os.pidfd_open(owner), select.POLLIN)
    except ProcessLookupError:
        return True
    if os.getppid() != owner:
        return True
    ended = os.pidfd_open(server)
    watch.register(ended, select.POLLIN)
    watch.register(sys.stdin.fileno(), select.POLLIN)
    return ended not in {fd for fd, _ in watch.poll()}


def _end(server: subprocess.Popen[bytes], signals: list[tuple[int, float]]) -> None:
    for signal, seconds in signals:
        server.send_signal(signal)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return


if __name__ == "__main__":
    sys.exit(run(json.loads(sys.argv[1])))
