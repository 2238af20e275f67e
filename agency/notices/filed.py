"""The letters and mails of notices and what follows them, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, literal

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.law.vocabulary import NoticeKind
from agency.notices import labels, queries
from agency.notices.models import Notice, Reprint, ReprintReason
from agency.notices.models.paid_letters import PaidLetter
from agency.notices.paid_letters import ending_of
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

KIND = "notice"


def notices_of(case: Case) -> Select[Any]:
    """Those that were made, whether they went out or not."""
    return row(
        KIND,
        Notice,
        at=func.coalesce(Notice.dispatched_at, Notice.rendered_at, Notice.prepared_at),
        name=Notice.kind,
        size=Notice.file_size,
        by_id=Notice.prepared_by,
        by="system",
    ).where(Notice.case_id == case.id, Notice.file_key != "")


def named(kind: str) -> str:
    """What a notice of a kind is called."""
    return str(labels.KINDS[NoticeKind(kind)])


def _seen(case: Case, membership: Membership) -> Select[Any]:
    """A lawyer sees those of its own firm."""
    mine = queries.visible_to(membership).with_only_columns(Notice.id)
    return notices_of(case).where(Notice.id.in_(mine.where(Notice.case_id == case.id)))


def _url(_case: Case, file: Filed) -> str:
    return url_for("agency.notices.file", notice=file.id)


SOURCE = Source(
    kind=KIND,
    title=_("Notices"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_seen,
    url=_url,
    named=named,
)


def _copies(case: Case, membership: Membership) -> Select[Any]:
    """Copies of the letters that a person may see."""
    mine = queries.visible_to(membership).with_only_columns(Notice.id)
    return row("copy", Reprint, at=Reprint.at, name=Reprint.reason, by_id=Reprint.by_user).where(
        Reprint.notice_id.in_(mine.where(Notice.case_id == case.id)), Reprint.file_key != ""
    )


def _why(reason: str) -> str:
    return str(labels.COPY_REASONS[ReprintReason(reason)])


def _copy_url(_case: Case, file: Filed) -> str:
    return url_for("agency.notices.reprint_file", reprint=file.id)


COPIES = Source(
    kind="copy",
    title=_("Copies of letters"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_copies,
    url=_copy_url,
    named=_why,
)


def _paid(case: Case, _membership: Membership) -> Select[Any]:
    """The letter of the end of a case that stands."""
    closure = ending_of(case)
    return row(
        "paid", PaidLetter, at=PaidLetter.written_at, name=literal(""), size=PaidLetter.file_size
    ).where(
        PaidLetter.case_id == case.id, PaidLetter.closure_id == (closure.id if closure else None)
    )


PAID = Source(
    kind="paid",
    title=_("Letters that all is paid"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_paid,
    url=lambda case, _file: url_for("agency.notices.show_paid_letter", case=case.id),
    named=lambda _name: str(_("Letter that all is paid")),
)
