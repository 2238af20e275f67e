"""A worker is killed in the middle of a job: the next one does it, once."""

import uuid
from datetime import timedelta

from agency.law.vocabulary import NoticeKind
from agency.notices.models import Notice, NoticeState
from portal import clock, db
from portal.audit.models import Event
from portal.web import get
from tests.agency.notices.desk import Desk, open_desk
from tests.faults.conftest import House, how_many_wait, kill, let_time_pass, wait_until
from tests.office import Office, rows


def test_a_worker_killed_while_making_a_file_is_followed_by_one_that_makes_it_once(
    house: House, office_there: Office
) -> None:
    desk = open_desk(office_there)
    due_on = clock.today() + timedelta(days=14)
    notice_id = desk.prepared(kind=NoticeKind.DEMAND, channel="post", due_on=due_on)
    with desk.office.at_work():
        db.session.refresh(desk.case, with_for_update=True)
        with house.worker() as first:
            wait_until(how_many_wait)  # The file is made and about to be noted.
            kill(first)
    assert _state(desk, notice_id) is NoticeState.RENDERING, "nothing is half done"

    let_time_pass("documents")
    with house.worker():
        wait_until(lambda: _is_made_after_a_while(desk, notice_id))
    with desk.office.at_work():
        assert len(rows(Notice)) == 1
        assert len(rows(Event, Event.kind == "notice.rendered")) == 1


def _state(desk: Desk, notice_id: uuid.UUID) -> NoticeState:
    with desk.office.at_work():
        return NoticeState(get(Notice, notice_id).state)


def _is_made_after_a_while(desk: Desk, notice_id: uuid.UUID) -> bool:
    let_time_pass("documents")
    return _state(desk, notice_id) is NoticeState.READY
