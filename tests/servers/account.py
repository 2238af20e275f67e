"""Whom a server runs as: PostgreSQL refuses root, so it gets an account that exists already."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.errors import ServerError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of this machine, possibly our own."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.getuid()

    def run(
        self, command: Sequence[str | Path], keep_fds: Sequence[int] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this account, from a folder that everyone can see."""
        return subprocess.run(
            [str(word) for word in command],
            user=None if self.is_ours else self.uid,
            group=None if self.is_ours else self.gid,
            extra_groups=None if self.is_ours else [],
            cwd="/",
            umask=0o077,
            pass_fds=keep_fds,
            capture_output=True,
            text=True,
            check=False,
        )

    def reaches(self, path: Path) -> bool:
        """May the account enter this folder, or run this program?"""
        return self.run(["/usr/bin/test", "-x", path]).returncode == 0

    def own(self, directory: Path) -> Path:
        """Make the directory anew, empty and private to the account."""
        directory.mkdir(mode=0o700)
        os.chown(directory, self.uid, self.gid)
        return directory


def ourselves() -> Account:
    """The account that runs this program."""
    return Account(os.getuid(), os.getgid())


def unprivileged() -> Account:
    """Our own account, or where that is root one that may do nothing. Adds no account."""
    if os.getuid() != 0:
        return ourselves()
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServerError(
        "PostgreSQL does not run as root, and this machine has neither of the accounts "
        f"{' and '.join(CANDIDATES)}. Run the command as an ordinary user."
    )
