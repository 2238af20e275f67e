"""Handing claims over: by form or file, checked and quoted, accepted once, placed in sets."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import insert, select

from agency.cases.models import Claim, Placement
from agency.cases.placing import open_placement, place
from agency.clients.models import Creditor
from agency.clients.tariff import read_tariff
from creditor.intake import signals
from creditor.intake.claim_row import Row as Read
from creditor.intake.claim_row import check_row
from creditor.intake.claims import to_json, to_place
from creditor.intake.columns import read_claims
from creditor.intake.invoice_files import read_einvoice
from creditor.intake.models import Batch, Row
from creditor.intake.quotes import agreement, quote_for, requote
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Invalid, Refused
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting, acting_for
from portal.uploads import Kind, inspect
from portal.web import get

CHUNK = 1_000
AT_ONCE = 500
"""Files with more rows than this are read, and placed, in the background."""
FILE_KINDS = frozenset({Kind.CSV, Kind.XML, Kind.PDF})


def enter(
    given: dict[str, str],
    *,
    creditor: Creditor,
    invoice_date: date,
    due_date: date,
    principal: Money,
    reminded_on: date | None,
    reminded_channel: str,
    by: User,
) -> Batch:
    """Start a hand-over with one claim from the form. Invalid names what is wrong with it."""
    read = check_row(
        1,
        {**given, "invoice_date": "given", "due_date": "given", "principal": "given"},
        invoice_date=invoice_date,
        due_date=due_date,
        principal=principal,
        errors=_known(creditor.id, [given["invoice_no"]]).get(given["invoice_no"], []),
        today=clock.today(),
        default_country=creditor.country,
    )
    if read.claim is None:
        raise Invalid({"_schema": read.errors})
    batch = _new_batch(creditor, "form", by)
    kept = to_json(read.claim)
    if reminded_on:
        kept |= {"reminded_on": reminded_on.isoformat(), "reminded_channel": reminded_channel}
    _add_rows(batch, [read], kept_as={1: kept})
    batch.rows_total = batch.rows_done = 1
    batch.read_at = clock.now()
    return batch


def upload(data: bytes, filename: str, *, creditor: Creditor, by: User) -> Batch:
    """Start a hand-over from a file: CSV, UBL, CII or Factur-X. Large ones are read later."""
    limit = current_app.extensions["settings"].upload_max_mb * 1024 * 1024
    found = inspect(data, filename, allowed=FILE_KINDS, max_bytes=limit)
    stored = current_app.extensions["storage"].put(data, prefix=str(creditor.agency_id))
    batch = _new_batch(creditor, "csv" if found.kind is Kind.CSV else "einvoice", by)
    batch.file_name, batch.file_key, batch.sha256 = found.safe_name, stored.key, stored.sha256
    db.session.flush()
    if found.kind is Kind.CSV and data.count(b"\n") > AT_ONCE:
        outbox.later("intake.read", batch_id=batch.id)
    else:
        read(batch)
    return batch


def read(batch: Batch) -> None:
    """Read a batch's file into rows, each whole or refused. Reading it again starts afresh."""
    if batch.read_at is not None:
        return
    data = current_app.extensions["storage"].read(batch.file_key)
    creditor = get(Creditor, batch.creditor_id)
    try:
        rows = _read_file(batch, data, creditor)
    except Refused as refusal:
        batch.problem, batch.read_at = str(refusal), clock.now()
        return
    batch.rows_total = len(rows)
    for start in range(0, len(rows), CHUNK):
        _add_rows(batch, rows[start : start + CHUNK])
    batch.rows_done = len(rows)
    batch.read_at = clock.now()
    db.session.flush()


def accept(batch: Batch, *, by: User) -> None:
    """Hand the good rows over for the fee they were quoted. Twice does it once.

    Refused when a quote is no longer what was shown, for instance because a claim grew older.
    """
    db.session.refresh(batch, with_for_update=True)
    if batch.accepted_at:
        return
    if batch.discarded_at or batch.read_at is None:
        raise Refused(_("This hand-over cannot be accepted any more."))
    if batch.rows_total == batch.rows_refused:
        raise Refused(_("There is no claim in it that can be taken in."))
    _check_quotes(batch)
    batch.accepted_by, batch.accepted_at = by.id, clock.now()
    placement = open_placement(
        creditor=get(Creditor, batch.creditor_id),
        agreement=agreement(batch),
        key=f"batch:{batch.id}",
        by=by,
    )
    batch.placement_id = placement.id
    audit.record(batch, "batch.accepted", by=by, rows=batch.rows_total - batch.rows_refused)
    if batch.rows_total > AT_ONCE:
        outbox.later("intake.place", batch_id=batch.id)
    else:
        place_rows(batch)


def place_rows(batch: Batch) -> None:
    """Turn accepted rows into claims, some at a time. Goes on where it was left."""
    if batch.placed_at or batch.placement_id is None or batch.accepted_by is None:
        return
    placement = get(Placement, batch.placement_id)
    by = db.session.get_one(User, batch.accepted_by)
    locale = get(Creditor, batch.creditor_id).locale
    while rows := db.session.scalars(
        select(Row)
        .where(
            Row.batch_id == batch.id,
            Row.claim_id.is_(None),
            Row.errors == [],
        )
        .order_by(Row.line)
        .limit(CHUNK)
    ).all():
        _place(batch, placement, rows, by, locale)
    batch.placed_at = clock.now()


def discard(batch: Batch, *, by: User) -> None:
    """Throw a hand-over away that was not accepted."""
    if not batch.is_open:
        raise Refused(_("This hand-over was accepted already."))
    batch.discarded_at = clock.now()
    audit.record(batch, "batch.discarded", by=by)


def note_evidence(row: Row, kinds: Sequence[str]) -> None:
    """Quote a row anew, now that other documents prove it."""
    row.evidence = sorted(set(kinds))
    requote(row.batch, [row])


def _place(batch: Batch, placement: Placement, rows: Sequence[Row], by: User, locale: str) -> None:
    placed = place(
        placement,
        [
            to_place(
                row.line,
                row.claim,
                percent=row.fee_percent or 0,  # type: ignore[arg-type]
                reasons=row.fee_reasons,
                locale=locale,
            )
            for row in rows
        ],
        by=by,
    )
    claims = {}
    for row in rows:
        if row.line in placed:
            row.claim_id = claims[row.id] = placed[row.line]
        else:
            row.errors = [_("This invoice was handed over before.")]
            batch.rows_refused += 1
    db.session.flush()
    signals.rows_placed.send(batch, claims=claims)


def _new_batch(creditor: Creditor, source: str, by: User) -> Batch:
    batch = Batch(
        id=new_key(), creditor_id=creditor.id, source=source, made_by=by.id, rows_refused=0
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(batch, "batch.made", by=by, source=source)
    return batch


def _read_file(batch: Batch, data: bytes, creditor: Creditor) -> list[Read]:
    today = clock.today()
    if batch.source == "einvoice":
        return [read_einvoice(data, today=today, default_country=creditor.country).row]
    reading = read_claims(data, today=today, default_country=creditor.country)
    if reading.problems:
        raise Refused(" ".join(reading.problems))
    return reading.rows


def _add_rows(
    batch: Batch, rows: Sequence[Read], *, kept_as: dict[int, dict[str, Any]] | None = None
) -> None:
    """Keep rows that were read, each with its quote; what was handed over before is refused."""
    tariff, today = read_tariff(agreement(batch).tariff), clock.today()
    numbers = [row.claim.invoice_no for row in rows if row.claim]
    known = _known(batch.creditor_id, numbers)
    made = []
    for read_row in rows:
        claim = read_row.claim
        errors = [*read_row.errors, *(known.get(claim.invoice_no, []) if claim else [])]
        row = Row(
            id=new_key(),
            batch_id=batch.id,
            creditor_id=batch.creditor_id,
            line=read_row.line,
            claim=(kept_as or {}).get(read_row.line)
            or (to_json(claim) if claim else dict(read_row.given)),
            errors=errors,
            evidence=[],
            fee_reasons=[],
        )
        if not errors:
            quoted = quote_for(row, tariff, today)
            row.fee_percent, row.fee_reasons = quoted.percent, quoted.reasons_as_json()
        made.append(row)
    batch.rows_refused += sum(1 for row in made if row.errors)
    db.session.execute(insert(Row), [_columns(row) for row in made])


def _columns(row: Row) -> dict[str, Any]:
    names = ("id", "batch_id", "creditor_id", "line", "claim", "errors", "evidence")
    return {
        "agency_id": acting().agency_id,
        **{name: getattr(row, name) for name in names},
        "fee_percent": row.fee_percent,
        "fee_reasons": row.fee_reasons,
    }


def _known(creditor_id: uuid.UUID, numbers: Sequence[str]) -> dict[str, list[str]]:
    """Why an invoice cannot be handed over again, by its number."""
    rows = db.session.execute(
        select(Claim.invoice_no, Claim.case_id).where(
            Claim.creditor_id == creditor_id,
            Claim.invoice_no.in_(numbers),
            Claim.withdrawn_at.is_(None),
        )
    )
    return {
        number: [_("Invoice %(number)s was handed over before.", number=number)]
        for number, _case in rows
    }


def _check_quotes(batch: Batch) -> None:
    """Refuse when what was quoted is not what it would be now; the new quotes are then kept."""
    rows = db.session.scalars(select(Row).where(Row.batch_id == batch.id, Row.errors == []))
    with db.session.no_autoflush:
        if not requote(batch, rows):
            return
    for_whom = acting()
    with acting_for(for_whom.agency_id, for_whom.creditor_id):
        fresh = get(Batch, batch.id)
        requote(fresh, db.session.scalars(select(Row).where(Row.batch_id == batch.id)))
    raise Refused(
        _("The fee has changed since it was shown. Check the new quote and accept again.")
    )
