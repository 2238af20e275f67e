"""A creditor is asked to go beyond its limits, and its answer moves the case."""

import uuid
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from agency.cases.models import Case
from agency.clients.models import Agreement
from agency.notices.services import obstacles
from agency.plans import services
from agency.plans.evidence import Consent
from agency.plans.kinds import Answer
from agency.plans.models import Plan, PlanTerms, Referral, Settlement
from portal.audit.models import Event
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import on, waits_for
from tests.agency.plans.test_plans import TODAY, agreed
from tests.agency.remittance.till import pay
from tests.office import Office, Person, rows
from tests.worker import run_jobs

JAN = Consent(name="Jan de Bakker", channel="portal", ip="192.0.2.7")


def read(message: bytes) -> str:
    """The plain text of a mail."""
    body = message_from_bytes(message, policy=default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def asked_for(office: Office, case_id: uuid.UUID, count: int = 12) -> uuid.UUID:
    """A plan beyond the limits that the debtor asks for on its page."""
    with office.at_work():
        case = get(Case, case_id)
        dues = services.draft(services.situation(case), day=1, count=count)
        return services.ask_for(case, dues, day=1, consent=JAN).id


def referred(office: Office, plan_id: uuid.UUID) -> uuid.UUID:
    with office.at_work():
        return services.refer(
            get(Plan, plan_id), "It can pay no more.", by=office.collector.user
        ).id


def answered(
    office: Office, owner: Person, referral_id: uuid.UUID, answer: Answer, **said: Any
) -> None:
    """The owner answers as the creditor, and the job carries it out as the agency."""
    with office.at_work(owner.creditor_id):
        services.answer_referral(
            get(Referral, referral_id),
            answer,
            said.pop("why", "Fair enough."),
            by=owner.user,
            **said,
        )
    run_jobs(office, only="plans.")


def terms_say(office: Office, case_id: uuid.UUID, **says: Any) -> None:
    with office.at_work():
        agreement = rows(Agreement, Agreement.creditor_id == get(Case, case_id).creditor_id)[0]
        services.set_terms(agreement, says, by=office.manager.user)


def test_a_creditor_that_is_asked_has_the_move_and_a_mail_with_a_day_to_answer_by(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        referral_id = referred(office, plan_id)
        assert referred(office, plan_id) == referral_id
        until = TODAY + timedelta(days=5)
        assert waits_for(office, case_id) == ("creditor", "plan_referred", until)
        with office.at_work():
            assert "The creditor is asked" in obstacles.of_case(get(Case, case_id))
            (mail,) = rows(Mail, Mail.to_address == owner.email)
            text = read(mail.message)
            assert "It can pay no more." in text
            assert f"/creditor/plans/questions/{referral_id}" in text


def test_what_the_debtor_agreed_to_runs_once_the_creditor_allows_it(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        answered(office, owner, referred(office, plan_id), Answer.APPROVED)
        with office.at_work():
            plan = get(Plan, plan_id)
            assert (plan.state, plan.allowed_by, plan.agreed_by) == (
                "running", owner.user_id, "Jan de Bakker",
            )  # fmt: skip
            assert plan.agreed_ip == "192.0.2.7"
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


def test_what_staff_asked_for_is_offered_once_the_creditor_allows_it(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        with office.at_work():
            case = get(Case, case_id)
            dues = services.draft(services.situation(case), day=1, count=12)
            made = services.propose(case, dues, "It is ill.", day=1, by=office.collector.user)
            referral_id, plan_id = made.id, made.plan_id
        answered(office, owner, referral_id, Answer.APPROVED, why="")
        assert waits_for(office, case_id)[:2] == ("debtor", "plan_offer")
        with office.at_work():
            assert plan_id
            plan = get(Plan, plan_id)
            assert (plan.state, plan.beyond_why) == ("offered", "It is ill.")
            assert plan.open_until == TODAY + timedelta(days=14)


def test_a_counter_offer_of_the_creditor_goes_to_the_debtor(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        answered(office, owner, referred(office, plan_id), Answer.COUNTERED, count=8)
        assert waits_for(office, case_id)[:2] == ("debtor", "plan_offer")
        with office.at_work():
            assert get(Plan, plan_id).state == "ended"
            (offered,) = rows(Plan, Plan.state == "offered")
            assert len(offered.instalments) == 8
            assert offered.allowed_by == owner.user_id


def test_what_the_creditor_turns_down_is_over_and_the_debtor_is_told(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        answered(office, owner, referred(office, plan_id), Answer.REFUSED, why="Too long for us.")
        with office.at_work():
            plan = get(Plan, plan_id)
            assert (plan.state, plan.ended_why) == ("ended", "Too long for us.")
        assert waits_for(office, case_id)[0] == "agency"
        run_jobs(office)
        with office.at_work():
            mails = rows(Mail, Mail.to_address == "jan@bakery.example")
            assert len(mails) == 1


def test_an_answer_that_can_no_longer_be_carried_out_comes_back_to_a_person(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        referral_id = referred(office, plan_id)
        with office.at_work():
            first = get(Plan, plan_id).dues[0].due_on
    with on(first + timedelta(days=1)):
        answered(office, owner, referral_id, Answer.APPROVED)
        assert waits_for(office, case_id)[:2] == ("agency", "plan_asked")
        with office.at_work():
            assert get(Plan, plan_id).state == "asked"
            assert rows(Event, Event.kind == "plan.referral_stuck")


def test_nobody_answers_twice(office: Office, case_id: uuid.UUID, owner: Person) -> None:
    with on(TODAY):
        referral_id = referred(office, asked_for(office, case_id))
        answered(office, owner, referral_id, Answer.APPROVED)
        with pytest.raises(Refused):
            answered(office, owner, referral_id, Answer.REFUSED)


def settlement_question(office: Office, case_id: uuid.UUID) -> uuid.UUID:
    with office.at_work():
        return services.refer_settlement(
            get(Case, case_id), Money.of(600), TODAY + timedelta(days=20), "It sells its oven.",
            by=office.collector.user,
        ).id  # fmt: skip


def test_an_answer_is_carried_out_once_however_often_its_job_runs(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        referral_id = settlement_question(office, case_id)
        answered(office, owner, referral_id, Answer.APPROVED)
        with office.at_work():
            services.carry_out(get(Referral, referral_id))
        with office.at_work():
            assert [it.state for it in rows(Settlement)] == ["offered"]


def test_a_settlement_that_the_creditor_does_not_want_is_a_task_of_the_agency(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        answered(office, owner, settlement_question(office, case_id), Answer.REFUSED)
        assert waits_for(office, case_id)[:2] == ("agency", "plan_unanswered")


def test_a_settlement_that_cannot_be_offered_any_more_comes_back_to_a_person(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        referral_id = settlement_question(office, case_id)
        pay(office, case_id, Money.of(700))
        answered(office, owner, referral_id, Answer.APPROVED)
        assert waits_for(office, case_id)[:2] == ("agency", "plan_unanswered")
        with office.at_work():
            assert rows(Settlement) == []
            assert len(rows(Event, Event.kind == "plan.referral_stuck")) == 1


def test_a_creditor_is_not_asked_any_more_once_a_manager_allowed_it(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = asked_for(office, case_id)
        referral_id = referred(office, plan_id)
        with office.at_work():
            services.approve(get(Plan, plan_id), "Its owner rang.", by=office.manager.user)
        with office.at_work():
            assert get(Referral, referral_id).answer == Answer.WITHDRAWN
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


def test_another_offer_or_another_wish_takes_the_question_back(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        referral_id = referred(office, asked_for(office, case_id))
        agreed(office, case_id)
        with office.at_work():
            assert get(Referral, referral_id).answer == Answer.WITHDRAWN
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


def test_a_question_taken_back_leaves_the_wish_to_the_agency(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        referral_id = referred(office, asked_for(office, case_id))
        with office.at_work():
            services.withdraw(get(Referral, referral_id), by=office.collector.user)
        assert waits_for(office, case_id)[:2] == ("agency", "plan_asked")


def test_other_creditors_see_neither_questions_nor_limits(
    office: Office, case_id: uuid.UUID
) -> None:
    terms_say(office, case_id, longest=9)
    with on(TODAY):
        referred(office, asked_for(office, case_id))
    with office.at_work(office.new_creditor()):
        assert rows(Referral) == []
        assert rows(PlanTerms) == []
