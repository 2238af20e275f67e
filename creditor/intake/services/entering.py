"""Starting a hand-over: one claim from the form, or a file."""

import hashlib
from datetime import date

from flask import current_app
from sqlalchemy import func, select

from agency.clients.models import Creditor
from creditor.intake import queries
from creditor.intake.claim_row import check_row
from creditor.intake.models import Batch
from creditor.intake.problems import by_field
from creditor.intake.services.reading import keep, read
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Invalid
from portal.keys import new_key
from portal.money import Money
from portal.uploads import Kind, Scanner, inspect

AT_ONCE = 500
"""Files with more lines than this are read in the background."""
FILE_KINDS = frozenset({Kind.CSV, Kind.XML, Kind.PDF})


def enter(
    given: dict[str, str],
    *,
    creditor: Creditor,
    invoice_date: date,
    due_date: date,
    principal: Money,
    by: User,
) -> Batch:
    """Start a hand-over with one claim from the form. Invalid names what is wrong with it."""
    number = given["invoice_no"]
    read_row = check_row(
        1,
        {**given, "invoice_date": "given", "due_date": "given", "principal": "given"},
        invoice_date=invoice_date,
        due_date=due_date,
        principal=principal,
        errors=[*queries.placed_before(creditor.id, [number]).get(number, [])],
        today=clock.today(),
        default_country=creditor.country,
    )
    if read_row.claim is None:
        raise Invalid(by_field(read_row.errors))
    batch = _new_batch(creditor, "form", by)
    keep(batch, [read_row])
    batch.rows_total = batch.rows_done = 1
    batch.read_at = clock.now()
    return batch


def upload(data: bytes, filename: str, *, creditor: Creditor, by: User) -> Batch:
    """Start a hand-over from a file: CSV, UBL, CII or Factur-X. Large ones are read later.

    The same file again, while it waits to be accepted, is the hand-over that there is.
    """
    settings = current_app.extensions["settings"]
    limit = settings.upload_max_mb * 1024 * 1024
    found = inspect(data, filename, allowed=FILE_KINDS, max_bytes=limit)
    sha256 = hashlib.sha256(data).hexdigest()
    _one_at_a_time(creditor, sha256)
    if waiting := queries.open_with(creditor.id, sha256):
        return waiting
    if settings.clamd_url:
        Scanner(settings.clamd_url).scan(data)
    stored = current_app.extensions["storage"].put(data, prefix=str(creditor.agency_id))
    batch = _new_batch(creditor, "csv" if found.kind is Kind.CSV else "einvoice", by)
    batch.file_name, batch.file_key, batch.sha256 = found.safe_name, stored.key, sha256
    db.session.flush()
    if found.kind is Kind.CSV and data.count(b"\n") > AT_ONCE:
        outbox.later("intake.read", batch_id=batch.id)
    else:
        read(batch)
    return batch


def _one_at_a_time(creditor: Creditor, sha256: str) -> None:
    """A double click sends the file twice at once; the second waits and finds the first."""
    db.session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"file {creditor.id} {sha256}", 0)))
    )


def _new_batch(creditor: Creditor, source: str, by: User) -> Batch:
    batch = Batch(
        id=new_key(), creditor_id=creditor.id, source=source, made_by=by.id, rows_refused=0
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(batch, "batch.made", by=by, source=source)
    return batch
