"""What notices hold of a person: their words and files, erased with the file, handed out on request."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ARRAY, Uuid, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Copy, Gone, Records, Subjects, Told, blank
from agency.notices import queries
from agency.notices.models import Delivery, Notice, NoticeWish, PaidLetter, PrintBatch, Reprint
from portal import db
from portal.bulk import among

_NO_TEXTS = {
    "subject": "",
    "salutation": "",
    "paragraphs": [],
    "consequences": [],
    "notes": [],
    "closing": "",
}
_NO_DELIVERY: dict[str, Any] = {
    "to_address": "",
    "message_key": "",
    "returned_on": None,
    "returned_cause": "",
    "returned_by": None,
}
_NOBODY = {"debtor_name": GONE, "recipient": [GONE], "lawyer_of_debtor": ""}


def _erase(them: Subjects) -> Gone:
    """What was asked and when stays in figures, with the hash of the file that is gone.

    A print batch binds copies of letters, so it goes as soon as one of them does.
    """
    mine = among(Notice.case_id, them.cases)
    ids = select(Notice.id).where(mine)
    kept = db.session.execute(select(Notice.file_key, Notice.picture_key).where(mine))
    files = {key for row in kept for key in row}
    files |= set(
        db.session.scalars(select(Delivery.message_key).where(Delivery.notice_id.in_(ids)))
    )
    files |= _erase_batches(ids)
    copies = db.session.execute(
        select(Reprint.file_key, Reprint.message_key).where(Reprint.notice_id.in_(ids))
    )
    files |= {key for row in copies for key in row}
    count = blank(Delivery, Delivery.notice_id.in_(ids), **_NO_DELIVERY)
    count += blank(Reprint, Reprint.notice_id.in_(ids), to_address="", file_key="", message_key="")
    count += blank(
        Notice,
        mine,
        subject="",
        file_key="",
        picture_key="",
        file_size=0,
        render_error="",
        withdrawn_why="",
        facts=_without_person(),
    )
    count += _erase_reasons(them)
    count += blank(NoticeWish, among(NoticeWish.case_id, them.cases), refused_why="", held_why="")
    letters = among(PaidLetter.case_id, them.cases)
    files |= set(db.session.scalars(select(PaidLetter.file_key).where(letters)))
    count += blank(PaidLetter, letters, file_key="", file_size=0)
    return Gone(count, frozenset(files - {""}))


def _erase_reasons(them: Subjects) -> int:
    """Releases are only added to; the database's own function takes the lawyer's words out."""
    cases = cast(list(them.cases), ARRAY(Uuid()))
    return db.session.scalar(select(func.erase_reasons(cases, GONE))) or 0


def _erase_batches(ids: Any) -> set[str]:
    batches = union_all(
        *(
            select(printed.print_batch_id).where(
                printed.notice_id.in_(ids), printed.print_batch_id.is_not(None)
            )
            for printed in (Delivery, Reprint)
        )
    )
    theirs = PrintBatch.id.in_(batches)
    rows = db.session.execute(select(PrintBatch.file_key, PrintBatch.manifest_key).where(theirs))
    files = {key for row in rows for key in row}
    blank(PrintBatch, theirs, file_key="", manifest_key="")
    return files


def _without_person() -> Any:
    kept = func.coalesce(Notice.facts["contents"], literal({}, JSONB))
    return Notice.facts.op("||")(
        func.jsonb_build_object(
            "contents", kept.op("||")(literal(_NOBODY, JSONB)), "texts", literal(_NO_TEXTS, JSONB)
        )
    )


def _tell(them: Subjects) -> Told:
    """What was sent to the debtor, with the very letters."""
    found = db.session.scalars(
        select(Notice)
        .where(
            among(Notice.case_id, them.cases),
            Notice.dispatched_at.is_not(None),
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Notice.id)
    ).all()
    rows = [
        {
            "case": notice.case.reference,
            "subject": notice.subject,
            "sent_at": notice.dispatched_at,
            "total": notice.total,
            "due_on": notice.due_on,
            "to": [delivery.to_address for delivery in notice.deliveries],
            "copies": [(it.at, it.to_address) for it in queries.reprints_of(notice)],
            "came_back_on": [it.returned_on for it in notice.deliveries if it.returned_on],
        }
        for notice in found
    ]
    files = [
        Copy(f"letter-{notice.case.reference}-{notice.written_on.isoformat()}.pdf", notice.file_key)
        for notice in found
        if notice.file_key
    ]
    letters = db.session.scalars(
        select(PaidLetter)
        .where(among(PaidLetter.case_id, them.cases), PaidLetter.file_key != "")
        .order_by(PaidLetter.id)
    )
    files += [Copy(f"paid-in-full-{it.id}.pdf", it.file_key) for it in letters]
    return Told(rows, files)


RECORDS = Records(
    name="notices",
    title=_("Letters and e-mails"),
    purpose=_("To ask for payment as the law wants it, and to prove what was sent"),
    origin=_("Written by the agency or a law firm"),
    recipients=_("The debtor; the creditor; the law firm that signed"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
