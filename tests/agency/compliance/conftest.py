"""Contact is tested on a Monday morning; what is kept, on a case with all that a case may hold."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from agency.cases import requests
from agency.cases import services as cases
from agency.cases.models import ClosureReason, RequestKind
from agency.compliance import services
from agency.compliance.kinds import DeclarationKind
from agency.law.vocabulary import DebtorKind, NoticeKind
from creditor.evidence import services as evidence
from creditor.evidence.models import EvidenceKind
from portal import clock
from portal.accounts.permissions import Role
from tests.agency.compliance.desk import ANNA, MONDAY, said
from tests.agency.notices.desk import Desk, open_desk
from tests.office import Office
from tests.worker import run_jobs

PAPER = b"From: a@b.example\r\nSubject: Order of Anna\r\n\r\nAnna\r\n"
LATER = datetime(2032, 11, 24, 10, tzinfo=UTC)
"""Six years on: the file of a Dutch case that closed in 2026 may go."""


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The office's clock stands at Monday 23 November 2026, eleven in the morning."""
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def closed(office: Office) -> Desk:
    """A case of Anna's with all that a case may hold, and closed since."""
    desk = open_desk(office, **{**ANNA, "kind": DebtorKind.CONSUMER})
    desk.dispatched(kind=NoticeKind.DEMAND, channel="both")
    owner = office.person(Role.OWNER, desk.creditor_id)
    with office.at_work():
        case, by = desk.case, office.collector.user
        evidence.add(case.claims[0], PAPER, "Anna.eml", EvidenceKind.ORDER, by=owner.user)
        asked = requests.make(case, RequestKind.CALL_ME, text="Anna", phone="+31 6 5550 0101")
        requests.answer(asked, "Called about her job", by=by)
        services.declare(case, said(DeclarationKind.VULNERABLE, text="Anna"), by=by)
        services.place_hold(case, "Complaint of Anna", by=office.manager.user)
        services.lift_hold(case, by=office.manager.user)
        cases.close(case, ClosureReason.WITHDRAWN, by=by, text="Anna moved")
    run_jobs(office)
    return desk


@pytest.fixture
def later() -> Iterator[None]:
    with clock.moved_to(LATER):
        yield
