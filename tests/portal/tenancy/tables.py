"""All tables there are, read from every slice's models, and how they are looked at."""

import importlib
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

ROOT = Path(__file__).parents[3]
for found in sorted(ROOT.glob("*/*/models.py")):
    part, piece = found.parts[-3:-1]
    if part in ("portal", "agency", "creditor"):
        importlib.import_module(f"{part}.{piece}.models")

SHARED = {
    "agencies": "the list of tenants itself; a page finds its agency here before one acts",
    "users": "a person has one login, perhaps in several agencies",
    "recovery_codes": "belong to a login",
    "user_sessions": "belong to a login; found by a token before an agency is known",
    "outbox_jobs": "the relay sends every agency's; holds ids only",
    "mails": "the platform writes too; its own policy hides each agency's from the others",
    "connected_accounts": "a message of the provider finds its agency here; its own policy shows no other",
    "alembic_version": "the schema's own version",
}
APPEND_ONLY = {
    "events",
    "seals",
    "entries",
    "postings",
    "allocations",
    "refunds",
    "refund_undoings",
    "releases",
    "recounts",
}
APPLICATION = "portal_app"


def set_acting(raw: Connection, agency_id: uuid.UUID, creditor_id: uuid.UUID | None = None) -> None:
    raw.execute(text(f"set local app.agency_id = '{agency_id}'"))
    raw.execute(text(f"set local app.creditor_id = '{creditor_id or ''}'"))


def count(raw: Connection, table: str, where: str = "true", **values: Any) -> int:
    found = raw.execute(text(f"select count(*) from {table} where {where}"), values)
    return int(found.scalar_one())
