"""Links for somebody who pays for a debtor: made, found by their code, paid with, revoked.

Who opens one sees the agency, the words that the debtor chose, an amount and a reference. It owes
nothing, is never written to but with its receipt, and gets back what goes back.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases.models import Case
from agency.cases.services import lock
from agency.charges.services import owed
from agency.payments.models import GuestLink, Payment
from agency.payments.reserving import reserved, reserving
from portal import clock, crypto, db
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.errors import Refused, Words
from portal.filters import money
from portal.money import Money, total
from portal.tenancy import acting

CODE_BITS = 128
NOTHING = Words("There is nothing to pay now. It is paid, or somebody is paying it.")
MOST = 10
"""Links that a case may have open at a time."""


def make(
    case: Case, *, label: str, amount: Money | None, days: int, locale: str, by: audit.Actor
) -> GuestLink:
    """A link for somebody to pay an amount with, or any part of what is open."""
    lock(case)
    left = owed(case, clock.today()).total
    if not case.is_open or left.minor <= 0:
        raise Refused(_("Nothing is owed any more. You do not have to pay."))
    if amount and amount > left:
        raise Refused(_("Only %(owed)s is open. Choose that much or less.", owed=money(left)))
    if len([link for link in links_of(case) if link.is_usable]) >= MOST:
        raise Refused(_("There are many such links already. Revoke one that nobody needs."))
    code = crypto.new_token(CODE_BITS)
    link = GuestLink(
        creditor_id=case.creditor_id,
        case_id=case.id,
        code_hash=crypto.fingerprint(code),
        code_sealed=crypto.seal(code),
        label=label,
        amount_minor=amount.minor if amount else None,
        currency=left.currency,
        locale=locale,
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    audit.record(link, "guest_link.made", by=by, amount=amount)
    return link


def revoke(link: GuestLink, *, by: audit.Actor) -> None:
    """Shut it. What was begun with it can still be paid or cancelled. Twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        audit.record(link, "guest_link.revoked", by=by)


def links_of(case: Case) -> Sequence[GuestLink]:
    """The links of a case, the newest first."""
    return db.session.scalars(
        select(GuestLink).where(GuestLink.case_id == case.id).order_by(GuestLink.id.desc())
    ).all()


def find(code: str) -> GuestLink | None:
    """The link with a code, whatever its state."""
    return db.session.scalars(
        select(GuestLink).where(GuestLink.code_hash == crypto.fingerprint(code))
    ).one_or_none()


def address(link: GuestLink) -> str:
    """The address to pass on."""
    agency = db.session.get_one(Agency, acting().agency_id)
    base = current_app.extensions["settings"].base_url.rstrip("/")
    return f"{base}/guest/{agency.slug}/{crypto.unseal(link.code_sealed)}"


def payments_with(link: GuestLink) -> Sequence[Payment]:
    """What was begun or paid with a link, the oldest first."""
    return db.session.scalars(
        select(Payment).where(Payment.guest_link_id == link.id).order_by(Payment.id)
    ).all()


def paid_with(link: GuestLink) -> Money:
    """What came in through a link and did not go back."""
    came = (it.amount - it.given_back for it in payments_with(link) if it.paid_at is not None)
    return total(came, link.currency)


def payable_with(link: GuestLink) -> Money:
    """What can be paid with a link at this moment: of its amount, and of what nobody is paying."""
    nothing = Money.zero(link.currency)
    if not link.is_usable or not link.case.is_open:
        return nothing
    free = owed(link.case, clock.today()).total - reserved(link.case)
    if link.amount is not None:
        own = (it.amount for it in reserving(link.case) if it.guest_link_id == link.id)
        free = min(free, link.amount - paid_with(link) - total(own, link.currency))
    return max(free, nothing)


def check(link: GuestLink, amount: Money, *, least: int) -> None:
    """Refuse what cannot be paid with a link at this moment, without a word of who else pays."""
    most = payable_with(link)
    if not most:
        raise Refused(NOTHING)
    if amount > most:
        raise Refused(_("At this moment %(free)s or less can be paid.", free=money(most)))
    lowest = Money(min(least, most.minor), most.currency)
    if amount < lowest:
        raise Refused(_("The least you can pay by card is %(least)s.", least=money(lowest)))
