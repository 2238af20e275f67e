"""The records of the slices below, and of this one: the debtor, its cases, what it declared, history."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Text, cast, delete, func, literal, select, update

from agency.cases.models import (
    Case,
    CaseTerm,
    Claim,
    Closure,
    Debtor,
    DebtorRequest,
    Hold,
    PayLink,
    Review,
)
from agency.cases.told import told
from agency.compliance.kinds import Stage
from agency.compliance.models import DataExport, Declaration, LegalHold
from agency.compliance.records import GONE, Copy, Gone, Records, Subjects, Told, blank, changed
from agency.ledger.models import Account, AccountKind, Entry, Posting
from portal import clock, db
from portal.audit.erasing import ERASED, erase_words
from portal.audit.models import Event
from portal.audit.services import Subject, event_row, record_many
from portal.bulk import among
from portal.mail import Mail
from portal.money import Money
from portal.tenancy import acting

_IDENTITY = dict.fromkeys(
    ["customer_no", "org_no", "vat_no", "street", "postcode", "city", "email", "phone"], ""
)

_DECLARED = [
    "kind",
    "channel",
    "locale",
    "basis",
    "name",
    "address",
    "email",
    "text",
    "days",
    "from_hour",
    "before_hour",
    "declared_on",
    "until_on",
    "source",
    "recorded_at",
    "revoked_at",
    "revoked_source",
    "revoked_text",
]
_OWED = (AccountKind.OWED_PRINCIPAL, AccountKind.OWED_INTEREST, AccountKind.OWED_COSTS)


def _erase_debtors(them: Subjects) -> Gone:
    """Leave a pseudonym, under which the books still add up, and nothing to find it by."""
    mine = among(Debtor.id, them.debtors)
    forget_mails(db.session.scalars(select(Debtor.email).where(mine, Debtor.email != "")).all())
    pseudonym = literal("D-") + func.upper(func.right(cast(Debtor.id, Text), 8))
    count = changed(
        update(Debtor)
        .where(mine)
        .values(
            name=pseudonym,
            match_key=literal("erased:") + cast(Debtor.id, Text),
            email_failing="",
            mobile="",
            text_failing="",
            address_failed_on=None,
            **_IDENTITY,
        )
    )
    changed(delete(CaseTerm).where(among(CaseTerm.case_id, them.cases)))
    return Gone(count)


def forget_mails(addresses: Sequence[str]) -> None:
    """Where mails that are away went to; what they said is kept nowhere but in the file."""
    changed(
        update(Mail)
        .where(
            Mail.agency_id == acting().agency_id,
            among(Mail.to_address, addresses),
            Mail.sent_at.is_not(None),
        )
        .values(to_address="")
    )


def _tell_debtors(them: Subjects) -> Told:
    found = db.session.scalars(select(Debtor).where(among(Debtor.id, them.debtors)))
    names = ("kind", "name", "country", "locale", "time_zone", *_IDENTITY)
    return Told([{name: getattr(debtor, name) for name in names} for debtor in found])


def _erase_cases(them: Subjects) -> Gone:
    count = blank(Claim, among(Claim.case_id, them.cases), description="")
    count += blank(Hold, among(Hold.case_id, them.cases), text="")
    count += blank(Closure, among(Closure.case_id, them.cases), text="")
    count += blank(Review, among(Review.case_id, them.cases), text=GONE, reply="")
    count += blank(
        DebtorRequest, among(DebtorRequest.case_id, them.cases), text="", phone="", answer=""
    )
    count += blank(
        PayLink, among(PayLink.case_id, them.cases), code_sealed=b"", revoked_at=clock.now()
    )
    return Gone(count)


def _tell_cases(them: Subjects) -> Told:
    cases = db.session.scalars(
        select(Case).where(among(Case.id, them.cases)).order_by(Case.number)
    ).all()
    return Told([_case(case) for case in cases])


def _case(case: Case) -> dict[str, Any]:
    return {
        "case": case.reference,
        "creditor": case.creditor.legal_name,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "open": case.open_amount,
        "claims": [
            {
                "invoice_no": claim.invoice_no,
                "invoice_date": claim.invoice_date,
                "due_on": claim.due_on,
                "principal": claim.principal,
                "description": claim.description,
                "reminded_on": claim.reminded_on,
                "known": "; ".join(told(claim)),
            }
            for claim in case.claims
        ],
        "holds": [
            {"from": hold.held_at, "until": hold.lifted_at, "reason": hold.reason}
            for hold in case.holds
        ],
        "requests": [
            {"kind": it.kind, "at": it.at, "text": it.text, "phone": it.phone, "answer": it.answer}
            for it in case.requests
        ],
        "bookings": _bookings(case),
    }


def _bookings(case: Case) -> list[dict[str, Any]]:
    """What was booked on the case, and by how much what is owed rose or fell."""
    rows = db.session.execute(
        select(Entry.booked_on, Entry.kind, func.sum(Posting.amount_minor))
        .join(Posting, (Posting.agency_id == Entry.agency_id) & (Posting.entry_id == Entry.id))
        .join(Account, (Account.agency_id == Entry.agency_id) & (Account.id == Posting.account_id))
        .where(Posting.case_id == case.id, Account.kind.in_(_OWED))
        .group_by(Entry.id, Entry.booked_on, Entry.kind)
        .order_by(Entry.id)
    )
    return [
        {"on": on, "what": kind, "amount": Money(int(minor), case.currency)}
        for on, kind, minor in rows
    ]


def _erase_declarations(them: Subjects) -> Gone:
    mine = among(Declaration.debtor_id, them.debtors)
    files = db.session.scalars(
        select(Declaration.document_key).where(mine, Declaration.document_key != "")
    ).all()
    count = changed(delete(Declaration).where(mine))
    exports = among(DataExport.debtor_id, them.debtors) & (DataExport.file_key != "")
    made = db.session.scalars(select(DataExport.file_key).where(exports)).all()
    count += blank(DataExport, exports, file_key="", removed_at=clock.now())
    count += blank(LegalHold, among(LegalHold.debtor_id, them.debtors), reason=GONE)
    return Gone(count, frozenset([*files, *made]))


def _tell_declarations(them: Subjects) -> Told:
    found = db.session.scalars(
        select(Declaration)
        .where(among(Declaration.debtor_id, them.debtors))
        .order_by(Declaration.id)
    ).all()
    rows = [{name: getattr(it, name) for name in _DECLARED} for it in found]
    files = [Copy(it.document_name, it.document_key) for it in found if it.document_key]
    return Told(rows, files)


def _erase_events(them: Subjects) -> Gone:
    """Take the words out of the history, and tell what is left for whoever proves the chain."""
    mine = among(Event.case_id, them.cases) | among(Event.subject_id, them.debtors)
    left = erase_words(mine)
    record_many(
        event_row(
            Subject("cases", case_id, case_id) if case_id else None,
            ERASED,
            by="system",
            digests=digests,
        )
        for case_id, digests in left.items()
    )
    return Gone(sum(len(digests) for digests in left.values()))


def _tell_events(them: Subjects) -> Told:
    """What happened and when; who of the staff did it and their notes are the agency's own."""
    query = (
        select(Event.at, Event.kind)
        .where(among(Event.case_id, them.cases), Event.kind != ERASED)
        .order_by(Event.id)
    )
    return Told([{"at": at, "what": kind} for at, kind in db.session.execute(query)])


KINDS = (
    Records(
        name="debtor",
        title=_("Name, address and numbers"),
        purpose=_("To know who owes, and how to reach that person"),
        origin=_("From the creditor"),
        recipients=_("The creditor; a law firm where one writes"),
        stage=Stage.FILE,
        erase=_erase_debtors,
        tell=_tell_debtors,
    ),
    Records(
        name="cases",
        title=_("Cases, claims and what was asked"),
        purpose=_("To collect what is owed, and to answer what the debtor asks"),
        origin=_("From the creditor, and from the debtor on the payment page"),
        recipients=_("The creditor"),
        stage=Stage.FILE,
        erase=_erase_cases,
        tell=_tell_cases,
    ),
    Records(
        name="declarations",
        title=_("Declarations about contact"),
        purpose=_("To approach the debtor as it wishes and as the law asks"),
        origin=_("From the debtor, or from whoever acts for it"),
        recipients=_("Nobody outside the agency"),
        stage=Stage.FILE,
        erase=_erase_declarations,
        tell=_tell_declarations,
    ),
    Records(
        name="events",
        title=_("History of the cases"),
        purpose=_("To account for what was done"),
        origin=_("From the work on the case"),
        recipients=_("The creditor, as far as its own claims are concerned"),
        stage=Stage.FILE,
        erase=_erase_events,
        tell=_tell_events,
    ),
)
"""In the order in which they are erased; history goes last, with all that was told before."""
