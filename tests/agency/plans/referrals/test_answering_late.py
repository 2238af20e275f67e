"""How long a creditor has to answer: its reminder before its day, and the office's task after it."""

import uuid
from datetime import date, timedelta

import pytest

from agency.cases.models import Case, HoldReason
from agency.cases.services import put_on_hold
from agency.plans import services
from agency.plans.kinds import Answer
from agency.plans.models import Referral
from portal.audit.models import Event
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import on, waits_for
from tests.agency.plans.referrals.test_referrals import (
    answered,
    asked_for,
    read,
    referred,
    terms_say,
)
from tests.agency.plans.test_plans import TODAY
from tests.office import Office, Person, rows


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def mails_after(office: Office, owner: Person, days: int) -> int:
    """How many mails the creditor has once the hour of a later day was worked off, twice."""
    for _ in range(2):
        with on(in_days(days)), office.at_work():
            services.remind_creditors()
            services.take_over_unanswered()
    with office.at_work():
        return len(rows(Mail, Mail.to_address == owner.email))


def test_a_creditor_is_reminded_once_on_the_day_before_and_the_office_goes_on_after_it(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        referral_id = referred(office, asked_for(office, case_id))
    assert [mails_after(office, owner, days) for days in (0, 3, 4, 5)] == [1, 1, 2, 2]
    assert waits_for(office, case_id) == ("creditor", "plan_referred", in_days(5))
    page = f"/agency/cases/{case_id}/plan"
    with on(in_days(5)):
        shown = office.sign_in(office.collector).get(page).text
        assert "It was reminded on" in shown
        assert "did not answer in time" not in shown
    assert mails_after(office, owner, 6) == 2
    assert waits_for(office, case_id) == ("agency", "plan_unanswered", in_days(6))
    with on(in_days(6)):
        with office.at_work():
            text = read(rows(Mail, Mail.to_address == owner.email)[-1].message)
            assert "have not heard from you" in text
            assert len(rows(Event, Event.kind == "plan.referral_reminded")) == 1
        assert "did not answer in time" in office.sign_in(office.collector).get(page).text
        answered(office, owner, referral_id, Answer.APPROVED)
    assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


@pytest.mark.parametrize("days", [2, 10])
def test_a_creditor_has_as_many_days_as_its_limits_say(
    office: Office, case_id: uuid.UUID, owner: Person, days: int
) -> None:
    with on(TODAY):
        terms_say(office, case_id, answer_days=days)
        settlement_of_600(office, case_id, pay_by=in_days(20))
        assert waits_for(office, case_id)[2] == in_days(days)
        terms_say(office, case_id, answer_days=7)
        assert waits_for(office, case_id)[2] == in_days(days)
    assert mails_after(office, owner, days - 2) == 1
    assert mails_after(office, owner, days - 1) == 2
    assert waits_for(office, case_id)[:2] == ("creditor", "plan_referred")
    mails_after(office, owner, days + 1)
    assert waits_for(office, case_id)[:2] == ("agency", "plan_unanswered")


def test_what_runs_out_sooner_is_answered_sooner_and_nobody_is_mailed_twice_a_day(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        terms_say(office, case_id, answer_days=14)
        settlement_of_600(office, case_id, pay_by=in_days(1))
        assert waits_for(office, case_id)[2] == TODAY
    assert mails_after(office, owner, 0) == 1
    assert mails_after(office, owner, 1) == 2
    assert waits_for(office, case_id)[:2] == ("agency", "plan_unanswered")


def test_a_case_on_hold_is_a_task_too_once_its_creditor_is_late(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        referred(office, asked_for(office, case_id))
        with office.at_work():
            put_on_hold(get(Case, case_id), HoldReason.OTHER, by=office.collector.user)
    mails_after(office, owner, 6)
    assert waits_for(office, case_id)[:2] == ("agency", "plan_unanswered")


def test_a_question_that_is_not_asked_any_more_reminds_nobody(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    with on(TODAY):
        referral_id = referred(office, asked_for(office, case_id))
        with office.at_work():
            services.withdraw(get(Referral, referral_id), by=office.collector.user)
    with on(in_days(9)), office.at_work():
        assert services.remind_creditors() == 0
        assert services.take_over_unanswered() == 0


def settlement_of_600(office: Office, case_id: uuid.UUID, *, pay_by: date) -> None:
    """Ask the creditor whether an amount settles the case."""
    with office.at_work():
        services.refer_settlement(
            get(Case, case_id), Money.of(600), pay_by, "It sells its oven.",
            by=office.collector.user,
        )  # fmt: skip
