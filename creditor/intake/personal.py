"""What hand-overs hold of a person: rows as they were read, and the files they came in."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import JSONB

from agency.cases.models import Claim
from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from creditor.intake.models import Batch, Row
from creditor.intake.problems import problem_as_json
from portal import db
from portal.bulk import among
from portal.errors import Words

_NOBODY = dict.fromkeys(
    [
        "debtor_name",
        "debtor_org_no",
        "debtor_vat",
        "debtor_email",
        "debtor_phone",
        "street",
        "postcode",
        "city",
        "customer_no",
        "description",
    ],
    "",
)


_ERASED = Words("What this row said was erased, since its time had run out.")


def _erase(them: Subjects) -> Gone:
    """The row keeps its figures. The file that it came in goes as soon as one of its debtors does."""
    mine = Row.claim_id.in_(_claims(them))
    batches = Batch.id.in_(select(Row.batch_id).where(mine)) & (Batch.file_key != "")
    files = db.session.scalars(select(Batch.file_key).where(batches)).all()
    blank(Batch, batches, file_key="", file_name="")
    count = blank(Row, mine, claim=Row.claim.op("||")(literal(_NOBODY, JSONB)))
    return Gone(count, frozenset(files))


def _sweep(before: datetime) -> Gone:
    """What was refused or never accepted, with the file that it came in."""
    old = select(Batch.id).where(Batch.made_at < before)
    rows = Row.batch_id.in_(old) & Row.claim_id.is_(None) & (Row.claim != {})
    batches = Batch.id.in_(old) & (Batch.file_key != "")
    files = db.session.scalars(select(Batch.file_key).where(batches)).all()
    count = blank(Row, rows, claim={}, errors=[problem_as_json(_ERASED)])
    count += blank(Batch, batches, file_key="", file_name="")
    return Gone(count, frozenset(files))


def _tell(them: Subjects) -> Told:
    rows = db.session.scalars(select(Row).where(Row.claim_id.in_(_claims(them))).order_by(Row.id))
    return Told([{"given": _given(row)} for row in rows])


def _given(row: Row) -> list[dict[str, Any]]:
    """What the creditor said of the debtor; what it pays the agency is not the debtor's."""
    return [{name: text for name, text in row.claim.items() if isinstance(text, str) and text}]


def _claims(them: Subjects) -> Any:
    return select(Claim.id).where(among(Claim.case_id, them.cases))


RECORDS = Records(
    name="hand_over",
    title=_("What the creditor handed over"),
    purpose=_("To take the claim in, and to prove what was said of it"),
    origin=_("From the creditor"),
    recipients=_("Nobody but the agency"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
    sweep=_sweep,
)
