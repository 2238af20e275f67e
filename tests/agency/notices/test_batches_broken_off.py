"""A batch that is stopped, whose worker dies, or to which two things are done at a time."""

from datetime import timedelta

import pytest

from agency.notices import services
from agency.notices.models import (
    BatchRun,
    NoticeState,
)
from agency.notices.services import batches
from agency.notices.services.batches import parts
from portal import clock
from portal.errors import Refused
from portal.jobs import run
from tests.agency.notices import batches as many
from tests.agency.notices.desk import MONDAY, Desk, one
from tests.agency.notices.test_batches import _batch, _notices
from tests.office import rows
from tests.worker import run_jobs


def test_while_one_thing_is_done_to_a_batch_another_has_to_wait(desk: Desk) -> None:
    batch_id = many.made(desk, desk.case_id)
    with desk.office.at_work():
        batch = _batch(batch_id)
        rule = batches.Rule(under=10**9)
        with pytest.raises(Refused, match="No letter of this batch is like that"):
            batches.pull(batch, rule, "No", by=desk.office.collector.user)
    many.files(desk)
    with desk.office.at_work():
        batches.pull(_batch(batch_id), rule, "One", by=desk.office.collector.user)
    with desk.office.at_work(), pytest.raises(Refused, match="already"):
        batches.pull(_batch(batch_id), rule, "Two", by=desk.office.collector.user)
    many.files(desk)
    with desk.office.at_work():
        assert [each.withdrawn_why for each in _notices(desk)] == ["One"]


def test_a_stopped_batch_rests_and_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SIZE", 2)
    of = [desk.case_id, *many.cases(desk, 4)]
    batch_id = many.made(desk, *of)
    by = desk.office.collector
    with desk.office.at_work():
        (order,) = rows(BatchRun)
        batches.go_on(order.id)
    with desk.office.at_work():
        batches.stop(_batch(batch_id), by=by.user)
        batches.stop(_batch(batch_id), by=by.user)
    many.files(desk)
    assert many.counts(desk, batch_id).waiting == 3
    with desk.office.at_work():
        batches.resume(_batch(batch_id), by=by.user)
    many.files(desk)
    assert many.counts(desk, batch_id).by_state[NoticeState.READY] == 5
    with desk.office.at_work():
        (order,) = rows(BatchRun)
        assert (order.done, order.total, order.left_out) == (5, 5, 0)


def test_a_part_whose_worker_died_is_done_again_and_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SIZE", 2)
    of = [desk.case_id, *many.cases(desk, 2)]
    batch_id = many.made(desk, *of)
    with desk.office.at_work():
        (order,) = rows(BatchRun)

    def die(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("agency.notices.signals.notice_prepared.send", die)
        with pytest.raises(KeyboardInterrupt):
            run("notices.run_batch", str(desk.office.agency_id), {"run_id": str(order.id)})
    assert many.counts(desk, batch_id).waiting == 3
    agency = str(desk.office.agency_id)
    run_jobs(desk.office, only="nothing")  # The jobs are lost with the worker.
    run("notices.resume_batches", agency, {})
    assert many.files(desk) == []
    with clock.moved_to(MONDAY + timedelta(minutes=6)):
        run("notices.resume_batches", agency, {})
        run("notices.resume_batches", agency, {})
        many.files(desk)
    assert many.counts(desk, batch_id).by_state[NoticeState.READY] == 3
    with desk.office.at_work():
        assert len(_notices(desk)) == 3


def test_a_notice_of_a_batch_that_was_changed_is_drawn_anew(desk: Desk) -> None:
    many.prepared(desk, desk.case_id)
    with desk.office.at_work():
        (notice,) = _notices(desk)
        before = notice.picture_key
        wanted = services.Change(channel="post", locale="en", due_on=notice.due_on)
        services.change(notice, wanted, by=desk.office.collector.user)
        assert one(notice.id).picture_key == ""
    many.files(desk)
    with desk.office.at_work():
        assert _notices(desk)[0].picture_key not in ("", before)
