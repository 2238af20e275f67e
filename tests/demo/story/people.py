"""Who works where in the demo. Passwords are made at the first start and kept beside its data."""

import json
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from portal import db
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Role
from portal.accounts.services import first_password

FILE = Path("var/demo/logins.json")
WORDS = [
    "amber", "berk", "duin", "eik", "ferm", "gaard", "heide", "ijver", "juli", "klaver", "linde",
    "molen", "noord", "oever", "plein", "rivier", "sloot", "terp", "veer", "wilg", "zand",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to sign in as."""

    place: str
    who: str
    email: str
    password: str


def join(
    place: str, name: str, email: str, role: Role, creditor_id: uuid.UUID | None = None
) -> tuple[User, Membership]:
    """Give somebody a login in the acting agency, and write it down for the welcome."""
    password = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
    user = first_password(email, name, password)
    membership = Membership(user_id=user.id, role=role, creditor_id=creditor_id)
    db.session.add(membership)
    db.session.flush()
    known = [*_read(), [place, f"{name} ({role})", email, password]]
    FILE.touch(mode=0o600)
    FILE.write_text(json.dumps(known, indent=1))
    return user, membership


def logins() -> dict[str, list[tuple[str, str, str]]]:
    """Everybody, by place."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for place, who, email, password in _read():
        found.setdefault(place, []).append((who, email, password))
    return found


def _read() -> list[list[str]]:
    found: list[list[str]] = json.loads(FILE.read_text()) if FILE.exists() else []
    return found
