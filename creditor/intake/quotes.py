"""The success fee of each waiting row, by the agreement in force today."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from agency.clients.models import Agreement
from agency.clients.queries import agreement_on
from agency.clients.tariff import ClaimFacts, Quote, quote, read_tariff
from agency.clients.tariff.terms import Tariff
from creditor.intake.models import Batch, Row
from portal import clock


def quote_for(row: Row, tariff: Tariff, on: date) -> Quote:
    """The fee of one row on a day, and what more proof would do to it."""
    return quote(
        tariff,
        ClaimFacts(
            age_days=(on - date.fromisoformat(row.claim["due_date"])).days,
            evidence=frozenset(row.evidence),
            debtor_kind=row.claim["debtor_kind"],
            country=row.claim["country"],
        ),
    )


def quotes(batch: Batch, rows: Iterable[Row]) -> dict[Any, Quote]:
    """The quotes of rows that can be accepted, by row id."""
    tariff = read_tariff(agreement(batch).tariff)
    on = clock.today()
    return {row.id: quote_for(row, tariff, on) for row in rows if not row.is_refused}


def requote(batch: Batch, rows: Iterable[Row]) -> bool:
    """Write the quotes of today on rows; whether any is not what it was."""
    rows = list(rows)
    found, changed = quotes(batch, rows), False
    for row in rows:
        if row.id in found and row.fee_percent != found[row.id].percent:
            changed = changed or row.fee_percent is not None
            row.fee_percent = found[row.id].percent
        if row.id in found:
            row.fee_reasons = found[row.id].reasons_as_json()
    return changed


def agreement(batch: Batch) -> Agreement:
    """The agreement that a hand-over of today falls under."""
    return agreement_on(batch.creditor_id, clock.today())
