"""Batches in tests: some cases of one office, and their way through the batch."""

import uuid
from typing import Any

from agency.law.vocabulary import NoticeKind
from agency.notices import queries
from agency.notices.models import NoticeBatch
from agency.notices.queries.batches import Counts
from agency.notices.services import batches
from portal.web import get
from tests.agency.notices.desk import Desk
from tests.office import new_claim, new_debtor
from tests.worker import run_jobs


def cases(desk: Desk, count: int, **debtor: Any) -> list[uuid.UUID]:
    """More cases of the desk's creditor, each with a debtor of its own."""
    return [
        desk.office.accepted_case(desk.creditor_id, new_claim(debtor=new_debtor(**debtor)))
        for _ in range(count)
    ]


def made(desk: Desk, *of: uuid.UUID, **wish: Any) -> uuid.UUID:
    """A batch of demands by post, whose files wait to be made."""
    facts = {"kind": NoticeKind.DEMAND, "channel": "post", **wish}
    with desk.office.at_work():
        wishes = [batches.Wish(case_id=case_id, **facts) for case_id in of]
        return batches.make(wishes, by=desk.office.collector.user).id


def prepared(desk: Desk, *of: uuid.UUID, **wish: Any) -> uuid.UUID:
    """A batch with its files."""
    batch_id = made(desk, *of, **wish)
    files(desk)
    return batch_id


def files(desk: Desk) -> list[str]:
    """Let the workers do what waits for them, except the mails."""
    return run_jobs(desk.office, only="notices.")


def approve(desk: Desk, batch_id: uuid.UUID) -> None:
    """The manager looks through the agency's own letters, and lets them go."""
    with desk.office.at_work():
        batch = get(NoticeBatch, batch_id)
        batches.approve(batch, batches.seal_of(batch, None).digest, by=desk.office.manager.user)


def release(desk: Desk, batch_id: uuid.UUID) -> None:
    """The lawyer looks through the firm's letters, and releases them."""
    with desk.office.at_work():
        batch, lawyer = get(NoticeBatch, batch_id), queries.lawyer_of(desk.lawyer.membership_id)
        assert lawyer
        seal = batches.seal_of(batch, lawyer.law_firm_id)
        batches.release(batch, seal.digest, lawyer=lawyer, by=desk.lawyer.user)
    files(desk)


def send(desk: Desk, batch_id: uuid.UUID) -> None:
    """The collector sends what was let go."""
    with desk.office.at_work():
        batches.send(get(NoticeBatch, batch_id), by=desk.office.collector.user)
    files(desk)


def counts(desk: Desk, batch_id: uuid.UUID) -> Counts:
    """How far the batch is."""
    with desk.office.at_work():
        return queries.counts_of(get(NoticeBatch, batch_id))
