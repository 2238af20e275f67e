"""What a lawyer wrote of a debtor goes with the claim file; the answer itself stays."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from agency.compliance.records import GONE, Subjects
from agency.notices import queries, services
from agency.notices.models import Release
from agency.notices.personal import RECORDS
from agency.payments.models import Refund
from portal import db
from tests.agency.notices.desk import Desk, one
from tests.office import open_office

WORDS = "Mr de Wit told me of his illness."


@pytest.fixture
def refused(desk: Desk) -> Desk:
    """A case whose notice the lawyer refused, and said why."""
    notice_id = desk.rendered()
    with desk.office.at_work():
        lawyer = queries.lawyer_of(desk.lawyer.membership_id)
        assert lawyer
        notice = one(notice_id)
        services.refuse(notice, notice.sha256, WORDS, lawyer=lawyer, by=desk.lawyer.user)
    return desk


def kept(desk: Desk) -> Release:
    db.session.expire_all()
    return db.session.scalars(select(Release)).one()


def test_the_reason_goes_and_the_answer_stays(refused: Desk) -> None:
    with refused.office.at_work():
        before = kept(refused)
        facts = (before.outcome, before.sha256, before.at, before.by_user)
        RECORDS.erase(Subjects(debtors=[refused.case.debtor_id], cases=[refused.case_id]))
        after = kept(refused)
        assert after.reason == GONE
        assert (after.outcome, after.sha256, after.at, after.by_user) == facts


def test_nobody_else_changes_an_answer(refused: Desk) -> None:
    stranger = open_office(refused.office.app)
    with stranger.at_work():
        assert db.session.scalar(select(func.erase_reasons([refused.case_id], GONE))) == 0
    with refused.office.at_work():
        assert kept(refused).reason == WORDS
    for change in ("reason = 'x'", "outcome = 'released'"):
        with pytest.raises(DBAPIError), refused.office.at_work():
            db.session.execute(text(f"update releases set {change}"))


def test_the_reason_of_a_refund_is_no_sentence() -> None:
    [rule] = [it for it in Refund.__table__.constraints if it.name == "ck_refunds_reason"]
    assert "^[a-z_]*$" in str(rule.sqltext)
