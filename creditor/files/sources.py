"""Which files of a case its creditor may open, and evidence for staff as well."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from agency.cases.filed import CREDITOR, STAFF, Filed, Source, row
from agency.cases.models import Case, Party
from agency.messages.filed import KIND as MESSAGE
from agency.messages.filed import attached
from agency.messages.models import Message
from agency.notices.filed import KIND as NOTICE
from agency.notices.filed import named, notices_of
from agency.notices.models import Notice
from creditor.evidence.models import Document
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

EVIDENCE = "evidence"


def _evidence(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        EVIDENCE,
        Document,
        at=Document.uploaded_at,
        name=Document.name,
        size=Document.size,
        by_id=Document.uploaded_by,
    ).where(Document.case_id == case.id, Document.removed_at.is_(None), Document.file_key != "")


def _sent(case: Case, _membership: Membership) -> Select[Any]:
    return notices_of(case).where(Notice.dispatched_at.is_not(None), Notice.withdrawn_at.is_(None))


def _between_us(case: Case, _membership: Membership) -> Select[Any]:
    return attached(case).where(
        Message.party == Party.CREDITOR, Message.creditor_id == case.creditor_id
    )


def _evidence_of_staff(_case: Case, file: Filed) -> str:
    return url_for("evidence_desk.download", document=file.id)


def _evidence_of_creditor(_case: Case, file: Filed) -> str:
    return url_for("creditor.evidence.show_file", document=file.id)


def _notice(case: Case, file: Filed) -> str:
    return url_for("creditor.cases.notice_file", case=case.id, notice=file.id)


def _message(case: Case, file: Filed) -> str:
    return url_for(
        "creditor.messages.show_file", case=case.id, message=file.parent_id, message_file=file.id
    )


SOURCES = (
    Source(
        kind=EVIDENCE,
        title=_("Evidence"),
        desk=STAFF,
        permission=Permission.SEE_CASES,
        rows=_evidence,
        url=_evidence_of_staff,
    ),
    Source(
        kind=EVIDENCE,
        title=_("Evidence"),
        desk=CREDITOR,
        permission=Permission.SEE_OWN_CASES,
        rows=_evidence,
        url=_evidence_of_creditor,
    ),
    Source(
        kind=NOTICE,
        title=_("Notices"),
        desk=CREDITOR,
        permission=Permission.SEE_OWN_CASES,
        rows=_sent,
        url=_notice,
        named=named,
    ),
    Source(
        kind=MESSAGE,
        title=_("Messages"),
        desk=CREDITOR,
        permission=Permission.SEE_OWN_CASES,
        rows=_between_us,
        url=_message,
    ),
)
