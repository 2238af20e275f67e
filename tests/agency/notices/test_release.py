"""Nothing goes out under a firm's name without a lawyer of that firm who released that very file."""

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from agency.cases.models import Mover
from agency.clients.models import Engagement, Lawyer
from agency.notices import queries, services
from agency.notices.models import Delivery, Notice, NoticeState, Release
from portal import clock, db
from portal.accounts.permissions import Role
from portal.errors import NotFound, Refused
from portal.web import get
from tests.agency.notices.desk import DUE, Desk, make_files, one
from tests.office import Person


def _answer(desk: Desk, notice_id: uuid.UUID, *, by: Person | None = None, **said: Any) -> Release:
    """Release the notice, or refuse it where a reason is given."""
    by = by or desk.lawyer
    notice = get(Notice, notice_id)
    lawyer = queries.lawyer_of(by.membership_id)
    assert lawyer
    sha256 = said.get("sha256", notice.sha256)
    if "reason" in said:
        return services.refuse(notice, sha256, said["reason"], lawyer=lawyer, by=by.user)
    return services.release(notice, sha256, lawyer=lawyer, by=by.user)


def test_a_lawyer_releases_the_file_and_the_agency_may_send_it(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        made = _answer(desk, notice_id)
        assert made.lawyer.name == "mr. L. Visser"
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.state is NoticeState.READY
        assert (notice.case.mover, notice.case.move) == (Mover.AGENCY, "dispatch")


def test_releasing_twice_is_one_release(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        assert _answer(desk, notice_id).id == _answer(desk, notice_id).id
        assert db.session.scalar(select(func.count()).select_from(Release)) == 1


def test_a_release_is_for_the_file_that_was_read(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work(), pytest.raises(Refused, match="changed since you opened it"):
        _answer(desk, notice_id, sha256="0" * 64)
    with desk.office.at_work():
        assert one(notice_id).state is NoticeState.WAITS_RELEASE


def test_a_lawyer_of_another_firm_finds_nothing_to_release(desk: Desk) -> None:
    notice_id = desk.rendered()
    _, stranger = desk.office.new_law_firm(desk.creditor_id)
    with desk.office.at_work(), pytest.raises(NotFound):
        _answer(desk, notice_id, by=stranger)


def test_a_colleague_of_the_firm_may_release_and_it_says_who_did(desk: Desk) -> None:
    notice_id = desk.rendered()
    colleague = desk.office.new_person(Role.LAWYER)
    with desk.office.at_work():
        db.session.add(
            Lawyer(
                law_firm_id=desk.firm_id,
                membership_id=colleague.membership_id,
                name="mr. C. Collega",
            )
        )
    with desk.office.at_work():
        made = _answer(desk, notice_id, by=colleague)
        assert (made.lawyer.name, made.by_user) == ("mr. C. Collega", colleague.user_id)
        assert one(notice_id).is_released


def test_a_refused_file_needs_a_change_before_it_can_be_released(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        _answer(desk, notice_id, reason="Name the delivery of 12 January.")
        notice = one(notice_id)
        assert notice.state is NoticeState.REFUSED
        assert (notice.case.mover, notice.case.move) == (Mover.AGENCY, "rewrite")
    with desk.office.at_work(), pytest.raises(Refused, match="Only a changed file"):
        _answer(desk, notice_id)
    with desk.office.at_work(), pytest.raises(Refused, match="lawyer refused"):
        services.dispatch(one(notice_id), by=desk.office.collector.user)


def test_a_change_after_the_release_voids_it(desk: Desk) -> None:
    notice_id = desk.released()
    with desk.office.at_work():
        before = one(notice_id).sha256
        wanted = services.Change("email", "en", date(2026, 12, 14))
        services.change(get(Notice, notice_id), wanted, by=desk.office.collector.user)
    with desk.office.at_work(), pytest.raises(Refused, match="still being made"):
        services.dispatch(one(notice_id), by=desk.office.collector.user)
    make_files(desk.office)
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.sha256 != before
        assert notice.release is None
        assert notice.voided_release
        assert (notice.case.mover, notice.case.move) == (Mover.LAWYER, "release")
        with pytest.raises(Refused, match="release this file first"):
            services.dispatch(notice, by=desk.office.collector.user)


def test_another_channel_leaves_the_very_file_and_its_release(desk: Desk) -> None:
    notice_id = desk.released()
    with desk.office.at_work():
        before = one(notice_id).sha256
        wanted = services.Change("both", "en", DUE)
        services.change(get(Notice, notice_id), wanted, by=desk.office.collector.user)
    make_files(desk.office)
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.sha256 == before
        assert notice.state is NoticeState.READY


def test_a_notice_that_lacks_what_the_law_asks_cannot_be_released(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        one(notice_id).render_error = "The phone number is missing."
    with desk.office.at_work(), pytest.raises(Refused, match="cannot be released"):
        _answer(desk, notice_id)


def test_a_firm_that_no_longer_acts_releases_nothing_and_nothing_goes_out(desk: Desk) -> None:
    waiting = desk.rendered()
    with desk.office.at_work():
        engagement = db.session.scalars(select(Engagement)).one()
        engagement.ended_at = clock.now()
    with desk.office.at_work(), pytest.raises(Refused, match="no longer acts"):
        _answer(desk, waiting)


INSERT = text(
    "insert into deliveries (agency_id, id, creditor_id, notice_id, needs_release, release_id, "
    "release_outcome, sha256, channel, to_address, message_key, at) values (:agency_id, :id, "
    ":creditor_id, :notice_id, :needs_release, :release_id, :outcome, :sha256, 'email', "
    "'debtor@debtor.example', '', now())"
)


def _insert(desk: Desk, notice_id: uuid.UUID, **facts: Any) -> None:
    db.session.execute(
        INSERT,
        {
            "agency_id": desk.office.agency_id,
            "id": uuid.uuid4(),
            "creditor_id": desk.creditor_id,
            "notice_id": notice_id,
            "needs_release": True,
            "release_id": None,
            "outcome": None,
            **facts,
        },
    )


WITHOUT_RELEASE: list[tuple[dict[str, Any], str]] = [
    ({}, "released_by_firm"),
    ({"needs_release": False}, "need_of_notice"),
    ({"release_id": uuid.uuid4(), "outcome": "released"}, "release_of_this_file"),
    ({"outcome": "released"}, "release_whole"),
    ({"needs_release": None}, "needs_release"),
]


def test_the_database_refuses_a_dispatch_without_a_release(desk: Desk) -> None:
    notice_id = desk.rendered()
    for facts, constraint in WITHOUT_RELEASE:
        with pytest.raises(IntegrityError, match=constraint), desk.office.at_work():
            _insert(desk, notice_id, sha256=one(notice_id).sha256, **facts)


def test_the_database_refuses_a_dispatch_of_another_file_than_was_released(desk: Desk) -> None:
    notice_id = desk.released()
    with desk.office.at_work():
        release_id = db.session.scalars(select(Release.id)).one()
    released = {"release_id": release_id, "outcome": "released"}
    with pytest.raises(IntegrityError, match="release_of_this_file"), desk.office.at_work():
        _insert(desk, notice_id, sha256="0" * 64, **released)
    with desk.office.at_work():
        _insert(desk, notice_id, sha256=one(notice_id).sha256, **released)
        assert db.session.scalar(select(func.count()).select_from(Delivery)) == 1


def test_the_database_refuses_a_dispatch_that_a_lawyer_refused(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        release_id = _answer(desk, notice_id, reason="No proof of delivery.").id
    for outcome in ("released", "refused"):
        with pytest.raises(IntegrityError), desk.office.at_work():
            _insert(
                desk,
                notice_id,
                sha256=one(notice_id).sha256,
                release_id=release_id,
                outcome=outcome,
            )


def test_the_database_refuses_a_release_by_a_lawyer_of_another_firm(desk: Desk) -> None:
    notice_id = desk.rendered()
    _, stranger = desk.office.new_law_firm(desk.creditor_id)
    with desk.office.at_work():
        lawyer = queries.lawyer_of(stranger.membership_id)
    assert lawyer
    for firm_id in (desk.firm_id, lawyer.law_firm_id):
        with pytest.raises(IntegrityError):
            _release_as(desk, notice_id, firm_id, lawyer.id, stranger)


def _release_as(
    desk: Desk, notice_id: uuid.UUID, firm_id: uuid.UUID, lawyer_id: uuid.UUID, by: Person
) -> None:
    with desk.office.at_work():
        db.session.add(
            Release(
                creditor_id=desk.creditor_id,
                notice_id=notice_id,
                law_firm_id=firm_id,
                lawyer_id=lawyer_id,
                sha256=one(notice_id).sha256,
                outcome="released",
                by_user=by.user_id,
            )
        )
