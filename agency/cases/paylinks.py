"""Payment links: made for a case, found by their code, opened by a light check that slows guessing."""

import re
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from agency.cases.models import Case, Claim, PayLink
from portal import clock, crypto, db
from portal.accounts.models import Agency
from portal.audit import services as audit
from portal.pay.desk import Attempt
from portal.tenancy import acting, acting_for

VALID_DAYS = 180
CODE_BITS = 128
FREE_TRIES = 3
DELAYS = (1, 5, 30, 240, 1440)
"""Minutes that the link is shut after each wrong answer beyond the free ones; the last one stays."""


def current(case: Case) -> PayLink | None:
    """The newest link of a case that still opens it."""
    return _newest(case, clock.now())


def link_for(case: Case, *, by: audit.Actor = "system") -> PayLink:
    """The case's payment link: the newest one with time enough on it, or a new one."""
    found = _newest(case, clock.now() + timedelta(days=VALID_DAYS // 2))
    if found:
        return found
    code = crypto.new_token(CODE_BITS)
    link = PayLink(
        case_id=case.id,
        creditor_id=case.creditor_id,
        code_hash=crypto.fingerprint(code),
        code_sealed=crypto.seal(code),
        expires_at=clock.now() + timedelta(days=VALID_DAYS),
    )
    db.session.add(link)
    db.session.flush()
    audit.record(link, "pay_link.made", by=by)
    return link


def address(link: PayLink) -> str:
    """The address to print and send."""
    return _with_code(crypto.unseal(link.code_sealed))


def invented_address() -> str:
    """An address that leads nowhere and is as long as a real one, for invented cases."""
    return _with_code("x" * len(crypto.new_token(CODE_BITS)))


def _with_code(code: str) -> str:
    agency = db.session.get_one(Agency, acting().agency_id)
    base = current_app.extensions["settings"].base_url.rstrip("/")
    return f"{base}/pay/{agency.slug}/{code}"


def find(code: str) -> PayLink | None:
    """The link with a code, whatever its state, with its case and the claims of it."""
    return db.session.scalars(_WITH_CODE, {"code_hash": crypto.fingerprint(code)}).one_or_none()


_WITH_CODE = (
    select(PayLink)
    .where(PayLink.code_hash == bindparam("code_hash"))
    .options(
        joinedload(PayLink.case).options(
            joinedload(Case.debtor),
            joinedload(Case.creditor),
            joinedload(Case.balance),
            selectinload(Case.claims).joinedload(Claim.review),
        )
    )
)


def answer(link: PayLink, text: str) -> Attempt:
    """Check an answer: the debtor's postcode or one of the invoice numbers. None counts while locked.

    Looked at, checked and counted in a transaction of its own with the link locked, so that neither
    a refusal undoes the count nor many answers at once go round it.
    """
    with acting_for(acting().agency_id):
        own = db.session.scalars(
            select(PayLink).where(PayLink.id == link.id).with_for_update()
        ).one()
        is_right = False
        if own.is_usable and not own.is_locked:
            is_right = _bare(text) in _right_answers(own.case)
            _count(own, is_right=is_right)
        return Attempt(is_right, _tries_left(own), own.locked_until if own.is_locked else None)


def revoke(case: Case, *, by: audit.Actor) -> None:
    """Shut every link of a case."""
    links = db.session.scalars(
        select(PayLink).where(PayLink.case_id == case.id, PayLink.revoked_at.is_(None))
    ).all()
    for link in links:
        link.revoked_at = clock.now()
        audit.record(link, "pay_link.revoked", by=by)


def _newest(case: Case, still_good_at: datetime) -> PayLink | None:
    return db.session.scalars(
        select(PayLink)
        .where(
            PayLink.case_id == case.id,
            PayLink.revoked_at.is_(None),
            PayLink.expires_at > still_good_at,
        )
        .order_by(PayLink.id.desc())
        .limit(1)
    ).first()


def _count(link: PayLink, *, is_right: bool) -> None:
    if is_right:
        link.wrong_answers, link.locked_until = 0, None
        link.opened_at = clock.now()
        return
    link.wrong_answers += 1
    over = link.wrong_answers - FREE_TRIES
    if over >= 0:
        minutes = DELAYS[min(over, len(DELAYS) - 1)]
        link.locked_until = clock.now() + timedelta(minutes=minutes)
        audit.record(link, "pay_link.locked", by="debtor", minutes=minutes)


def _tries_left(link: PayLink) -> int:
    """How many wrong answers shut the link; none while it is shut, one when it has just opened."""
    return 0 if link.is_locked else max(FREE_TRIES - link.wrong_answers, 1)


def _right_answers(case: Case) -> set[str]:
    answers = {_bare(claim.invoice_no) for claim in case.claims if claim.withdrawn_at is None}
    answers.add(_bare(case.debtor.postcode))
    return answers - {""}


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
