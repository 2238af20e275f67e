"""A correction before it is made: which claim, what changes, and what that does to the figures."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from agency.cases.models import Case, Claim
from agency.charges.dues import Filed
from agency.charges.services import owed
from agency.payments.reallocating import happened_to, replay_of
from agency.payments.replay import Happened, What
from portal.keys import new_key
from portal.money import Money, total

_READ = tuple(column.key for column in Claim.__table__.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be corrected of a claim: less principal from a day on, that it is there at all, or
    what its record says, by the names of its columns."""

    claim: Claim
    says: Mapping[str, Any] = field(default_factory=dict)
    credited: Money | None = None
    counts_from: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of a case: what was charged, what was paid on it, and what is open."""

    principal: Money
    interest: Money
    costs: Money
    paid: Money

    @property
    def open(self) -> Money:
        """What is still to pay."""
        return self.principal + self.interest + self.costs - self.paid


@dataclass(frozen=True, slots=True)
class Effect:
    """The figures of a case before and after a correction, today."""

    before: Sums
    after: Sums

    @property
    def for_debtor(self) -> Money:
        """What the debtor has then paid too much."""
        return self.before.paid - self.after.paid


def effect_of(case: Case, draft: Draft) -> Effect:
    """What a correction would do to the figures of a case. Nothing is kept or booked."""
    on = case.reckoned_on
    found = owed(case, on)
    before = Sums(
        total((it.principal for it in found.claims), case.currency),
        total((it.charge.interest for it in found.claims), case.currency),
        total((it.costs for it in found.claims), case.currency),
        found.paid,
    )
    return Effect(before, _after(case, draft, on))


def _after(case: Case, draft: Draft, on: date) -> Sums:
    without = draft.claim.id if draft.withdrawn else None
    replay = replay_of(case, instead=_instead(draft), without=without)
    parts = replay.through([*happened_to(case), *_credit(draft)])
    due = replay.due(on)
    open_principal = total((owed.principal for _, owed in due.values()), case.currency)
    paid_principal = total((part.principal for part in parts.values()), case.currency)
    return Sums(
        open_principal + paid_principal,
        total((charge.interest for charge, _ in due.values()), case.currency),
        total(
            (*(charge.costs for charge, _ in due.values()), *replay.awards.values()), case.currency
        ),
        total((part.total for part in parts.values()), case.currency),
    )


def _instead(draft: Draft) -> Mapping[uuid.UUID, Filed]:
    review = draft.claim.review
    if not draft.says or review is None:
        return {}
    row = SimpleNamespace(**{**{name: getattr(draft.claim, name) for name in _READ}, **draft.says})
    return {draft.claim.id: Filed.of(row, review.id, review.at)}


def _credit(draft: Draft) -> list[Happened]:
    if draft.credited is None or draft.counts_from is None:
        return []
    return [
        Happened(
            what=What.CREDITED,
            on=draft.counts_from,
            entry_id=new_key(),
            amount=draft.credited,
            of=draft.claim.id,
        )
    ]
