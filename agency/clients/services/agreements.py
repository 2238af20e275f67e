"""Agreeing with a creditor on a tariff, from a date on."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients.models import Agreement, Creditor
from agency.clients.tariff import Tariff
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import day


def agree(
    creditor: Creditor,
    tariff: Tariff,
    *,
    valid_from: date,
    vat_percent: Decimal,
    remit_days: int = 14,
    costs_clause: bool = False,
    agreed_costs_percent: Decimal | None = None,
    due_agreed: bool = False,
    own_reminders: bool = False,
    by: User | None,
) -> Agreement:
    """Enter the terms with a creditor that hold for claims handed over from a date on.

    What was quoted before keeps its fee: a later agreement never reaches back, so all but the
    first begin today or later, and after the one before. `costs_clause`, `agreed_costs_percent` and
    `due_agreed` say what the creditor's contracts usually hold; `own_reminders` that its debtors may
    be reminded in its own name first.
    """
    db.session.scalars(select(Creditor.id).where(Creditor.id == creditor.id).with_for_update())
    last = db.session.scalars(
        select(Agreement)
        .where(Agreement.creditor_id == creditor.id)
        .order_by(Agreement.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and valid_from <= last.valid_from:
        raise Refused(
            _(
                "The last agreement holds from %(day)s. A new one must begin later.",
                day=day(last.valid_from),
            )
        )
    if last is not None and valid_from < clock.today():
        raise Refused(
            _(
                "Claims were handed over under the present agreement. A new one begins today at the earliest."
            )
        )
    made = Agreement(
        creditor_id=creditor.id,
        valid_from=valid_from,
        tariff=tariff.as_json(),
        vat_percent=vat_percent,
        remit_days=remit_days,
        costs_clause=costs_clause,
        agreed_costs_percent=agreed_costs_percent or None,
        due_agreed=due_agreed,
        own_reminders=own_reminders,
        agreed_by=by.id if by else None,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        made,
        "agreement.made",
        by=by or "system",
        before=_terms(last) if last else None,
        after=_terms(made),
    )
    return made


def _terms(agreement: Agreement) -> dict[str, object]:
    return {
        "valid_from": agreement.valid_from,
        "tariff": agreement.tariff,
        "vat_percent": agreement.vat_percent,
        "remit_days": agreement.remit_days,
        "costs_clause": agreement.costs_clause,
        "agreed_costs_percent": agreement.agreed_costs_percent,
        "due_agreed": agreement.due_agreed,
        "own_reminders": agreement.own_reminders,
    }
