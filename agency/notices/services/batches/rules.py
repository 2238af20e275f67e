"""Which notices of a batch a rule takes out."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, select

from agency.cases.models import Case, Debtor
from agency.notices.models import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All that is given must hold; `under` is in minor units of each notice's own currency.

    `waits` asks that the case waits for something that forbids a letter: a promise, a question.
    """

    under: int | None = None
    country: str = ""
    creditor_id: uuid.UUID | None = None
    debtor_kind: str = ""
    kind: str = ""
    waits: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The rule that a run keeps."""
        creditor = kept["creditor_id"]
        return cls(**{**kept, "creditor_id": uuid.UUID(creditor) if creditor else None})

    def kept(self) -> dict[str, Any]:
        """The rule as a run keeps it."""
        creditor = str(self.creditor_id) if self.creditor_id else None
        return {**asdict(self), "creditor_id": creditor}

    @property
    def is_empty(self) -> bool:
        """Whether it would take out everything."""
        return self == Rule()

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the database is asked of each notice; `waits` is asked of each case by itself."""
        found: list[ColumnElement[bool]] = []
        if self.under is not None:
            found.append(Notice.total_minor < self.under)
        if self.creditor_id:
            found.append(Notice.creditor_id == self.creditor_id)
        if self.kind:
            found.append(Notice.kind == self.kind)
        if self.country or self.debtor_kind:
            found.append(Notice.case_id.in_(self._cases()))
        return found

    def _cases(self) -> Any:
        query = select(Case.id).join(
            Debtor, and_(Debtor.agency_id == Case.agency_id, Debtor.id == Case.debtor_id)
        )
        if self.country:
            query = query.where(Debtor.country == self.country)
        return query.where(Debtor.kind == self.debtor_kind) if self.debtor_kind else query
