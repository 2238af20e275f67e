"""Taking evidence in, and showing it: to staff, creditor and lawyer, and to the debtor what may be."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Uuid, bindparam, select, update

from agency.cases.models import Case, Claim
from creditor.evidence.models import Document, EvidenceKind
from creditor.intake import services as intake
from creditor.intake.models import Row
from creditor.intake.queries import shared
from portal import clock, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.bulk import among, values_of
from portal.errors import NotFound, Refused
from portal.keys import new_key
from portal.pay import sheets
from portal.pay.files import File
from portal.together import together
from portal.uploads import Kind, Scanner, inspect
from portal.web import get

ALLOWED = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.EML})
MOST = 20
"""Documents for one claim."""


def add(
    subject: Row | Claim, data: bytes, filename: str, kind: EvidenceKind, *, by: User
) -> Document:
    """Keep a document for a waiting row or a claim. The same one twice is kept once.

    Sent again for a waiting row, it is what it is called now.
    """
    settings = current_app.extensions["settings"]
    found = inspect(data, filename, allowed=ALLOWED, max_bytes=settings.upload_max_mb * 1024 * 1024)
    if settings.clamd_url:
        Scanner(settings.clamd_url).scan(data)
    subject = _own(subject)
    existing = documents_of(subject)
    stored = current_app.extensions["storage"].put(data, prefix=str(subject.agency_id))
    document = _known(subject, stored.sha256)
    if document is None:
        if len(existing) >= MOST:
            raise Refused(_("There are %(most)s documents already. Remove one first.", most=MOST))
        document = Document(
            id=new_key(),
            creditor_id=subject.creditor_id,
            row_id=subject.id if isinstance(subject, Row) else None,
            claim_id=subject.id if isinstance(subject, Claim) else None,
            case_id=subject.case_id if isinstance(subject, Claim) else None,
            kind=kind,
            name=found.safe_name,
            media_type=found.media_type,
            size=found.size,
            sha256=stored.sha256,
            file_key=stored.key,
            shown_to_debtor=kind is not EvidenceKind.CORRESPONDENCE,
            uploaded_by=by.id,
        )
        db.session.add(document)
    elif document.removed_at is None and (document.kind == kind or document.claim_id):
        return document
    else:
        document.kind, document.removed_at = kind, None
        document.shown_to_debtor = kind is not EvidenceKind.CORRESPONDENCE
    db.session.flush()
    audit.record(
        document, "evidence.added", by=by, name=document.name, evidence=kind, sha256=stored.sha256
    )
    _requote(subject)
    return document


def remove(document: Document, *, by: User) -> None:
    """Take a document back from a row that was not handed over yet. Evidence of a claim stays.

    Doing it twice changes nothing.
    """
    subject = _own(get(Row, document.row_id)) if document.row_id else None
    db.session.refresh(document)
    if document.removed_at:
        return
    if not isinstance(subject, Row) or subject.batch.accepted_at:
        raise Refused(_("Evidence of a claim that was handed over cannot be removed."))
    document.removed_at = clock.now()
    db.session.flush()
    audit.record(document, "evidence.removed", by=by, name=document.name)
    _requote(subject)


def show_to_debtor(document: Document, *, shown: bool, by: User) -> None:
    """Let the debtor see a document behind the payment link, or not."""
    if document.shown_to_debtor is shown:
        return
    document.shown_to_debtor = shown
    kind = "evidence.shown" if shown else "evidence.hidden"
    audit.record(document, kind, by=by, name=document.name)


def documents_of(subject: Row | Claim) -> list[Document]:
    """The documents of a waiting row or a claim, oldest first."""
    column = Document.row_id if isinstance(subject, Row) else Document.claim_id
    return list(
        db.session.scalars(
            select(Document)
            .where(column == subject.id, Document.removed_at.is_(None))
            .order_by(Document.id)
        )
    )


def case_of(document: Document) -> Case:
    """The case that a document proves a claim of. NotFound while there is none."""
    if document.case_id is None:
        raise NotFound
    return get(Case, document.case_id)


def documents_of_case(case: Case) -> list[Document]:
    """All documents of a case, by claim."""
    return list(
        db.session.scalars(
            select(Document)
            .where(Document.case_id == case.id, Document.removed_at.is_(None))
            .order_by(Document.claim_id, Document.id)
        )
    )


def follow_claims(_batch: Any, *, claims: dict[uuid.UUID, uuid.UUID]) -> None:
    """When rows become claims, their documents go along."""
    waiting = db.session.execute(
        select(Document.id, Document.row_id).where(among(Document.row_id, claims))
    ).all()
    if not waiting:
        return
    new = values_of(
        {"id": Uuid(), "claim_id": Uuid()},
        [(document_id, claims[row_id]) for document_id, row_id in waiting if row_id],
    )
    db.session.execute(
        update(Document)
        .where(Document.id == new.c.id, Claim.id == new.c.claim_id)
        .values(claim_id=new.c.claim_id, case_id=Claim.case_id)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim and the documents that prove it."""

    claim: Claim
    documents: Sequence[Document]


def proof_of(case: Case) -> list[Proof]:
    """The claims of a case, each with its documents."""
    by_claim: dict[uuid.UUID | None, list[Document]] = defaultdict(list)
    for document in documents_of_case(case):
        by_claim[document.claim_id].append(document)
    return [Proof(claim, by_claim[claim.id]) for claim in case.claims]


def acknowledgements(case: Case) -> dict[uuid.UUID, list[str]]:
    """By claim, the names of documents by which the debtor acknowledged the debt."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for document in documents_of_case(case):
        if document.claim_id and document.kind == EvidenceKind.ACKNOWLEDGEMENT:
            found[document.claim_id].append(document.name)
    return found


class ForRows:
    """Answers the hand-over: the documents of rows that wait."""

    def of(self, row_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Document]]:
        """By row, oldest first."""
        found: dict[uuid.UUID, list[Document]] = defaultdict(list)
        for document in db.session.scalars(
            select(Document)
            .where(among(Document.row_id, row_ids), Document.removed_at.is_(None))
            .order_by(Document.id)
        ):
            if document.row_id:
                found[document.row_id].append(document)
        return found


_SHOWN = (
    select(Document.claim_id, Document.id, Document.kind, Document.name, Document.size)
    .where(
        Document.agency_id == bindparam("agency_id"),
        Document.case_id == bindparam("case_id"),
        Document.claim_id.is_not(None),
        Document.shown_to_debtor,
        Document.removed_at.is_(None),
    )
    .order_by(Document.id)
)


class ForDebtors:
    """Answers the payer's desk: the evidence that a debtor may see."""

    def list(self, case: Case) -> dict[uuid.UUID, list[sheets.Document]]:
        """By claim."""
        found: dict[uuid.UUID, list[sheets.Document]] = defaultdict(list)
        [shown] = together((_SHOWN, {"case_id": case.id}))
        for it in shown:
            found[it.claim_id].append(sheets.Document(it.id, it.kind, it.name, it.size))
        return found

    def open(self, case: Case, document_id: uuid.UUID) -> File:
        """One of them; NotFound for any other."""
        document = get(Document, document_id)
        if document.case_id != case.id or not document.shown_to_debtor or document.removed_at:
            raise NotFound
        content = current_app.extensions["storage"].open(document.file_key)
        return File(document.name, document.media_type, document.size, content)


def _own(subject: Row | Claim) -> Row | Claim:
    """The row or claim to ourselves, so that two files at once do not miss each other.

    A row that has become a claim stands for it.
    """
    if isinstance(subject, Row):
        shared(subject.batch_id)
    db.session.refresh(subject, with_for_update={"key_share": True})
    if isinstance(subject, Row) and subject.claim_id:
        return _own(get(Claim, subject.claim_id))
    return subject


def _known(subject: Row | Claim, sha256: str) -> Document | None:
    """The same document of this row or claim, even if it was removed."""
    column = Document.row_id if isinstance(subject, Row) else Document.claim_id
    return db.session.scalars(
        select(Document).where(column == subject.id, Document.sha256 == sha256)
    ).first()


def _requote(subject: Row | Claim) -> None:
    if isinstance(subject, Row) and subject.batch.is_open:
        intake.note_evidence(subject, [document.kind for document in documents_of(subject)])
