"""What is blocked, done or over, what it costs, and what a letter says of it.

Rows of `dunning-cases.md`; docs/dunning.md lists where each of them is proved.
"""

import email
import email.policy
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import select

from agency.cases.models import Case, HoldReason
from agency.cases.services import lift_hold, put_on_hold
from agency.charges.dues import CHARGED
from agency.charges.services import book, owed
from agency.clients.models import Creditor
from agency.corrections.services import enter_credit_note, withdraw
from agency.ledger.models import Entry
from agency.notices.models import Notice
from agency.notices.services import dispatch
from portal import clock, db
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import on
from tests.agency.remittance.till import pay
from tests.agency.strategy.desk import (
    actions,
    after,
    case_on,
    course,
    new_strategy,
    plan,
    planned,
    prepared,
    send,
    steps_at,
)
from tests.office import Office, new_claim, new_debtor, rows


def costs_of(office: Office, case_id: uuid.UUID) -> list[Entry]:
    """The entries that charge a case."""
    with office.at_work():
        return rows(Entry, (Entry.case_id == case_id) & (Entry.kind == CHARGED))


def test_e1_b5_b6_a_paid_case_is_chased_no_more_and_stays_where_it_was(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        send(office, case_id)
        pay(office, case_id)
    for day in (26, 60):
        plan(office, after(day))
    assert actions(office, case_id) == [(1, "done"), (2, "cancelled")]
    found = course(office, case_id)
    assert found
    assert found.position == 1


def test_e6_what_is_credited_is_not_asked_for_and_all_credited_ends_it(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)

    def credit(amount: int, reference: str) -> None:
        with office.at_work():
            claim = get(Case, case_id).claims[0]
            enter_credit_note(
                claim,
                Money.of(amount),
                reference=reference,
                counts_from=claim.invoice_date,
                why="Returned goods",
                by=office.manager.user,
            )

    with on(after(6)):
        credit(400, "C-1")
        with office.at_work():
            first = get(Notice, prepared(office, case_id)).total
            assert first == owed(get(Case, case_id), clock.today()).total
            assert first < Money.of(800)
        credit(600, "C-2")
        plan(office, again=True)
    with office.at_work():
        assert not get(Case, case_id).is_open
    assert [state for _, state in actions(office, case_id)] == ["cancelled"]


def test_e10_b8_f3_a_second_notice_for_one_step_is_refused_and_costs_nothing(
    office: Office,
) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        notice_id = prepared(office, case_id)
        with pytest.raises(Refused, match="still open"):
            prepared(office, case_id)
        for first in (True, False):
            with office.at_work():
                assert dispatch(get(Notice, notice_id), by=office.collector.user) is first
    assert actions(office, case_id) == [(1, "done"), (2, "planned")]
    with office.at_work():
        costs = owed(get(Case, case_id), after(6)).collection_costs
    assert costs == Money.of(150), "once, however often it is sent"


def test_b1_a_step_that_went_out_is_done_with_its_day(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(7)):
        send(office, case_id)
    found = course(office, case_id)
    assert found
    assert (found.position, found.done_on) == (1, after(7))


def test_b2_b4_f4_what_rests_gets_no_step_no_letter_and_no_costs(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        notice_id = prepared(office, case_id)
        with office.at_work():
            put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.manager.user)
        before = costs_of(office, case_id)
        with office.at_work(), pytest.raises(Refused, match="on hold"):
            dispatch(get(Notice, notice_id), by=office.collector.user)
    plan(office, after(9))
    assert planned(office, case_id).position == 1
    assert planned(office, case_id).held_by == "hold"
    assert [it.id for it in costs_of(office, case_id)] == [it.id for it in before]
    with on(after(10)), office.at_work():
        lift_hold(get(Case, case_id), by=office.manager.user)
        assert dispatch(get(Notice, notice_id), by=office.collector.user)


def test_b9_a_procedure_of_one_step_ends_with_a_persons_decision(office: Office) -> None:
    new_strategy(office, *steps_at(0), decide_days=10)
    case_id = case_on(office, 3)
    with on(after(3)):
        send(office, case_id)
    following = planned(office, case_id)
    assert (following.deed, following.planned_on) == ("decide", after(13))


def test_f1_f2_costs_are_of_the_claim_and_never_of_costs_before_them(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    found = []
    for day in (6, 26):
        with on(after(day)), office.at_work():
            case = get(Case, case_id)
            book(case, clock.today(), by="system")
            found.append(owed(case, clock.today()).collection_costs)
    assert found == [Money.of(150), Money.of(150)]


def test_f5_costs_are_in_the_currency_of_the_claim(office: Office) -> None:
    case_id = office.accepted_case(
        None,
        new_claim(
            principal=Money.of(1000, "NOK"),
            debtor=new_debtor(country="NO", postcode="0150", city="Oslo"),
        ),
    )
    with office.at_work():
        found = owed(get(Case, case_id), after(40))
        assert {line.owed.total.currency for line in found.claims} == {"NOK"}
        assert found.total.currency == "NOK"


def test_f6_vat_is_on_costs_where_the_creditor_cannot_deduct_it(office: Office) -> None:
    creditor_id = office.new_creditor()
    with office.at_work():
        get(Creditor, creditor_id).deducts_vat = False
    case_id = office.accepted_case(creditor_id)
    with office.at_work():
        costs = owed(get(Case, case_id), after(6)).collection_costs
    assert costs == Money.of(150) + Money.of(150).percent(Decimal(21))


def test_t1_the_letter_says_what_was_paid_and_asks_for_the_rest(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        pay(office, case_id, Money.of(500))
        notice_id = send(office, case_id)
        with office.at_work():
            notice = get(Notice, notice_id)
            assert Money(**notice.facts["contents"]["paid"]) == Money.of(500)
            assert notice.total == owed(get(Case, case_id), clock.today()).total
    assert len([state for _, state in actions(office, case_id) if state == "done"]) == 1


def test_t2_t3_one_letter_names_all_claims_and_none_that_is_withdrawn(office: Office) -> None:
    debtor = new_debtor()
    claims = [new_claim(debtor=debtor, invoice_no=f"T-{number}") for number in (1, 2, 3)]
    case_id = office.accepted_case(None, *claims)
    with on(after(6)):
        with office.at_work():
            wrong = next(it for it in get(Case, case_id).claims if it.invoice_no == "T-3")
            withdraw(wrong, why="Never delivered", by=office.manager.user)
        notice_id = send(office, case_id)
    with office.at_work():
        notice = get(Notice, notice_id)
        said = str(notice.facts)
        assert [name in said for name in ("T-1", "T-2", "T-3")] == [True, True, False]
        assert len(rows(Notice, Notice.case_id == case_id)) == 1


def test_t5_an_e_mail_says_that_it_is_automatic_and_is_kept(office: Office) -> None:
    new_strategy(office)
    case_id = case_on(office, 3)
    with on(after(6)):
        send(office, case_id)
    with office.at_work():
        debtor = get(Case, case_id).debtor
        sent = db.session.scalars(select(Mail).where(Mail.to_address == debtor.email)).all()[-1]
        message = email.message_from_bytes(sent.message, policy=email.policy.default)
        assert message["Auto-Submitted"] == "auto-generated"
        assert list(message.iter_attachments())
