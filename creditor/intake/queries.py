"""Selects for hand-overs: their rows and figures, what was quoted, and what was handed over before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, cast, func, select, update

from agency.cases.models import Claim
from agency.clients.tariff import Quote
from creditor.intake.models import Batch, Row
from creditor.intake.problems import Problem
from creditor.intake.quotes import Quotes
from portal import db
from portal.bulk import among
from portal.errors import NotFound
from portal.money import Money


def my_batches() -> Select[Any]:
    """The hand-overs of the acting creditor that were not thrown away."""
    return select(Batch).where(Batch.discarded_at.is_(None))


def unfinished() -> Sequence[Batch]:
    """Hand-overs that wait for the creditor: read or being read, and not accepted. Newest first."""
    return db.session.scalars(
        my_batches().where(Batch.accepted_at.is_(None)).order_by(Batch.id.desc()).limit(20)
    ).all()


def names_of(batches: Sequence[Batch]) -> dict[uuid.UUID, str]:
    """What hand-overs are called: by their file, or by whom the claim typed in is against."""
    typed = [batch.id for batch in batches if not batch.file_name]
    rows: Any = db.session.execute(
        select(Row.batch_id, Row.claim["debtor_name"].astext).where(among(Row.batch_id, typed))
    )
    return {batch.id: batch.file_name for batch in batches} | dict(iter(rows))


def locked(batch_id: uuid.UUID) -> Batch:
    """A hand-over as it is now, to ourselves until the transaction ends."""
    return _fresh(batch_id, read=False)


def shared(batch_id: uuid.UUID) -> Batch:
    """A hand-over as it is now, that nobody accepts or discards until the transaction ends."""
    return _fresh(batch_id, read=True)


def open_with(creditor_id: uuid.UUID, sha256: str) -> Batch | None:
    """The hand-over of the same file that still waits to be accepted, if there is one."""
    return db.session.scalars(
        _same_file(creditor_id, sha256)
        .where(Batch.accepted_at.is_(None), Batch.problem == "")
        .limit(1)
    ).first()


def earlier(batch: Batch) -> Batch | None:
    """An accepted hand-over of the very same file, before this one."""
    if not batch.sha256:
        return None
    return db.session.scalars(
        _same_file(batch.creditor_id, batch.sha256)
        .where(Batch.accepted_at.is_not(None), Batch.id < batch.id)
        .limit(1)
    ).first()


def good_rows(batch: Batch) -> Select[Any]:
    """The rows that can become claims, or have."""
    return select(Row).where(Row.batch_id == batch.id, Row.errors == [])


def refused_rows(batch: Batch) -> Select[Any]:
    """The rows that cannot."""
    return select(Row).where(Row.batch_id == batch.id, Row.errors != [])


def placed_before(creditor_id: uuid.UUID, numbers: Sequence[str]) -> dict[str, list[Problem]]:
    """Why an invoice cannot be handed over again, by its number."""
    known = db.session.scalars(
        select(Claim.invoice_no).where(
            Claim.creditor_id == creditor_id,
            among(Claim.invoice_no, numbers),
            Claim.withdrawn_at.is_(None),
        )
    )
    return {
        number: [Problem("invoice_no", "Invoice %(number)s was handed over before.", number=number)]
        for number in known
    }


@dataclass(frozen=True, slots=True)
class Total:
    """The good rows of one currency: how many, what is claimed, and the fee if all of it is paid."""

    claims: int
    principal: Money
    fee: Money

    @property
    def percent(self) -> Decimal:
        """The fee in percent of all, two decimals, for reading."""
        return round(Decimal(100 * self.fee.minor) / self.principal.minor, 2)


def totals(batch: Batch) -> list[Total]:
    """What the good rows come to, by currency. The fee is rounded claim by claim, as it will be."""
    minor = cast(Row.claim["principal"]["minor"].astext, Numeric)
    currency = Row.claim["principal"]["currency"].astext
    fee = func.round(minor * Row.fee_percent / 100)
    rows = db.session.execute(
        select(currency, func.count(), func.sum(minor), func.sum(fee))
        .where(Row.batch_id == batch.id, Row.errors == [])
        .group_by(currency)
        .order_by(currency)
    )
    return [
        Total(claims, Money(int(principal), code), Money(int(due), code))
        for code, claims, principal, due in rows
    ]


def mark(found: Sequence[Total]) -> str:
    """The figures as one text: what a person saw when they accepted."""
    return ";".join(f"{each.claims} {each.principal} {each.fee}" for each in found)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Rows that are quoted alike: the percent they were quoted, and the quote of today."""

    row_ids: list[uuid.UUID]
    percent: Decimal
    quote: Quote
    reasons: list[dict[str, Any]]


def quoted(batch: Batch, quotes: Quotes) -> list[Quoted]:
    """The good rows of a hand-over by what their quotes stand on, each with that of today."""
    names = ("due_date", "debtor_kind", "country")
    texts = [Row.claim[name].astext for name in names]
    rows: Any = db.session.execute(
        select(Row.id, Row.fee_percent, Row.evidence, *texts).where(
            Row.batch_id == batch.id, Row.errors == []
        )
    )
    found: dict[tuple[Decimal, int], Quoted] = {}
    for row_id, percent, evidence, *facts in rows:
        quote = quotes.of(dict(zip(names, facts, strict=True)), evidence)
        key = (percent, id(quote))
        if key not in found:
            found[key] = Quoted([], percent, quote, quotes.reasons(quote))
        found[key].row_ids.append(row_id)
    return list(found.values())


def requote(found: Sequence[Quoted]) -> None:
    """Write the quotes of today on all rows that they are for."""
    for each in found:
        db.session.execute(
            update(Row)
            .where(among(Row.id, each.row_ids))
            .values(fee_percent=each.quote.percent, fee_reasons=each.reasons)
            .execution_options(synchronize_session=False)
        )


def _fresh(batch_id: uuid.UUID, *, read: bool) -> Batch:
    found = db.session.scalars(
        select(Batch)
        .where(Batch.id == batch_id)
        .with_for_update(read=read)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _same_file(creditor_id: uuid.UUID, sha256: str) -> Select[Any]:
    return (
        select(Batch)
        .where(
            Batch.creditor_id == creditor_id,
            Batch.sha256 == sha256,
            Batch.discarded_at.is_(None),
        )
        .order_by(Batch.id.desc())
    )
