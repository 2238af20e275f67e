"""The files of a PostgreSQL cluster: laid out whole or not at all, and fit to be started again."""

import os
import shutil
from pathlib import Path

from tests.servers import binaries
from tests.servers.account import Account
from tests.servers.errors import ServerError

SUPERUSER = "postgres"


def reachable(programs: Path, account: Account, place: Path) -> Path:
    """The folder of programs, copied to our place where the account cannot see the original."""
    if account.reaches(programs / "postgres"):
        return programs
    copy = place / "programs"
    if not copy.exists():
        binaries.copy(programs, copy)
    return copy / programs.relative_to(binaries.root(programs))


def lay_out(cluster: Path, programs: Path, account: Account, *, durable: bool, held: int) -> None:
    """Make a new cluster, if there is none. One that was begun and never finished is begun again.

    `held` is the lock, which the program inherits.
    """
    if cluster.exists():
        return
    begun = cluster.with_name("cluster.begun")
    shutil.rmtree(begun, ignore_errors=True)
    account.own(begun)
    done = account.run(
        [
            programs / "initdb",
            *("-D", begun, "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--auth=trust"),
            *("--no-instructions", *(() if durable else ("--no-sync",))),
        ],
        keep_fds=[held],
    )
    if done.returncode:
        raise ServerError(f"PostgreSQL could not lay out its files:\n{done.stderr.strip()}")
    begun.rename(cluster)


def check_version(cluster: Path, programs: Path) -> None:
    """Refuse a cluster that another major version made."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    here = binaries.major_version(programs)
    if made_by != str(here):
        raise ServerError(
            f"The database in {cluster.parent} was made by PostgreSQL {made_by}, and this is "
            f"PostgreSQL {here}. Remove the folder (the demo's: make demo-reset), or bring back "
            f"PostgreSQL {made_by}."
        )


def forget_dead_server(cluster: Path) -> None:
    """Drop the note of a server that was killed, lest its number now means another process."""
    note = cluster / "postmaster.pid"
    if not note.exists():
        return
    pid = note.read_text().partition("\n")[0]
    try:
        words = Path(f"/proc/{int(pid)}/cmdline").read_bytes().split(b"\0")
    except (ValueError, FileNotFoundError, ProcessLookupError):
        words = []
    if os.fsencode(cluster) not in words:
        note.unlink()
