"""Turning accepted rows into claims; very many in parts, each in a transaction of its own."""

import uuid
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select, update

from agency.cases.models import Placement
from agency.cases.placing import complete, place
from agency.clients.models import Agreement, Creditor
from creditor.intake import queries, signals
from creditor.intake.claims import to_place
from creditor.intake.models import Batch, Row
from creditor.intake.problems import Problem, problem_as_json
from creditor.intake.services.reading import PART
from portal import clock, db
from portal.accounts.models import User
from portal.bulk import among
from portal.tenancy import acting, acting_for
from portal.web import get

USUAL = ("costs_clause", "due_agreed", "agreed_costs_percent")
"""What an agreement says of all claims of its creditor."""
AGAIN = Problem("invoice_no", "This invoice was handed over before.")


def place_rows(batch: Batch) -> None:
    """Turn all accepted rows into claims now. Doing it twice changes nothing."""
    if batch.placed_at or batch.placement_id is None:
        return
    after = 0
    while rows := _next(batch, after):
        _place(batch, rows)
        after = rows[-1].line
    _finish(batch)


def place_in_parts(batch_id: uuid.UUID) -> None:
    """Turn accepted rows into claims, each part in a transaction of its own.

    Goes on where it was left; two at once take turns, and no row is placed twice.
    """
    agency_id, after = acting().agency_id, 0
    while True:
        with acting_for(agency_id):
            batch = queries.locked(batch_id)
            if batch.placed_at or batch.placement_id is None:
                return
            rows = _next(batch, after)
            if not rows:
                _finish(batch)
                return
            _place(batch, rows)
            after = rows[-1].line


def _next(batch: Batch, after: int) -> list[Found[Any]]:
    query = (
        select(Row.id, Row.line, Row.claim, Row.fee_percent, Row.fee_reasons)
        .where(Row.batch_id == batch.id, Row.line > after, Row.claim_id.is_(None), Row.errors == [])
        .order_by(Row.line)
        .limit(PART)
    )
    return list(db.session.execute(query))


def _place(batch: Batch, rows: list[Found[Any]]) -> None:
    by = db.session.get_one(User, batch.accepted_by)
    locale = get(Creditor, batch.creditor_id).locale
    placement = get(Placement, batch.placement_id or batch.id)
    agreement = get(Agreement, placement.agreement_id)
    usual = {name: getattr(agreement, name) for name in USUAL}
    placed = place(
        placement,
        [
            to_place(
                row.id,
                row.line,
                row.claim,
                percent=row.fee_percent,
                reasons=row.fee_reasons,
                locale=locale,
                usual=usual,
            )
            for row in rows
        ],
        by=by,
        more_follow=True,
    )
    claims = {row.id: placed[row.line] for row in rows if row.line in placed}
    db.session.execute(
        update(Row)
        .where(among(Row.id, claims))
        .values(claim_id=Row.id)
        .execution_options(synchronize_session=False)
    )
    refused = [row.id for row in rows if row.id not in claims]
    db.session.execute(
        update(Row)
        .where(among(Row.id, refused))
        .values(errors=[problem_as_json(AGAIN)])
        .execution_options(synchronize_session=False)
    )
    batch.rows_refused += len(refused)
    batch.rows_done += len(rows)
    db.session.flush()
    signals.rows_placed.send(batch, claims=claims)


def _finish(batch: Batch) -> None:
    batch.placed_at = clock.now()
    complete(get(Placement, batch.placement_id or batch.id))
