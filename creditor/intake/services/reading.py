"""Reading a file into rows, each whole or refused; a large one in parts that are kept one by one."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import current_app

from agency.clients.models import Creditor
from creditor.intake import queries
from creditor.intake.claim_row import Row as Read
from creditor.intake.claims import to_json
from creditor.intake.columns import read_claims
from creditor.intake.invoice_files import read_einvoice
from creditor.intake.models import Batch, Row
from creditor.intake.problems import problem_as_json
from creditor.intake.quotes import Quotes
from portal import clock
from portal.bulk import insert_rows
from portal.errors import Refused
from portal.i18n import said
from portal.keys import new_key
from portal.tenancy import acting, acting_for
from portal.web import get

PART = 2_000
"""Rows that are kept, or placed, in one transaction."""


def read(batch: Batch) -> None:
    """Read a batch's file into rows now. Doing it twice changes nothing."""
    if batch.read_at is not None:
        return
    rows = _rows_of(batch)
    for start in range(0, len(rows), PART):
        keep(batch, rows[start : start + PART])
    batch.rows_total = batch.rows_done = len(rows)
    batch.read_at = clock.now()


def read_in_parts(batch_id: uuid.UUID) -> None:
    """Read a large file, each part in a transaction of its own; go on where it was left.

    Two at once share the work: each part is kept by whoever locks the batch first.
    """
    agency_id = acting().agency_id
    waiting = get(Batch, batch_id)
    if waiting.read_at or waiting.discarded_at:
        return
    rows = _rows_of(waiting)
    for start in range(0, len(rows), PART):
        with acting_for(agency_id):
            batch = queries.locked(batch_id)
            if not batch.is_open:
                return
            if batch.rows_done == start:
                part = rows[start : start + PART]
                keep(batch, part)
                batch.rows_total, batch.rows_done = len(rows), start + len(part)
    with acting_for(agency_id):
        batch = queries.locked(batch_id)
        batch.problem = waiting.problem
        batch.read_at = batch.read_at or clock.now()


def keep(batch: Batch, rows: Sequence[Read]) -> None:
    """Keep rows that were read, each with its quote; what was handed over before is refused."""
    quotes = Quotes(batch.creditor_id)
    before = queries.placed_before(
        batch.creditor_id, [row.claim.invoice_no for row in rows if row.claim]
    )
    made = []
    for row in rows:
        if row.claim is None:
            made.append(_columns(batch, row.line, dict(row.given), row.errors))
            continue
        claim = to_json(row.claim)
        errors = before.get(row.claim.invoice_no, [])
        columns = _columns(batch, row.line, claim, errors)
        if not errors:
            quote = quotes.of(claim, ())
            columns["fee_percent"] = quote.percent
            columns["fee_reasons"] = quotes.reasons(quote)
        made.append(columns)
    insert_rows(Row, made)
    batch.rows_refused += sum(1 for row in made if row["errors"])


def _columns(
    batch: Batch, line: int, claim: dict[str, Any], errors: Sequence[str]
) -> dict[str, Any]:
    return {
        "id": new_key(),
        "batch_id": batch.id,
        "creditor_id": batch.creditor_id,
        "line": line,
        "claim": claim,
        "errors": [problem_as_json(error) for error in errors],
        "evidence": NO_EVIDENCE,
        "fee_percent": None,
        "fee_reasons": NO_REASONS,
    }


NO_EVIDENCE: list[str] = []
NO_REASONS: list[Any] = []


def _rows_of(batch: Batch) -> list[Read]:
    """What the file says; nothing, and the batch says why, when it is refused as a whole."""
    data = current_app.extensions["storage"].read(batch.file_key)
    country, today = get(Creditor, batch.creditor_id).country, clock.today()
    try:
        if batch.source == "einvoice":
            return [read_einvoice(data, today=today, default_country=country).row]
        reading = read_claims(data, today=today, default_country=country)
    except Refused as refusal:
        batch.problem = said(refusal.words)
        return []
    batch.problem = " ".join(said(problem) for problem in reading.problems)
    return reading.rows
