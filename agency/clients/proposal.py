"""Terms that are being written for a creditor: what was typed, or what the last agreement says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from flask import g

from agency.clients.drafts import TariffDraft
from agency.clients.models import Agreement, Creditor
from agency.clients.tariff import read_tariff
from agency.law.vat import vat_rate
from portal import clock


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form for an agreement shows."""

    draft: TariffDraft
    valid_from: str
    vat_percent: str
    remit_days: str
    agreed_costs_percent: str
    costs_clause: bool
    due_agreed: bool
    own_reminders: bool
    last_from: date | None
    """When the last terms begin; a new agreement begins after it, and today at the earliest."""

    @classmethod
    def of(cls, creditor: Creditor, form: Mapping[str, str]) -> Self:
        """What was typed; at first, the terms of the last agreement or the usual ones."""
        last = max(creditor.agreements, key=lambda each: each.valid_from, default=None)
        usual = {
            "valid_from": _earliest(last.valid_from if last else None).isoformat(),
            "vat_percent": _plain(
                last.vat_percent if last else vat_rate(g.agency.country, clock.today())
            ),
            "remit_days": str(last.remit_days if last else 14),
            "agreed_costs_percent": _plain(last.agreed_costs_percent)
            if last and last.agreed_costs_percent
            else "",
        }
        if form:
            draft = TariffDraft.posted(form)
        elif last:
            draft = TariffDraft.of(read_tariff(last.tariff))
        else:
            draft = TariffDraft()
        typed = {name: form.get(name, value) for name, value in usual.items()}
        return cls(
            draft=draft,
            last_from=last.valid_from if last else None,
            costs_clause=_ticked("costs_clause", last, form),
            due_agreed=_ticked("due_agreed", last, form),
            own_reminders=_ticked("own_reminders", last, form),
            **typed,
        )


def _ticked(name: str, last: Agreement | None, form: Mapping[str, str]) -> bool:
    """What is said with a tick; one that is not set does not come with the form."""
    return name in form if form else bool(last and getattr(last, name))


def _earliest(last_from: date | None) -> date:
    today = clock.today()
    return today if last_from is None else max(today, last_from + timedelta(days=1))


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
