"""What the embedded servers share: a place, a lock, a leash and a clear word when it fails."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from tests.servers import leash, lock, place
from tests.servers.account import Account
from tests.servers.errors import ServerError

LOG = "log"
START_SECONDS = 120.0
STEP_SECONDS = 0.01


class Server(ABC):
    """One server process, private to this user, that never outlives the process that started it.

    `durable` keeps what was written through a crash; without it a server is faster, and what it
    holds may be gone once it has stopped. `tcp` opens 127.0.0.1 besides the socket, at `port`
    or at a free one.
    """

    title: ClassVar[str]
    stop_signals: ClassVar[list[tuple[int, float]]]

    def __init__(self, data_dir: Path, *, durable: bool, tcp: bool = False, port: int = 0) -> None:
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self.tcp = tcp or port != 0
        self.port = port
        self.place = self.data_dir
        self.account = self._account()
        self._leash: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._leash is not None and self._leash.poll() is None

    def start(self) -> None:
        """Bring the server up and wait until it answers. Doing it twice changes nothing.

        Raises ServerError when another process runs it already, or when it does not come up.
        """
        if self.running:
            return
        held = self._settle()
        try:
            if self.tcp and not self.port:
                self.port = _free_port()
            self._prepare(held)
            self._launch(held)
        finally:
            os.close(held)
        try:
            self._await_answer()
            self._welcome()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server in good order and wait for it. Doing it twice changes nothing."""
        if self._leash is None:
            return
        assert self._leash.stdin is not None
        try:
            self._leash.stdin.write(b".")
            self._leash.stdin.close()
        except BrokenPipeError:
            pass
        self._leash.wait()
        self._leash = None
        if self._is_passing:
            shutil.rmtree(self.place, ignore_errors=True)

    @abstractmethod
    def _account(self) -> Account:
        """Whom the server runs as."""

    @abstractmethod
    def _prepare(self, held: int) -> None:
        """Lay out the files; programs that write them inherit the lock."""

    @abstractmethod
    def _command(self) -> list[str]:
        """The server's command line, for a process that stays in the foreground."""

    @abstractmethod
    def _answers(self) -> bool:
        """Does the server serve?"""

    def _welcome(self) -> None:
        """What has to be there before anyone uses the server; nothing unless said otherwise."""
        return

    def _settle(self) -> int:
        """Find the place and take it for ourselves; answers the lock that says so."""
        while True:
            self.place = place.settle(self.data_dir, self.account)
            if (taken := lock.take(self.place)) is not None:
                return taken

    @property
    def _is_passing(self) -> bool:
        """Kept away from where it was asked for, and not to last: it goes when the server goes."""
        return not self.durable and self.place != self.data_dir

    def _launch(self, held: int) -> None:
        order: leash.Order = {
            "command": self._command(),
            "owner": os.getpid(),
            "user": None if self.account.is_ours else self.account.uid,
            "group": None if self.account.is_ours else self.account.gid,
            "signals": self.stop_signals,
            "keep_fds": [held],
            "remove": str(self.place) if self._is_passing else None,
        }
        with (self.place / LOG).open("ab") as log:
            self._log_start = log.tell()
            self._leash = subprocess.Popen(
                [sys.executable, "-I", "-S", leash.__file__, json.dumps(order)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[held],
                start_new_session=True,  # Ctrl-C ends the program first; that ends the server.
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            )

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.running:
                raise ServerError(f"{self.title} ended at once. Its log says:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise ServerError(
                    f"{self.title} did not answer within {START_SECONDS:.0f} s. Its log says:\n"
                    f"{self._log_tail()}"
                )
            time.sleep(STEP_SECONDS)

    def _log_tail(self) -> str:
        """The last lines since this start."""
        with (self.place / LOG).open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-12:]) or "(nothing)"


def new_password() -> str:
    """A password for the connections over TCP; lives as long as the server object."""
    return secrets.token_urlsafe(24)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
