"""What the page of a hand-over shows: its rows with quotes and proof, and what accepting them means."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from agency.cases.models import Case, Claim
from agency.clients.tariff import Quote
from agency.clients.wording import missing_text
from creditor.intake import queries
from creditor.intake.asking import FIELDS
from creditor.intake.contract import LETTERS
from creditor.intake.documents import documents_of
from creditor.intake.models import Batch, Row
from creditor.intake.queries import Total
from creditor.intake.quotes import Quotes, agreement
from portal import db

FEW_CASES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One good row: the claim, its quote of today, and the documents that prove it."""

    row: Row
    quote: Quote
    documents: Sequence[Any]

    @property
    def missing(self) -> str:
        """What more proof would do to the fee; empty when nothing would."""
        return missing_text(self.quote)

    @property
    def wanted(self) -> str:
        """The kind of document that lowers the fee next, or that one always has."""
        return self.quote.missing[0].evidence if self.quote.missing else "invoice"

    @property
    def answers(self) -> dict[str, str | date]:
        """What was said of it for the law's sake, by field."""
        kept = self.row.claim
        return {
            name: date.fromisoformat(kept[name]) if name in LETTERS else kept[name]
            for names in FIELDS.values()
            for name in names
            if kept.get(name)
        }

    @property
    def needs_letter(self) -> bool:
        """Whether the law asks for a letter first, and we know of none."""
        return self.row.is_consumer and self.row.reminded_on is None


@dataclass(frozen=True, slots=True)
class Figures:
    """What would be accepted: by currency, and the VAT that goes on the fee."""

    totals: Sequence[Total]
    vat_percent: Decimal

    @property
    def mark(self) -> str:
        """These figures as one text, to tell later whether they are still the same."""
        return queries.mark(self.totals)

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(each.claims for each in self.totals)


def lines(rows: Iterable[Row]) -> list[Line]:
    """Rows of one hand-over as its page shows them."""
    found = list(rows)
    if not found:
        return []
    quotes, documents = Quotes(found[0].creditor_id), documents_of(row.id for row in found)
    return [
        Line(row, quotes.of(row.claim, row.evidence), documents.get(row.id, ())) for row in found
    ]


def watched(found: Iterable[Line]) -> str:
    """What the browser waits for to ask for the figures again: proof of any of these rows."""
    return ", ".join(f"evidence-{line.row.id} from:body" for line in found)


def figures(batch: Batch) -> Figures:
    """What accepting a hand-over means."""
    return Figures(queries.totals(batch), agreement(batch.creditor_id).vat_percent)


def cases_of(batch: Batch) -> Sequence[Case]:
    """The first cases that a hand-over's claims are in."""
    ids = _case_ids(batch.placement_id).order_by(Claim.case_id).limit(FEW_CASES)
    return db.session.scalars(
        select(Case).where(Case.id.in_(ids.scalar_subquery())).order_by(Case.number)
    ).all()


def _case_ids(placement_id: uuid.UUID | None) -> Any:
    return select(Claim.case_id).where(Claim.placement_id == placement_id).distinct()
