"""Where a server keeps its files: where it was told to, or in a private folder when it cannot."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.servers import lock
from tests.servers.account import Account

AWAY = Path("/var/tmp")
PREFIX = "portal-server-"
RECORD = "kept-in"
SOCKET_PATH_LIMIT = 107  # Bytes in sockaddr_un, without the closing zero.
LONGEST_SOCKET_NAME = len("/run/.s.PGSQL.65535.lock")


def settle(data_dir: Path, account: Account) -> Path:
    """Find or make the folder in which the account's server lives; the same one each time.

    That is `data_dir`, unless the account cannot enter it (it lies below a private folder) or
    its sockets would have too long a path: then a folder in /var/tmp, noted in `data_dir`.
    """
    data_dir = data_dir.absolute()
    data_dir.mkdir(parents=True, exist_ok=True)
    if recorded := away(data_dir):
        return recorded
    if len(os.fsencode(data_dir)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT:
        if account.is_ours:
            data_dir.chmod(0o700)
            return data_dir
        if account.reaches(data_dir):
            return data_dir
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=AWAY))
    if not account.is_ours:
        place.chmod(0o711)
    (data_dir / RECORD).write_text(f"{place}\n")
    return place


def away(data_dir: Path) -> Path | None:
    """The folder in /var/tmp that was noted for this one, if it is there still and is ours."""
    record = data_dir / RECORD
    if not record.exists():
        return None
    place = Path(record.read_text().strip())
    ours = place.parent == AWAY and place.name.startswith(PREFIX) and not place.is_symlink()
    return place if ours and place.is_dir() and place.stat().st_uid == os.getuid() else None


def remove(directory: Path) -> bool:
    """Delete a folder and all that servers below it keep elsewhere. False when there is none.

    Raises ServerError, with everything still there, when a server below it is running.
    """
    if not directory.exists():
        return False
    elsewhere = [place for record in directory.rglob(RECORD) if (place := away(record.parent))]
    used = [held.parent for held in directory.rglob(lock.NAME)] + elsewhere
    with ExitStack() as locks:
        for place in used:
            if (taken := lock.take(place)) is not None:
                locks.callback(os.close, taken)
        for place in elsewhere:
            shutil.rmtree(place)
        shutil.rmtree(directory)
    return True
