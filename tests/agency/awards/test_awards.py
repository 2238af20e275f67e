"""Costs that a court awards in mid-plan: entered, approved, owed, paid, shown and taken back."""

import uuid
from datetime import timedelta

import pytest
from flask import current_app

from agency.awards import services
from agency.awards.models import CourtAward
from agency.cases.models import Case
from agency.charges.services import book, owed
from agency.charges.why import Why
from agency.clients.tariff import fee
from agency.compliance.services.declaring import Paper
from agency.corrections.services import enter_credit_note, withdraw
from agency.law.vocabulary import NoticeKind
from agency.ledger.models import Entry
from agency.ledger.proving import prove
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.rendering import letter_of
from agency.payments.models import Allocation
from agency.plans.models import Plan
from agency.plans.position import position
from portal import clock, pdf
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money, total
from portal.web import get
from tests import hostile
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.test_plans import TODAY, agreed
from tests.agency.remittance.till import pay
from tests.office import Office, Person, new_claim, rows

AWARDED = Money.of(250)


def award(
    office: Office, case_id: uuid.UUID, amount: Money = AWARDED, *, by: Person | None = None
) -> uuid.UUID:
    """A judgment of today, entered by the manager."""
    with office.at_work():
        stored = current_app.extensions["storage"].put(hostile.pdf(), prefix=str(office.agency_id))
        paper = Paper(stored=stored, name="judgment.pdf", media_type="application/pdf")
        judgment = services.Judgment(
            court="Rechtbank Utrecht",
            judged_on=clock.today(),
            reference=uuid.uuid4().hex[:8],
            amount=amount,
        )
        claim = get(Case, case_id).claims[0]
        made = services.enter(
            claim, judgment, paper, form_key=uuid.uuid4(), by=(by or office.manager).user
        )
        return made.id


def owed_of(office: Office, case_id: uuid.UUID) -> Money:
    with office.at_work():
        return owed(get(Case, case_id), clock.today()).total


def proved(office: Office, case_id: uuid.UUID) -> None:
    with office.at_work():
        proof = prove("EUR")
        assert proof.holds, proof.faults
        case = get(Case, case_id)
        book(case, case.reckoned_on, by="system")
        assert case.open_amount == owed(case, case.reckoned_on).total


def test_awarded_costs_are_owed_beside_those_of_the_law(office: Office) -> None:
    case_id = office.accepted_case()
    before = owed_of(office, case_id)
    award(office, case_id)
    assert owed_of(office, case_id) == before + AWARDED
    with office.at_work():
        [line] = owed(get(Case, case_id), clock.today()).claims
        assert line.awarded == AWARDED
        assert line.costs == line.charge.costs + AWARDED
        assert not line.unbooked
    proved(office, case_id)


def test_charging_anew_leaves_the_award_alone(office: Office) -> None:
    case_id = office.accepted_case()
    award(office, case_id)
    pay(office, case_id, Money.of(400))
    with office.at_work():
        case = get(Case, case_id)
        claim = case.claims[0]
        enter_credit_note(
            claim,
            Money.of(300),
            reference="CN",
            counts_from=claim.invoice_date,
            why="",
            by=office.manager.user,
        )
        entries = len(rows(Entry))
        book(case, clock.today(), by="system", why=Why.LATE_FACT)
        assert len(rows(Entry)) == entries
        [line] = owed(case, clock.today()).claims
        assert line.awarded == AWARDED
        assert len(rows(Entry, Entry.kind == "costs.awarded")) == 1
    proved(office, case_id)


def test_it_is_paid_as_costs_with_the_same_fee(office: Office) -> None:
    case_id = office.accepted_case()
    award(office, case_id)
    with office.at_work():
        costs = owed(get(Case, case_id), clock.today()).collection_costs
    pay(office, case_id, costs)
    with office.at_work():
        [part] = rows(Allocation)
        assert part.costs == costs
        assert part.fee == fee(costs, part.fee_percent)
    proved(office, case_id)


def test_a_late_payment_before_the_judgment_pays_none_of_it(office: Office) -> None:
    case_id = office.accepted_case()
    award(office, case_id)
    early = pay(office, case_id, Money.of(300), on=clock.today() - timedelta(days=30))
    with office.at_work():
        parts = rows(Allocation, Allocation.payment_id == early)
        assert sum(part.costs_minor for part in parts) < AWARDED.minor + 30_000
        [line] = owed(get(Case, case_id), clock.today()).claims
        assert line.owed.costs >= AWARDED
    proved(office, case_id)


def test_taken_back_it_was_never_owed_and_a_case_paid_but_for_it_closes(office: Office) -> None:
    case_id = office.accepted_case()
    whole = owed_of(office, case_id)
    award_id = award(office, case_id)
    pay(office, case_id, whole)
    with clock.moved_to(clock.now() + timedelta(days=10)), office.at_work():
        assert get(Case, case_id).is_open
        services.take_back(get(CourtAward, award_id), "Set aside on appeal", by=office.manager.user)
    with office.at_work():
        case, given = get(Case, case_id), get(CourtAward, award_id).entry_id
        assert (case.is_open, case.open_amount) == (False, Money.zero())
        [back] = rows(Entry, Entry.key == f"award_reversed:{award_id}")
        assert given
        assert back.booked_on == get(Entry, given).booked_on
    proved(office, case_id)


def test_taken_back_what_was_paid_on_it_pays_the_rest_or_is_kept(office: Office) -> None:
    case_id = office.accepted_case()
    whole = owed_of(office, case_id)
    award_id = award(office, case_id)
    pay(office, case_id)
    with office.at_work():
        assert not get(Case, case_id).is_open
    for _ in range(2):
        with office.at_work():
            services.take_back(get(CourtAward, award_id), "On appeal", by=office.manager.user)
    with office.at_work():
        case = get(Case, case_id)
        assert case.balance
        assert case.balance.surplus == AWARDED
        assert case.balance.paid == whole
        assert len(rows(Event, Event.kind == "award.reversed")) == 1
    proved(office, case_id)


def test_above_the_limit_a_second_person_decides(office: Office) -> None:
    with office.at_work():
        services.set_limit(Money.of(200), by=office.admin.user)
    case_id = office.accepted_case()
    before = owed_of(office, case_id)
    award_id = award(office, case_id)
    assert owed_of(office, case_id) == before
    with office.at_work():
        assert get(Case, case_id).move == "award"
    with office.at_work(), pytest.raises(Refused, match="Somebody else"):
        services.approve(get(CourtAward, award_id), by=office.manager.user)
    with office.at_work():
        services.approve(get(CourtAward, award_id), by=office.finance.user)
    assert owed_of(office, case_id) == before + AWARDED
    with office.at_work():
        assert get(Case, case_id).move != "award"
    with office.at_work(), pytest.raises(Refused, match="already"):
        services.refuse(get(CourtAward, award_id), by=office.finance.user)
    other = award(office, case_id, Money.of(201))
    with office.at_work():
        services.refuse(get(CourtAward, other), by=office.manager.user)
    assert owed_of(office, case_id) == before + AWARDED
    assert award(office, case_id, Money.of(200))
    assert owed_of(office, case_id) == before + AWARDED + Money.of(200)


def test_what_waits_is_not_approved_on_a_claim_that_was_withdrawn_meanwhile(
    office: Office,
) -> None:
    with office.at_work():
        services.set_limit(Money.of(200), by=office.admin.user)
    debtor = new_claim().debtor
    case_id = office.accepted_case(None, new_claim(debtor=debtor), new_claim(debtor=debtor))
    award_id = award(office, case_id)
    with office.at_work():
        withdraw(get(CourtAward, award_id).claim, why="A mistake.", by=office.manager.user)
    with office.at_work(), pytest.raises(Refused, match="not worked"):
        services.approve(get(CourtAward, award_id), by=office.finance.user)
    proved(office, case_id)
    with office.at_work():
        services.refuse(get(CourtAward, award_id), by=office.finance.user)


def test_a_claim_with_an_award_is_not_withdrawn_from_under_it(office: Office) -> None:
    debtor = new_claim().debtor
    case_id = office.accepted_case(None, new_claim(debtor=debtor), new_claim(debtor=debtor))
    award(office, case_id)
    with office.at_work(), pytest.raises(Refused, match="award"):
        withdraw(get(Case, case_id).claims[0], why="x", by=office.manager.user)


def test_a_running_plan_takes_it_into_its_instalments(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
        with office.at_work():
            before = position(get(Plan, plan_id))
        award(office, case_id)
        with office.at_work():
            plan = get(Plan, plan_id)
            after = position(plan)
            assert after.left == before.left + AWARDED
            assert after.left == owed(plan.case, plan.case.reckoned_on).total
            assert after.total == after.received + after.left
            assert [line.amount for line in after.lines][:1] == [
                line.amount for line in before.lines
            ][:1]
            assert plan.is_running


def test_a_letter_asks_and_specifies_it(office: Office) -> None:
    case_id = office.accepted_case(office.new_creditor(deducts_vat=False))
    award(office, case_id)
    with office.at_work():
        case = get(Case, case_id)
        choice = Choice(kind=NoticeKind.DEMAND, channel="email", locale="en")
        letter = letter_of(prepare(case, choice, by=office.collector.user))
        costs = owed(case, clock.today()).collection_costs
        assert letter.claims[0].costs == costs
        assert total(step.amount for step in letter.cost_steps) == costs
        page = " ".join(pdf.fill("letters/demand.html", "en", letter=letter, pictures={}).split())
        assert "Costs awarded by a court" in page
        assert "Rechtbank Utrecht" in page
        assert "VAT on the costs" in page
