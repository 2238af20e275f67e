"""Preparing a notice: what it asks for, when it may not be prepared, and the making of its file."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from agency.cases import requests
from agency.cases import services as cases
from agency.cases.models import ClosureReason, HoldReason, Mover, RequestKind
from agency.charges.services import book
from agency.clients.models import Lawyer
from agency.law.vocabulary import NoticeKind
from agency.notices import queries, services
from agency.notices.contents import Contents, Texts
from agency.notices.freezing import freeze, thaw
from agency.notices.models import Notice, NoticeState
from agency.notices.services.preparing import draft
from agency.notices.services.rendering import letter_of
from agency.payments.models import Payment
from portal import clock, db
from portal.accounts.models import AgencySettings
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.notices.desk import MONDAY, TODAY, Desk, make_files, one, pay
from tests.office import Office, new_claim, new_debtor

DEMAND = NoticeKind.DEMAND
FREE_LETTER = NoticeKind.FOURTEEN_DAY_LETTER


def test_a_notice_asks_for_what_the_books_owe_on_the_day_it_is_prepared(desk: Desk) -> None:
    notice_id = desk.prepared()
    with desk.office.at_work():
        notice = one(notice_id)
        contents = thaw(Contents, notice.facts["contents"])
        assert notice.total == notice.case.open_amount == Money.of("1225.25")
        assert contents.amounts.principal == Money.of(1000)
        assert contents.amounts.interest == Money.of("75.25")  # 33.65 + 41.60, see the letter
        assert contents.amounts.costs == Money.of(150)
        assert letter_of(notice).totals.open == notice.total
        assert notice.case.balance
        assert notice.case.balance.interest == Money.of("75.25")


def test_its_figures_and_words_stay_as_they_were_taken(desk: Desk) -> None:
    notice_id = desk.prepared()
    with desk.office.at_work(), clock.moved_to(MONDAY + timedelta(days=20)):
        book(desk.case, clock.today(), by="system")
        notice = one(notice_id)
        assert notice.case.open_amount > notice.total
        assert letter_of(notice).totals.open == notice.total == Money.of("1225.25")
        contents, texts = notice.facts["contents"], notice.facts["texts"]
        assert freeze(thaw(Contents, contents)) == contents
        assert freeze(thaw(Texts, texts)) == texts


def test_the_code_of_the_payment_link_is_not_kept_with_the_words(desk: Desk) -> None:
    notice_id = desk.prepared()
    with desk.office.at_work():
        notice = one(notice_id)
        url = letter_of(notice).payment_url
        assert any(url in text for text in letter_of(notice).consequences)
        assert url.rpartition("/")[2] not in json.dumps(notice.facts)


def _hold(desk: Desk) -> None:
    cases.put_on_hold(desk.case, HoldReason.OTHER, by=desk.office.collector.user)


def _close(desk: Desk) -> None:
    cases.close(desk.case, ClosureReason.WITHDRAWN, text="Settled", by=desk.office.collector.user)


def _ask(desk: Desk) -> None:
    requests.make(desk.case, RequestKind.CALL_ME, phone="+31 6 1234 5678")


def _start_payment(desk: Desk) -> None:
    db.session.add(
        Payment(
            creditor_id=desk.creditor_id,
            case_id=desk.case_id,
            amount_minor=1000,
            currency="EUR",
            expires_at=MONDAY + timedelta(minutes=45),
        )
    )


def _pay_all(desk: Desk) -> None:
    book(desk.case, TODAY, by="system")
    pay(desk, costs=Money.of(150), interest=Money.of("75.25"), principal=Money.of(1000))


OBSTACLES: list[tuple[Callable[[Desk], None], str]] = [
    (_hold, "on hold"),
    (_close, "closed"),
    (_ask, "has asked something"),
    (_start_payment, "is paying at this moment"),
]


@pytest.mark.parametrize(("happens", "why"), [*OBSTACLES, (_pay_all, "Nothing is owed")])
def test_nothing_is_prepared_while_something_stands_in_the_way(
    desk: Desk, happens: Callable[[Desk], None], why: str
) -> None:
    with desk.office.at_work():
        happens(desk)
    with pytest.raises(Refused, match=why):
        desk.prepared(kind=DEMAND)


def test_nothing_is_prepared_before_the_claims_are_accepted(office: Office, desk: Desk) -> None:
    case_id = office.place(desk.creditor_id, new_claim())
    with pytest.raises(Refused, match="not accepted"):
        replace(desk, case_id=case_id).prepared(kind=DEMAND)


def test_a_case_has_one_open_notice_at_a_time(desk: Desk) -> None:
    first = desk.prepared(kind=DEMAND)
    with pytest.raises(Refused, match="still open"):
        desk.prepared(kind=DEMAND)
    with desk.office.at_work():
        services.withdraw(one(first), "Wrong language", by=desk.office.collector.user)
    assert desk.prepared(kind=DEMAND) != first


def test_only_a_lawyer_who_can_sign_in_and_acts_for_the_creditor_signs(desk: Desk) -> None:
    other_firm, _ = desk.office.new_law_firm()
    with desk.office.at_work():
        stranger = db.session.scalars(
            select(Lawyer.id).where(Lawyer.law_firm_id == other_firm)
        ).one()
        db.session.add(Lawyer(law_firm_id=desk.firm_id, name="mr. Z. Zonder"))
    with desk.office.at_work():
        signing = [lawyer.name for lawyer in queries.signing_lawyers(desk.creditor_id)]
    assert signing == ["mr. L. Visser"]
    with pytest.raises(Refused, match="does not act for this creditor"):
        desk.prepared(lawyer_id=stranger)
    with pytest.raises(Refused, match="Choose the lawyer"):
        desk.prepared(lawyer_id=None)


def test_a_channel_needs_an_address(office: Office, desk: Desk) -> None:
    case_id = office.accepted_case(desk.creditor_id, new_claim(debtor=new_debtor(email="")))
    with pytest.raises(Refused, match="no address for this channel"):
        replace(desk, case_id=case_id).prepared(kind=DEMAND, channel="both")


def test_a_consumer_owes_no_costs_before_the_free_letter_and_the_notice_shows_none(
    consumer: Desk,
) -> None:
    notice_id = consumer.prepared()
    with consumer.office.at_work():
        letter = letter_of(one(notice_id))
    assert not letter.totals.costs
    assert not any("collection costs" in text for text in letter.paragraphs)


def test_the_free_letter_names_the_costs_that_follow_and_asks_for_none(consumer: Desk) -> None:
    notice_id = consumer.prepared(kind=FREE_LETTER)
    with consumer.office.at_work():
        notice = one(notice_id)
        letter = letter_of(notice)
        assert notice.due_on == date(2026, 12, 7)  # Fourteen days from the day after today.
    words = " ".join(letter.paragraphs)
    assert letter.due_on is None
    assert "These are €150.00. Together that is €1,179.26." in words
    assert "Please pay €1,029.26 within fourteen days from the day after" in words
    assert letter.totals.open == Money.of("1029.26")  # 13.26 + 16.00 interest at 4 %


def test_the_free_letter_is_for_consumers_who_have_not_had_it(
    desk: Desk, office: Office, consumer: Desk
) -> None:
    with pytest.raises(Refused, match="There is no fourteen_day_letter for a business"):
        desk.prepared(kind=FREE_LETTER)
    had_it = new_claim(
        debtor=new_debtor(kind="consumer"),
        reminded_on=date(2026, 10, 1),
        reminded_channel="email",
    )
    case_id = office.accepted_case(consumer.creditor_id, had_it)
    with pytest.raises(Refused, match="sent for every claim already"):
        replace(consumer, case_id=case_id).prepared(kind=FREE_LETTER)


def test_an_agency_must_say_who_it_is_and_where_to_pay(desk: Desk) -> None:
    with desk.office.at_work():
        settings = db.session.scalars(select(AgencySettings)).one()
        settings.client_account_iban = settings.register_no = ""
    with pytest.raises(Refused, match="IBAN of the client account, the number in the register"):
        desk.prepared()


def test_a_draft_books_nothing_and_makes_no_payment_link(desk: Desk) -> None:
    with desk.office.at_work():
        found = draft(desk.case, DEMAND, by=desk.office.collector.user)
        assert found.problems == []
        assert found.contents.amounts.total == Money.of("1225.25")
        kinds = db.session.scalars(select(Event.kind).where(Event.case_id == desk.case_id)).all()
    assert not {"case.charged", "pay_link.made", "notice.prepared"} & set(kinds)


def test_a_notice_that_lacks_what_the_law_asks_is_noted_as_incomplete(consumer: Desk) -> None:
    with consumer.office.at_work():
        db.session.scalars(select(AgencySettings)).one().email = ""
    notice_id = consumer.rendered()
    with consumer.office.at_work():
        notice = one(notice_id)
        assert notice.state is NoticeState.FAULTY
        assert "Where to complain about the agency is not known" in notice.render_error
        assert (notice.case.mover, notice.case.move) == (Mover.AGENCY, "notice")


def test_the_database_and_the_record_agree_on_every_state(desk: Desk) -> None:
    notice_id = desk.rendered()
    with desk.office.at_work():
        notice = get(Notice, notice_id)
        lawyer = queries.lawyer_of(desk.lawyer.membership_id)
        assert lawyer
        seen = [_states(notice)]
        services.refuse(notice, notice.sha256, "Not yet", lawyer=lawyer, by=desk.lawyer.user)
        seen.append(_states(notice))
        services.change(notice, services.Change("email", "nl"), by=desk.office.collector.user)
        seen.append(_states(notice))
    make_files(desk.office)
    with desk.office.at_work():
        notice = one(notice_id)
        services.release(notice, notice.sha256, lawyer=lawyer, by=desk.lawyer.user)
        seen.append(_states(notice))
        notice.render_error = "Something"
        seen.append(_states(notice))
        notice.render_error = ""
        services.dispatch(notice, by=desk.office.collector.user)
        seen.append(_states(notice))
    assert seen == [
        ["waits_release"],
        ["refused"],
        ["rendering"],
        ["ready"],
        ["faulty"],
        ["sent"],
    ]


def _states(notice: Notice) -> list[str]:
    """The states in which the database finds the notice; the record must say the same."""
    db.session.flush()
    query = select(Notice).where(Notice.id == notice.id)
    found = [
        state.value
        for state in NoticeState
        if db.session.scalars(queries.narrowed(query, state, None)).one_or_none()
    ]
    assert found == [notice.state]
    return found
