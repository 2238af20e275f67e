"""Taking on creditors, changing what is known of them, and saying which law firms act for them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from agency.clients import queries
from agency.clients.bank_accounts import bic_of
from agency.clients.changes import change
from agency.clients.models import Creditor, Engagement, LawFirm
from agency.clients.numbers import next_numbers
from agency.clients.services.logos import NO_LOGO
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


@dataclass(frozen=True, slots=True)
class CreditorFacts:
    """Who a creditor is and how to reach it."""

    name: str
    legal_name: str
    street: str
    postcode: str
    city: str
    email: str
    country: str = "NL"
    locale: str = "en"
    phone: str = ""
    register_no: str = ""
    vat_no: str = ""
    deducts_vat: bool = True


def create_creditor(facts: CreditorFacts, *, payout_iban: str = "", by: User | str) -> Creditor:
    """Take on a creditor. The BIC of its account follows from the IBAN where the bank is known."""
    _refuse_taken_name(facts.name)
    creditor = Creditor(
        number=next_numbers("creditors")[0],
        payout_iban=payout_iban,
        payout_bic=bic_of(payout_iban),
        **asdict(facts),
    )
    db.session.add(creditor)
    db.session.flush()
    audit.record(
        creditor,
        "creditor.created",
        by=by,
        after={"number": creditor.number, "payout_iban": payout_iban, **asdict(facts)},
    )
    return creditor


def change_creditor(creditor: Creditor, facts: CreditorFacts, *, by: User) -> None:
    """Change what is known of a creditor, all but the account it is paid to."""
    if facts.name != creditor.name:
        _refuse_taken_name(facts.name)
    if changed := change(creditor, asdict(facts)):
        audit.record(
            creditor, "creditor.changed", by=by, before=changed.before, after=changed.after
        )


def change_own_letterhead(
    creditor: Creditor,
    signatory: str,
    signatory_title: str,
    *,
    logo: Mapping[str, str] = NO_LOGO,
    by: User,
) -> None:
    """Say who signs the reminders in a creditor's own name, under which logo."""
    wanted = {"signatory": signatory, "signatory_title": signatory_title, **logo}
    if changed := change(creditor, wanted):
        audit.record(
            creditor, "creditor.changed", by=by, before=changed.before, after=changed.after
        )


def change_payout_account(creditor: Creditor, iban: str, *, checked: str, by: User) -> None:
    """Pay a creditor to another account from now on.

    The commonest fraud there is, so it is an event of its own, which says how it was checked, and
    everybody who sees the creditor is told of it for a week.
    """
    if changed := change(creditor, {"payout_iban": iban, "payout_bic": bic_of(iban)}):
        audit.record(
            creditor,
            queries.PAYOUT_CHANGED,
            by=by,
            before=changed.before,
            after=changed.after,
            checked=checked,
        )


def close_creditor(creditor: Creditor, *, by: User) -> None:
    """Take nothing more from a creditor. Refused while it has open cases."""
    if creditor.closed_at:
        return
    if standing := queries.standings([creditor.id]).get(creditor.id):
        raise Refused(
            _(
                "%(name)s still has %(num)s open cases. Close them first.",
                name=creditor.name,
                num=standing.open_cases,
            )
        )
    creditor.closed_at = clock.now()
    audit.record(creditor, "creditor.closed", by=by)


def reopen_creditor(creditor: Creditor, *, by: User) -> None:
    """Work for a creditor again."""
    if creditor.closed_at:
        creditor.closed_at = None
        audit.record(creditor, "creditor.reopened", by=by)


def engage(creditor: Creditor, law_firm_ids: Collection[uuid.UUID], *, by: User | str) -> None:
    """Say which law firms act for a creditor from now on; all others no longer do."""
    firms = db.session.scalars(
        select(LawFirm).where(LawFirm.id.in_(law_firm_ids), LawFirm.closed_at.is_(None))
    ).all()
    if len(firms) != len(set(law_firm_ids)):
        raise Refused(_("One of these law firms is no longer there. Reload the page."))
    known = {
        found.law_firm_id: found
        for found in db.session.scalars(
            select(Engagement).where(Engagement.creditor_id == creditor.id)
        )
    }
    before = {firm_id for firm_id, found in known.items() if found.ended_at is None}
    wanted = set(law_firm_ids)
    for firm_id in wanted - before:
        if firm_id in known:
            known[firm_id].since, known[firm_id].ended_at = clock.now(), None
        else:
            db.session.add(Engagement(creditor_id=creditor.id, law_firm_id=firm_id))
    for firm_id in before - wanted:
        known[firm_id].ended_at = clock.now()
    if wanted != before:
        audit.record(
            creditor,
            "creditor.law_firms_engaged",
            by=by,
            before=sorted(before),
            after=sorted(wanted),
        )


def _refuse_taken_name(name: str) -> None:
    if db.session.scalar(select(Creditor.id).where(Creditor.name == name)):
        raise Refused(_("There is already a creditor named %(name)s.", name=name))
