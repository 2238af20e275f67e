"""Paying creditors out of client money: prepared by one person, approved by another, once."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, select

from agency.clients.models import Creditor
from agency.clients.numbers import next_numbers
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.remittance import queries
from agency.remittance.models import Remittance, RemittanceLine, RemittanceState
from agency.remittance.obstacles import obstacle
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.filters import money
from portal.keys import new_key


def prepare(creditor: Creditor, *, currency: str, through: date, by: User) -> Remittance:
    """Put everything collected for a creditor through a day into a remittance, once each."""
    # Not for update: payments that refer to the creditor come in meanwhile.
    db.session.refresh(creditor, with_for_update={"key_share": True})
    if currency != "EUR":
        raise Refused(_("Only euro can be paid out: banks take no other currency by SEPA."))
    if through > clock.today():
        raise Refused(
            _("Choose today or a day before it: what is still to come is not in the books.")
        )
    waiting = queries.undecided(creditor.id, currency)
    if waiting:
        raise Refused(
            _(
                "Remittance %(number)s is waiting for approval. Approve or cancel it first.",
                number=waiting.reference,
            )
        )
    if not creditor.payout_iban:
        raise Refused(
            _("%(name)s has no account to pay out to. Enter its IBAN first.", name=creditor.name)
        )
    allocations = db.session.scalars(queries.unremitted(creditor.id, currency, through)).all()
    if not allocations:
        raise Refused(
            _("Nothing was collected for %(name)s that was not remitted.", name=creditor.name)
        )
    remittance = Remittance(
        id=new_key(),
        number=next_numbers("remittance")[0],
        creditor_id=creditor.id,
        period_from=min(a.booked_on for a in allocations),
        period_to=through,
        currency=currency,
        collected_minor=sum(a.received.minor for a in allocations),
        fee_minor=sum(a.fee_minor for a in allocations),
        fee_vat_minor=sum(a.fee_vat_minor for a in allocations),
        net_minor=sum(a.net.minor for a in allocations),
        payout_iban=creditor.payout_iban,
        payout_bic=creditor.payout_bic,
        prepared_by=by.id,
    )
    if remittance.net_minor <= 0:
        raise Refused(
            _(
                "After refunds and fees there is nothing to pay out: %(net)s. It stays for next time.",
                net=money(remittance.net),
            )
        )
    db.session.add(remittance)
    db.session.flush()
    db.session.execute(
        insert(RemittanceLine),
        [
            {
                "agency_id": remittance.agency_id,
                "id": new_key(),
                "creditor_id": creditor.id,
                "remittance_id": remittance.id,
                "allocation_id": allocation.id,
            }
            for allocation in allocations
        ],
    )
    audit.record(
        remittance,
        "remittance.prepared",
        by=by,
        number=remittance.number,
        through=through,
        collected=remittance.collected,
        fee=remittance.fee,
        fee_vat=remittance.fee_vat,
        net=remittance.net,
    )
    return remittance


def approve(remittance: Remittance, *, by: User) -> None:
    """Pay a remittance out: booked at once; statement and bank file are written after.

    Refused for the reasons in obstacles.py, looked at again once nobody else can decide.
    """
    _own(remittance)
    db.session.refresh(remittance.creditor, with_for_update={"read": True})
    if why := obstacle(remittance, by=by):
        raise Refused(why)
    entry_id = new_key()
    post(
        NewEntry(
            id=entry_id,
            key=f"remittance:{remittance.id}",
            kind="remittance",
            text=f"Remittance {remittance.reference}",
            booked_on=clock.today(),
            lines=[
                Line(
                    AccountKind.CREDITOR_FUNDS, remittance.net, creditor_id=remittance.creditor_id
                ),
                Line(AccountKind.CLIENT_BANK, -remittance.net, creditor_id=remittance.creditor_id),
            ],
            creditor_id=remittance.creditor_id,
            recorded_by=by.id,
        )
    )
    remittance.approved_by, remittance.approved_at = by.id, clock.now()
    remittance.entry_id = entry_id
    audit.record(
        remittance, "remittance.approved", by=by, number=remittance.number, net=remittance.net
    )
    outbox.later("remittance.write", remittance_id=remittance.id)


def cancel(remittance: Remittance, *, by: User) -> None:
    """Take a remittance back before it is approved; what is in it can be remitted again."""
    _own(remittance)
    db.session.execute(delete(RemittanceLine).where(RemittanceLine.remittance_id == remittance.id))
    remittance.cancelled_by, remittance.cancelled_at = by.id, clock.now()
    audit.record(remittance, "remittance.cancelled", by=by, number=remittance.number)


def write_again(remittance: Remittance, *, by: User) -> None:
    """Have the files of an approved remittance written, where that failed. Written ones stay."""
    if remittance.state is not RemittanceState.APPROVED:
        raise Refused(_("There is nothing to be written here. Reload the page."))
    audit.record(remittance, "remittance.writing_asked", by=by, number=remittance.number)
    outbox.later("remittance.write", remittance_id=remittance.id)


def _own(remittance: Remittance) -> None:
    """Have the remittance to ourselves, and still undecided."""
    # All approvals of an agency in a row: each must see what the others left on the account.
    db.session.execute(
        select(
            func.pg_advisory_xact_lock(func.hashtextextended(f"payout {remittance.agency_id}", 0))
        )
    )
    db.session.refresh(remittance, with_for_update=True)
    if remittance.approved_at:
        raise Refused(_("This remittance has been approved already."))
    if remittance.cancelled_at:
        raise Refused(_("This remittance was cancelled."))
