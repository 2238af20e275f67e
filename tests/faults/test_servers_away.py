"""The queue or the database stops, and comes back: nothing is lost, and people are told."""

from datetime import timedelta

import pytest
from redis.exceptions import RedisError
from sqlalchemy import select

from agency.cases.models import Case
from portal import clock, db, outbox
from portal.outbox import GRACE, OutboxJob
from portal.web import get
from tests.agency.notices.desk import open_desk
from tests.faults.conftest import House
from tests.office import Office


def soon() -> str:
    """A day two weeks from now, as a form writes it."""
    return (clock.today() + timedelta(days=14)).isoformat()


def waiting(office: Office) -> list[str]:
    """Jobs of an office that lie in the outbox."""
    with db.work():
        jobs = select(OutboxJob.name).where(OutboxJob.agency_id == office.agency_id)
        return list(db.session.scalars(jobs))


def test_while_the_queue_is_away_pages_work_and_jobs_wait_for_it(
    house: House, office_there: Office
) -> None:
    desk = open_desk(office_there)
    client = office_there.sign_in(office_there.collector)
    house.valkey.stop()
    try:
        assert client.get("/readyz").json == {"database": "ok", "queue": "away"}
        assert client.get(f"/agency/cases/{desk.case_id}").status_code == 200
        answer = client.post(
            f"/agency/notices/new/{desk.case_id}",
            data={"kind": "demand", "channel": "post", "locale": "en", "due_on": soon()},
        )
        assert answer.status_code == 302, "the work is saved"
        assert waiting(office_there) == ["notices.render"]
        with clock.moved_to(clock.now() + GRACE * 2), pytest.raises(RedisError):
            outbox.relay()
        assert waiting(office_there) == ["notices.render"], "trying in vain loses nothing"
    finally:
        house.valkey.start()
    with clock.moved_to(clock.now() + GRACE * 2):
        assert outbox.relay() >= 1  # The house's other offices may have jobs that were due later.
    assert waiting(office_there) == []
    [sent] = outbox.queue("documents").jobs
    assert sent.args[:2] == ["notices.render", str(office_there.agency_id)]


def test_while_the_database_is_away_people_are_told_and_then_all_works_again(
    house: House, office_there: Office
) -> None:
    case_id = office_there.accepted_case()
    client = office_there.sign_in(office_there.collector)
    page, form = f"/agency/cases/{case_id}", {"reason": "other", "until": soon()}
    assert client.get(page).status_code == 200
    house.postgres.stop()
    try:
        for answer in (client.get(page), client.post(f"{page}/hold", data=form)):
            assert answer.status_code == 503
            assert "We are away for a moment" in answer.text
            assert "Nothing is lost" in answer.text
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
    finally:
        house.postgres.start()
    assert client.get(page).status_code == 200, "the pool noticed by itself"
    with office_there.at_work():
        assert get(Case, case_id).hold is None, "what was answered with an error was not done"
    assert client.post(f"{page}/hold", data=form).status_code == 302
