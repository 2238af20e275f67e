"""A case at an office, ready to be written to, and the way of its notice to a lawyer and out."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, select

from agency.cases.models import Case
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from agency.notices import queries, services
from agency.notices.models import Notice
from portal import clock, db
from portal.jobs import run
from portal.keys import new_key
from portal.money import Money
from portal.outbox import OutboxJob
from portal.web import get
from tests.office import Office, Person, new_claim, new_debtor

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
"""An hour at which the law lets everybody be written to."""
TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 7)
NOTHING = Money(0)


@dataclass
class Desk:
    """One accepted case of 1,000.00, the firm that acts for its creditor, and the firm's lawyer."""

    office: Office
    creditor_id: uuid.UUID
    case_id: uuid.UUID
    firm_id: uuid.UUID
    lawyer: Person

    @property
    def case(self) -> Case:
        """The case, in the present session."""
        return get(Case, self.case_id)

    def choice(self, **changes: Any) -> services.Choice:
        """A law firm's notice by e-mail in English, unless told otherwise."""
        kind = changes.get("kind", NoticeKind.LAW_FIRM_NOTICE)
        signs = queries.signing_lawyers(self.creditor_id)[0].id
        facts: dict[str, Any] = {
            "kind": kind,
            "channel": "email",
            "locale": "en",
            "due_on": DUE,
            "lawyer_id": signs if kind is NoticeKind.LAW_FIRM_NOTICE else None,
        }
        return services.Choice(**{**facts, **changes})

    def prepared(self, **changes: Any) -> uuid.UUID:
        """A notice whose file waits to be made."""
        with self.office.at_work():
            by = self.office.collector.user
            return services.prepare(self.case, self.choice(**changes), by=by).id

    def rendered(self, **changes: Any) -> uuid.UUID:
        """A notice with its file."""
        notice_id = self.prepared(**changes)
        make_files(self.office)
        return notice_id

    def released(self, **changes: Any) -> uuid.UUID:
        """A law firm's notice that its lawyer has released."""
        notice_id = self.rendered(**changes)
        with self.office.at_work():
            notice = get(Notice, notice_id)
            lawyer = queries.lawyer_of(self.lawyer.membership_id)
            assert lawyer
            services.release(notice, notice.sha256, lawyer=lawyer, by=self.lawyer.user)
        return notice_id

    def dispatched(self, **changes: Any) -> uuid.UUID:
        """A notice that has gone out."""
        law_firm = changes.get("kind", NoticeKind.LAW_FIRM_NOTICE) is NoticeKind.LAW_FIRM_NOTICE
        notice_id = self.released(**changes) if law_firm else self.rendered(**changes)
        with self.office.at_work():
            services.dispatch(get(Notice, notice_id), by=self.office.collector.user)
        return notice_id


def make_files(office: Office) -> list[str]:
    """Run the jobs that make files, and leave the mails of the office where they wait."""
    with db.work():
        jobs = db.session.scalars(
            select(OutboxJob)
            .where(OutboxJob.agency_id == office.agency_id, OutboxJob.name.startswith("notices."))
            .order_by(OutboxJob.id)
        ).all()
        waiting = [(job.name, job.arguments) for job in jobs]
        db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_([job.id for job in jobs])))
    for name, arguments in waiting:
        run(name, str(office.agency_id), arguments)
    return [name for name, _ in waiting]


def open_desk(office: Office, **debtor: Any) -> Desk:
    """A business debtor's case with a law firm at hand."""
    creditor_id = office.new_creditor()
    firm_id, lawyer = office.new_law_firm(creditor_id)
    case_id = office.accepted_case(creditor_id, new_claim(debtor=new_debtor(**debtor)))
    return Desk(office, creditor_id, case_id, firm_id, lawyer)


def consumer_desk(office: Office) -> Desk:
    """The same with a consumer, who has not had the letter that must go before costs."""
    return open_desk(office, kind=DebtorKind.CONSUMER, name="Anna de Wit")


def pay(
    desk: Desk,
    *,
    principal: Money = NOTHING,
    interest: Money = NOTHING,
    costs: Money = NOTHING,
) -> None:
    """Money of the debtor enters the claims book today."""
    claim_id = desk.case.claims[0].id
    amounts = (
        (AccountKind.OWED_PRINCIPAL, -principal),
        (AccountKind.OWED_INTEREST, -interest),
        (AccountKind.OWED_COSTS, -costs),
        (AccountKind.CLAIMS_HELD, principal + interest + costs),
    )
    lines = [
        Line(kind, amount, creditor_id=desk.creditor_id, case_id=desk.case_id, claim_id=claim_id)
        for kind, amount in amounts
        if amount
    ]
    entry_id = new_key()
    post(
        NewEntry(
            id=entry_id,
            key=f"paid:{entry_id}",
            kind="payment.received",
            text="At the counter",
            booked_on=clock.today(),
            lines=lines,
            creditor_id=desk.creditor_id,
            case_id=desk.case_id,
        )
    )
    db.session.expire(desk.case, ["balance"])


def one(notice_id: uuid.UUID) -> Notice:
    """The notice as it is in the database now."""
    db.session.flush()
    db.session.expire_all()
    return get(Notice, notice_id)
