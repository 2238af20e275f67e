"""A notice goes out once, as released, and only when nothing has happened that makes it wrong."""

import email
import email.policy
import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select

from agency.cases import paylinks
from agency.cases.models import Mover
from agency.charges.services import owed
from agency.clients.models import Engagement
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.services import Declared, declare, revoke
from agency.law.vocabulary import NoticeKind
from agency.notices import services
from agency.notices.models import Delivery, NoticeState
from agency.notices.services import printing
from portal import clock, db
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.notices.desk import DUE, MONDAY, Desk, one, pay
from tests.agency.notices.test_services import OBSTACLES

DEMAND = NoticeKind.DEMAND
FREE_LETTER = NoticeKind.FOURTEEN_DAY_LETTER


def _send(desk: Desk, notice_id: uuid.UUID) -> bool:
    return services.dispatch(one(notice_id), by=desk.office.collector.user)


def test_an_email_is_kept_byte_for_byte_with_the_file_that_was_released(desk: Desk) -> None:
    notice_id = desk.dispatched()
    with desk.office.at_work():
        notice = one(notice_id)
        (delivery,) = notice.deliveries
        kept = current_app.extensions["storage"].read(delivery.message_key)
        file = current_app.extensions["storage"].read(notice.file_key)
        waiting = db.session.scalars(
            select(Mail).where(Mail.to_address == notice.case.debtor.email)
        ).one()
        assert waiting.message == kept
        assert delivery.message_sha256 == hashlib.sha256(kept).hexdigest()
        assert delivery.sha256 == notice.sha256 == hashlib.sha256(file).hexdigest()
        assert delivery.release_id == notice.releases[0].id
        assert notice.state is NoticeState.SENT
        case = notice.case
        assert (case.mover, case.move, case.move_until) == (Mover.DEBTOR, "pay", DUE)
    message = email.message_from_bytes(kept, policy=email.policy.default)
    (letter,) = message.iter_attachments()
    assert letter.get_content() == file
    assert letter.get_filename() == "letter-0000001.pdf"
    assert message["Subject"] == notice.subject
    assert "Advocaten" in message["From"]


def test_sent_twice_it_goes_out_once(desk: Desk) -> None:
    notice_id = desk.released()
    with desk.office.at_work():
        assert _send(desk, notice_id)
    with desk.office.at_work():
        assert not _send(desk, notice_id)
        assert db.session.scalar(select(func.count()).select_from(Delivery)) == 1


def test_a_demand_of_the_agency_needs_no_lawyer(desk: Desk) -> None:
    notice_id = desk.dispatched(kind=DEMAND)
    with desk.office.at_work():
        (delivery,) = one(notice_id).deliveries
        assert (delivery.needs_release, delivery.release_id) == (False, None)


def _part_is_paid(desk: Desk) -> None:
    pay(desk, principal=Money.of(100))


def _firm_leaves(desk: Desk) -> None:
    db.session.scalars(select(Engagement)).one().ended_at = clock.now()


def _link_is_revoked(desk: Desk) -> None:
    paylinks.revoke(desk.case, by=desk.office.collector.user)


def _debtor_moves(desk: Desk) -> None:
    desk.case.debtor.street = "Nieuwegracht 99"


def _email_comes_back(desk: Desk) -> None:
    desk.case.debtor.email_failing = desk.case.debtor.email.lower()


def _claim_is_withdrawn(desk: Desk) -> None:
    desk.case.claims[0].withdrawn_at = clock.now()


SINCE = [
    *OBSTACLES,
    (_part_is_paid, "Less is owed than the notice says"),
    (_claim_is_withdrawn, "Less is owed than the notice says"),
    (_firm_leaves, "no longer acts"),
    (_link_is_revoked, "payment link no longer works"),
    (_debtor_moves, "address has changed"),
    (_email_comes_back, "comes back"),
]


def _send_after(desk: Desk, happens: Callable[[Desk], None], notice_id: uuid.UUID) -> None:
    with desk.office.at_work():
        happens(desk)
        db.session.flush()
        _send(desk, notice_id)


def test_what_happened_since_it_was_prepared_holds_it_back(desk: Desk) -> None:
    """One released notice is tried after each thing that may happen; nothing of it is kept."""
    notice_id = desk.released(channel="both")
    for happens, why in SINCE:
        with pytest.raises(Refused, match=why):
            _send_after(desk, happens, notice_id)
    with desk.office.at_work():
        assert one(notice_id).deliveries == []
        assert _send(desk, notice_id)


def test_it_is_not_sent_once_its_date_has_passed(desk: Desk) -> None:
    notice_id = desk.released()
    with (
        clock.moved_to(MONDAY + timedelta(days=14)),
        pytest.raises(Refused, match="date to pay by has passed"),
        desk.office.at_work(),
    ):
        _send(desk, notice_id)


def test_interest_that_ran_on_holds_nothing_back(desk: Desk) -> None:
    notice_id = desk.released()
    with clock.moved_to(MONDAY + timedelta(days=3)), desk.office.at_work():
        assert _send(desk, notice_id)


FORBIDDEN = [
    datetime(2026, 11, 29, 12, tzinfo=UTC),  # Sunday noon
    datetime(2026, 11, 30, 5, 59, tzinfo=UTC),  # 6:59 in Amsterdam
    datetime(2026, 11, 30, 19, tzinfo=UTC),  # 20:00 in Amsterdam
]


def test_a_consumer_gets_no_email_at_an_hour_the_law_forbids(consumer: Desk) -> None:
    notice_id = consumer.rendered(kind=DEMAND)
    for hour in FORBIDDEN:
        with (
            clock.moved_to(hour),
            pytest.raises(Refused, match="No e-mail"),
            consumer.office.at_work(),
        ):
            _send(consumer, notice_id)
    with clock.moved_to(datetime(2026, 11, 30, 6, tzinfo=UTC)), consumer.office.at_work():
        assert _send(consumer, notice_id)


def test_the_free_letter_starts_the_term_after_which_costs_are_due(consumer: Desk) -> None:
    notice_id = consumer.rendered(kind=FREE_LETTER)
    sent_at = MONDAY + timedelta(days=2)
    with clock.moved_to(sent_at), consumer.office.at_work():
        _send(consumer, notice_id)
    with consumer.office.at_work():
        notice = one(notice_id)
        (claim,) = notice.case.claims
        assert (claim.reminded_on, claim.reminded_channel) == (date(2026, 11, 25), "email")
        assert notice.due_on == notice.case.move_until == date(2026, 12, 9)
        assert not owed(notice.case, date(2026, 12, 9)).collection_costs
        assert owed(notice.case, date(2026, 12, 10)).collection_costs == Money.of(150)


def test_a_demand_is_no_free_letter(consumer: Desk) -> None:
    notice_id = consumer.dispatched(kind=DEMAND)
    with consumer.office.at_work():
        assert one(notice_id).case.claims[0].reminded_on is None


def test_a_withdrawn_notice_stays_in_the_house(desk: Desk) -> None:
    notice_id = desk.released()
    with desk.office.at_work():
        services.withdraw(one(notice_id), "Paid by phone", by=desk.office.collector.user)
        assert (desk.case.mover, desk.case.move) == (Mover.AGENCY, "notice")
    with desk.office.at_work(), pytest.raises(Refused, match="withdrawn"):
        _send(desk, notice_id)


def test_what_has_gone_out_can_be_neither_changed_nor_withdrawn(desk: Desk) -> None:
    notice_id = desk.dispatched()
    by = desk.office.collector
    with desk.office.at_work(), pytest.raises(Refused, match="can no longer be changed"):
        services.change(one(notice_id), services.Change("email", "nl", DUE), by=by.user)
    with desk.office.at_work(), pytest.raises(Refused, match="cannot be taken back"):
        services.withdraw(one(notice_id), "Too late", by=by.user)


def test_a_notice_asks_the_debtor_first(desk: Desk) -> None:
    """An opt-out holds back the e-mail, a lawyer the letter as well, until they are revoked."""
    notice_id = desk.released(channel="both")
    by = desk.office.collector
    for kind, facts, why in (
        (DeclarationKind.OPT_OUT, {"channel": "email"}, "by e-mail"),
        (DeclarationKind.REPRESENTED, {"name": "mr. P. Bakker"}, "Another is to be written to"),
    ):
        told = Declared(kind=kind, source=Source.LETTER, **facts)
        with desk.office.at_work():
            it = declare(desk.case, told, by=by.user)
        with pytest.raises(Refused, match=why), desk.office.at_work():
            _send(desk, notice_id)
        with desk.office.at_work():
            revoke(get(Declaration, it.id), source=Source.LETTER, by=by.user)
    with desk.office.at_work():
        assert _send(desk, notice_id)
        told = Declared(kind=DeclarationKind.DECEASED, source=Source.CREDITOR)
        declare(desk.case, told, by=by.user)
    with desk.office.at_work():
        (waiting,) = printing.waiting()
        assert "died" in waiting.obstacle
