"""A copy of a letter that has gone out: the same file behind a cover sheet, for whom it may reach now.

A copy is no new letter: it counts as no contact and no step, starts no term and charges nothing.
"""

import uuid
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import services as cases
from agency.law.vocabulary import NoticeKind
from agency.notices import covers
from agency.notices.addressing import addressee_of
from agency.notices.models import Notice, NoticeState, Reprint, ReprintReason, ReprintWay
from agency.notices.services import obstacles
from agency.notices.services.cover_sheets import cover_of, mail_of
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What copy is wanted: why, how it goes, and the form that asks for it."""

    reason: ReprintReason
    way: ReprintWay
    form_key: uuid.UUID


def reprint(notice: Notice, wanted: Wanted, *, by: User) -> Reprint:
    """Make a copy of a letter and let it go. The same form sent twice makes one."""
    cases.lock(notice.case)
    if known := db.session.scalars(
        select(Reprint).where(Reprint.form_key == wanted.form_key, Reprint.notice_id == notice.id)
    ).one_or_none():
        return known
    if found := why_not(notice, wanted.way, wanted.reason):
        raise Refused(found)
    storage, prefix = current_app.extensions["storage"], str(acting().agency_id)
    letter, addressee = storage.read(notice.file_key), addressee_of(notice.case.debtor)
    with force_locale(notice.locale):
        cover = cover_of(notice, by)
        file = covers.compose(cover, letter, notice.subject)
    by_email = wanted.way is ReprintWay.EMAIL
    made = Reprint(
        id=new_key(),
        creditor_id=notice.creditor_id,
        notice_id=notice.id,
        form_key=wanted.form_key,
        sha256=notice.sha256,
        reason=wanted.reason,
        way=wanted.way,
        to_address=addressee.email if by_email else "\n".join(cover.recipient),
        file_key=storage.put(file, prefix=prefix).key,
        message_key=storage.put(mail_of(notice, cover, letter), prefix=prefix).key
        if by_email
        else "",
        by_user=by.id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        notice,
        "notice.reprinted",
        by=by,
        reason=f"copy_{wanted.reason}",
        way=wanted.way,
        name=made.to_address.splitlines()[0],
        sha256=notice.sha256,
    )
    return made


def why_not(notice: Notice, way: ReprintWay, reason: ReprintReason) -> str:
    """Why no copy can go that way now; empty where one can."""
    if notice.state is not NoticeState.SENT or not notice.file_key or notice.is_text:
        return str(_("Only of a letter that has gone out there can be a copy."))
    if way is ReprintWay.DOWNLOAD:
        return ""
    if reason is ReprintReason.COURT:
        return str(_("The copy for a court's file is downloaded, not sent to the debtor."))
    if not is_under_way(notice):
        return str(_("The letter itself still waits for the printer. A copy can follow it."))
    if reason is not ReprintReason.ASKED and (found := obstacles.of_case(notice.case)):
        return found
    return why_not_to(notice, way)


def why_not_to(notice: Notice, way: str) -> str:
    """Why the debtor, or who acts for it, cannot be written to that way now."""
    case = notice.case
    if found := obstacles.of_lawyer(case):
        return found
    if way not in addressee_of(case.debtor).channels:
        return str(_("The debtor has no address for this channel. Choose another one."))
    held = obstacles.held_channels(case, NoticeKind(notice.kind), [way])
    return held.get(way, "")


def why_not_posted(made: Reprint) -> str:
    """Why a copy that waits for the printer cannot be posted now; empty when it can."""
    now = addressee_of(made.notice.case.debtor)
    if "\n".join(now.lines) != made.to_address:
        return str(_("The address has changed since. Make another copy."))
    return why_not_to(made.notice, ReprintWay.POST)


def is_under_way(notice: Notice) -> bool:
    """Whether the letter itself has left the house, by mail or with the post."""
    return any(
        delivery.channel == "email"
        or (delivery.print_batch is not None and delivery.print_batch.posted_at is not None)
        for delivery in notice.deliveries
    )
