"""The success fee of waiting rows, by the agreement in force today."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from agency.clients.models import Agreement
from agency.clients.queries import agreement_on
from agency.clients.tariff import ClaimFacts, Quote, quote, read_tariff
from creditor.intake.models import Batch
from portal import clock


class Quotes:
    """Quotes of one day by one creditor's tariff; each kind of claim is worked out once."""

    def __init__(self, creditor_id: uuid.UUID) -> None:
        self.on = clock.today()
        self.tariff = read_tariff(agreement(creditor_id).tariff)
        self._found: dict[tuple[Any, ...], Quote] = {}
        self._reasons: dict[int, list[dict[str, Any]]] = {}

    def of(self, claim: Mapping[str, Any], evidence: Iterable[str]) -> Quote:
        """The fee of a claim as a row keeps it, and what more proof would do to it."""
        kinds = frozenset(evidence)
        key = (claim["due_date"], kinds, claim["debtor_kind"], claim["country"])
        if key not in self._found:
            self._found[key] = quote(
                self.tariff,
                ClaimFacts(
                    age_days=(self.on - date.fromisoformat(claim["due_date"])).days,
                    evidence=kinds,
                    debtor_kind=claim["debtor_kind"],
                    country=claim["country"],
                ),
            )
        return self._found[key]

    def reasons(self, found: Quote) -> list[dict[str, Any]]:
        """The reasons of one of these quotes, as a row keeps them."""
        return self._reasons.setdefault(id(found), found.reasons_as_json())


def agreement(creditor_id: uuid.UUID) -> Agreement:
    """The agreement that a hand-over of today falls under."""
    return agreement_on(creditor_id, clock.today())


def quoted_today(batch: Batch) -> bool:
    """Whether all its quotes were made today, under the agreement that is in force now."""
    made_on = clock.day_of(batch.made_at)
    return made_on == clock.today() and agreement(batch.creditor_id).agreed_at <= batch.made_at
