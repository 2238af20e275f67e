"""Notices many at a time: prepared, looked at, let go and sent, each once whatever happens."""

import uuid
from io import BytesIO

import pytest
from flask import current_app
from PIL import Image
from sqlalchemy import func, select

from agency.cases import services as case_services
from agency.cases.models import Case, HoldReason
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import queries, services
from agency.notices.models import (
    Delivery,
    Notice,
    NoticeBatch,
    NoticeState,
    NoticeWish,
    PrintBatch,
)
from agency.notices.services import batches
from portal import db
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.notices import batches as many
from tests.agency.notices.desk import Desk, pay
from tests.office import rows

FIRM = NoticeKind.LAW_FIRM_NOTICE


def _batch(batch_id: uuid.UUID) -> NoticeBatch:
    db.session.flush()
    db.session.expire_all()
    return get(NoticeBatch, batch_id)


def _notices(desk: Desk) -> list[Notice]:
    return rows(Notice)


def _hold(desk: Desk, case_id: uuid.UUID) -> None:
    with desk.office.at_work():
        case_services.put_on_hold(
            get(Case, case_id), HoldReason.OTHER, by=desk.office.collector.user
        )


def test_a_batch_writes_to_each_case_and_says_why_where_it_cannot(desk: Desk) -> None:
    good, held = many.cases(desk, 2)
    _hold(desk, held)
    batch_id = many.prepared(desk, good, held, desk.case_id)
    found = many.counts(desk, batch_id)
    assert (found.waiting, found.refused, found.made) == (0, 1, 3)
    assert found.by_state[NoticeState.READY] == 2
    with desk.office.at_work():
        (refused,) = queries.refused_in(_batch(batch_id))
        assert refused.case_id == held
        assert refused.refused_why == "The case is on hold. Lift the hold first."
        assert queries.open_run(_batch(batch_id)) is None


def test_a_case_that_is_wished_twice_gets_one_letter(desk: Desk) -> None:
    batch_id = many.prepared(desk, desk.case_id, desk.case_id)
    with desk.office.at_work():
        assert _batch(batch_id).wishes == 1
        assert len(_notices(desk)) == 1


def test_two_batches_never_write_to_one_case(desk: Desk) -> None:
    many.prepared(desk, desk.case_id)
    second = many.prepared(desk, desk.case_id)
    with desk.office.at_work():
        (refused,) = queries.refused_in(_batch(second))
        assert "still open" in refused.refused_why
        assert len(_notices(desk)) == 1


def test_without_a_kind_each_case_gets_the_one_that_fits(desk: Desk) -> None:
    (consumer,) = many.cases(desk, 1, kind=DebtorKind.CONSUMER, name="Anna de Wit")
    many.prepared(desk, desk.case_id, consumer, kind=None, channel="")
    with desk.office.at_work():
        kinds = {notice.case_id: notice.kind for notice in _notices(desk)}
    assert kinds == {desk.case_id: FIRM, consumer: NoticeKind.FOURTEEN_DAY_LETTER}


def test_a_debtor_without_the_wished_address_is_written_to_by_another_way(desk: Desk) -> None:
    (mute,) = many.cases(desk, 1, email="")
    many.prepared(desk, mute, channel="email")
    with desk.office.at_work():
        assert [notice.channel for notice in _notices(desk)] == ["post"]


def test_each_letter_has_a_picture_of_its_first_page(desk: Desk) -> None:
    many.prepared(desk, desk.case_id)
    with desk.office.at_work():
        (notice,) = _notices(desk)
        drawn = current_app.extensions["storage"].read(notice.picture_key)
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.format == "WEBP"
        assert picture.width == 620
        assert picture.height > picture.width
    assert len(drawn) < 60_000


def test_the_agencys_own_letters_go_only_as_the_files_that_were_looked_at(desk: Desk) -> None:
    other, *_ = many.cases(desk, 1)
    batch_id = many.prepared(desk, desk.case_id, other)
    with desk.office.at_work(), pytest.raises(Refused, match="ready to go"):
        batches.send(_batch(batch_id), by=desk.office.collector.user)
    with desk.office.at_work():
        notice = queries.open_notice(desk.case)
        assert notice
        with pytest.raises(Refused, match="Nobody has released this file of the batch"):
            services.dispatch(notice, by=desk.office.collector.user)
    many.approve(desk, batch_id)
    with desk.office.at_work():
        notice = queries.open_notice(desk.case)
        assert notice
        wanted = services.Change(channel="post", locale="en", due_on=notice.due_on)
        services.change(notice, wanted, by=desk.office.collector.user)
    many.files(desk)
    many.send(desk, batch_id)
    with desk.office.at_work():
        assert {notice.case_id: notice.state for notice in _notices(desk)} == {
            desk.case_id: NoticeState.READY,
            other: NoticeState.SENT,
        }


def test_who_looked_before_something_changed_must_look_again(desk: Desk) -> None:
    other, *_ = many.cases(desk, 1)
    batch_id = many.prepared(desk, desk.case_id, other)
    with desk.office.at_work():
        seal = batches.seal_of(_batch(batch_id), None)
        notice = queries.open_notice(desk.case)
        assert notice
        assert seal.files == 2
        batches.pull_one(notice, "It is being paid.", by=desk.office.collector.user)
    with pytest.raises(Refused, match="Look through them again"), desk.office.at_work():
        batches.approve(_batch(batch_id), seal.digest, by=desk.office.manager.user)
    with desk.office.at_work():
        assert _batch(batch_id).approved_at is None
        assert {wish.seen_sha256 for wish in rows(NoticeWish)} == {""}


def test_a_lawyer_releases_the_files_of_its_firm_by_their_hashes(desk: Desk) -> None:
    of = [desk.case_id, *many.cases(desk, 3)]
    batch_id = many.prepared(desk, *of, kind=FIRM)
    assert many.counts(desk, batch_id).by_state[NoticeState.WAITS_RELEASE] == 4
    many.release(desk, batch_id)
    with desk.office.at_work():
        for notice in _notices(desk):
            assert notice.release
            assert notice.release.sha256 == notice.sha256
            assert notice.release.by_user == desk.lawyer.user_id
    many.send(desk, batch_id)
    assert many.counts(desk, batch_id).by_state[NoticeState.SENT] == 4


def test_another_firms_lawyer_has_nothing_to_release_in_it(desk: Desk) -> None:
    batch_id = many.prepared(desk, desk.case_id, kind=FIRM)
    _, stranger = desk.office.new_law_firm()
    with desk.office.at_work():
        lawyer = queries.lawyer_of(stranger.membership_id)
        assert lawyer
        seal = batches.seal_of(_batch(batch_id), lawyer.law_firm_id)
        assert seal.files == 0
        with pytest.raises(Refused, match="No letter of this batch waits for you"):
            batches.release(_batch(batch_id), seal.digest, lawyer=lawyer, by=stranger.user)


def test_what_happened_since_is_held_back_with_why_and_can_go_later(desk: Desk) -> None:
    good, held = many.cases(desk, 2)
    batch_id = many.prepared(desk, good, held, desk.case_id)
    many.approve(desk, batch_id)
    _hold(desk, held)
    with desk.office.at_work():
        pay(desk, principal=Money.of(100))
    many.send(desk, batch_id)
    with desk.office.at_work():
        why = {wish.case_id: wish.held_why for wish in queries.held_in(_batch(batch_id))}
        assert why == {
            held: "The case is on hold. Lift the hold first.",
            desk.case_id: "Less is owed than the notice says. Withdraw it and prepare a new one.",
        }
        case_services.lift_hold(get(Case, held), by=desk.office.collector.user)
    many.send(desk, batch_id)
    with desk.office.at_work():
        assert [wish.case_id for wish in queries.held_in(_batch(batch_id))] == [desk.case_id]


def test_letters_go_into_print_batches_and_mails_to_their_debtors(desk: Desk) -> None:
    of = [desk.case_id, *many.cases(desk, 2)]
    batch_id = many.prepared(desk, *of, channel="both")
    many.approve(desk, batch_id)
    many.send(desk, batch_id)
    with desk.office.at_work():
        (printed,) = rows(PrintBatch)
        assert printed.letters == 3
        assert printed.file_key
        channels = db.session.execute(
            select(Delivery.channel, func.count()).group_by(Delivery.channel)
        )
        assert sorted(map(tuple, channels)) == [("email", 3), ("post", 3)]


def test_one_is_pulled_with_a_reason_and_its_case_is_ours_again(desk: Desk) -> None:
    batch_id = many.prepared(desk, desk.case_id, *many.cases(desk, 1))
    with desk.office.at_work():
        notice = queries.open_notice(desk.case)
        assert notice
        batches.pull_one(notice, "The baker called: paid on Friday.", by=desk.office.collector.user)
        (pulled,) = queries.pulled_from(_batch(batch_id))
        assert pulled.notice
        assert pulled.notice.withdrawn_why == "The baker called: paid on Friday."
        assert desk.case.move == "notice"


def test_a_rule_takes_out_what_it_is_about_and_nothing_else(desk: Desk) -> None:
    of = [desk.case_id, *many.cases(desk, 2), *many.cases(desk, 1, country="BE", vat_no="")]
    batch_id = many.prepared(desk, *of)
    made = many.counts(desk, batch_id)
    by = desk.office.collector
    with desk.office.at_work():
        with pytest.raises(Refused, match="Say which"):
            batches.pull(_batch(batch_id), batches.Rule(), "All", by=by.user)
        with pytest.raises(Refused, match="like that"):
            batches.pull(_batch(batch_id), batches.Rule(under=100), "Small", by=by.user)
        batches.pull(_batch(batch_id), batches.Rule(country="BE"), "Abroad", by=by.user)
    many.files(desk)
    with desk.office.at_work():
        pulled = [wish.case_id for wish in queries.pulled_from(_batch(batch_id))]
        assert pulled == of[3:]
    assert (
        many.counts(desk, batch_id).by_state[NoticeState.READY]
        == made.by_state[NoticeState.READY] - 1
    )
