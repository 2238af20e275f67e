"""What statements to creditors hold of a person: kept with the books, and gone with them by age."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from agency.compliance.kinds import Stage
from agency.compliance.records import Gone, Records, Subjects, Told, blank
from agency.payments.models import Allocation
from agency.remittance.models import Remittance, RemittanceLine
from portal import clock, db
from portal.bulk import among


def _erase(_them: Subjects) -> Gone:
    """A statement is of many debtors and goes by its own age."""
    return Gone(0)


def _sweep(before: datetime) -> Gone:
    old = (Remittance.sent_at < before) & Remittance.files_erased_at.is_(None)
    keys = (Remittance.statement_key, Remittance.csv_key, Remittance.bank_file_key)
    rows = db.session.execute(select(*keys).where(old))
    files = frozenset(key for row in rows for key in row if key)
    count = blank(
        Remittance,
        old,
        statement_key="",
        csv_key="",
        bank_file_key="",
        files_erased_at=func.coalesce(Remittance.files_erased_at, clock.now()),
    )
    return Gone(count, files)


def _tell(them: Subjects) -> Told:
    """On which statements the debtor's payments were passed on."""
    found = db.session.scalars(
        select(Remittance)
        .where(
            Remittance.id.in_(
                select(RemittanceLine.remittance_id)
                .join(
                    Allocation,
                    (Allocation.agency_id == RemittanceLine.agency_id)
                    & (Allocation.id == RemittanceLine.allocation_id),
                )
                .where(among(Allocation.case_id, them.cases))
            ),
            Remittance.sent_at.is_not(None),
        )
        .order_by(Remittance.id)
    )
    return Told([{"reference": it.reference, "sent_at": it.sent_at} for it in found])


RECORDS = Records(
    name="statements",
    title=_("Statements to the creditor"),
    purpose=_("To account to the creditor for every payment"),
    origin=_("From the books"),
    recipients=_("The creditor; the bank"),
    stage=Stage.BOOKS,
    erase=_erase,
    tell=_tell,
    sweep=_sweep,
)
