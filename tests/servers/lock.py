"""One server per folder: a lock that the kernel keeps for as long as any of its processes lives."""

import fcntl
import os
import select
import time
from pathlib import Path

from tests.servers.errors import ServerError

NAME = "lock"
PATIENCE_SECONDS = 30.0
STEP_SECONDS = 0.01


def take(place: Path) -> int | None:
    """Lock the folder for the caller and the processes that inherit the descriptor.

    A server whose owner has died is being ended just now: wait for it. None when that one took
    the folder with it. Raises ServerError when the owner lives.
    """
    path = place / NAME
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait(lock, place)
        if not path.exists() or not os.path.samestat(os.fstat(lock), path.stat()):
            os.close(lock)
            return None
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _wait(lock: int, place: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = int(os.pread(lock, 20, 0) or b"0")
            if _lives(owner) or time.monotonic() > deadline:
                raise ServerError(
                    f"The server in {place} is in use by process {owner}. Stop that one first."
                ) from None
            time.sleep(STEP_SECONDS)
        else:
            return


def _lives(pid: int) -> bool:
    """Is there such a process, other than one that has ended and was not yet asked about?"""
    if pid <= 0:
        return False
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([process], [], [], 0)[0]
    finally:
        os.close(process)
