"""What the creditor's limits do to questions: their versions, settlements below the floor, who is asked."""

import uuid
from datetime import timedelta

import pytest

from agency.cases.models import Case
from agency.clients.models import Agreement
from agency.plans import services
from agency.plans.evidence import seal
from agency.plans.kinds import Answer, Beyond, Side
from agency.plans.models import Plan, Referral, Settlement
from agency.plans.queries import versions_of
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on, waits_for
from tests.agency.plans.referrals.test_referrals import JAN, answered, asked_for, terms_say
from tests.agency.plans.test_plans import TODAY, agreed
from tests.office import Office, Person, rows


def test_a_plan_names_the_version_of_the_limits_that_it_was_made_under(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        cautious = agreed(office, new_case(office))
        terms_say(office, case_id, longest=9)
        terms_say(office, case_id, longest=10)
        with office.at_work():
            case = get(Case, case_id)
            dues = services.draft(services.situation(case), day=1, count=9)
            plan = services.offer(case, dues, day=1, by=office.collector.user)
            plan_id = plan.id
        terms_say(office, case_id, longest=12)
        with office.at_work():
            services.accept(get(Plan, plan_id), consent=JAN, by="debtor")
        with office.at_work():
            kept = get(Plan, plan_id)
            assert (kept.limits_version, kept.shown["limits"]) == (2, 2)
            assert kept.shown_hash == seal(kept.shown)
            assert (get(Plan, cautious).terms_id, get(Plan, cautious).shown["limits"]) == (None, 0)
            first = get(Plan, cautious).case_id
        client = office.sign_in(office.collector)
        assert "version 2 of the creditor" in client.get(f"/agency/cases/{case_id}/plan").text
        assert "the cautious ones held" in client.get(f"/agency/cases/{first}/plan").text


def test_a_settlement_below_the_floor_is_offered_at_what_the_creditor_takes(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    pay_by = TODAY + timedelta(days=20)
    with on(TODAY):
        with office.at_work():
            made = services.refer_settlement(
                get(Case, case_id), Money.of(400), pay_by, "It sells its oven.",
                by=office.collector.user,
            )  # fmt: skip
            referral_id = made.id
        assert waits_for(office, case_id)[:2] == ("creditor", "plan_referred")
        with pytest.raises(Refused):
            answered(office, owner, referral_id, Answer.COUNTERED, amount=Money.of(90_000))
        answered(office, owner, referral_id, Answer.COUNTERED, amount=Money.of(600))
        with office.at_work():
            (offered,) = rows(Settlement)
            assert (offered.amount, offered.pay_by, offered.allowed_by) == (
                Money.of(600), pay_by, owner.user_id,
            )  # fmt: skip


def test_where_only_the_creditor_goes_beyond_it_is_asked_at_once(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        terms_say(office, case_id, beyond=Beyond.CREDITOR)
        plan_id = asked_for(office, case_id)
        assert waits_for(office, case_id)[:2] == ("creditor", "plan_referred")
        with office.at_work():
            assert rows(Referral)[0].plan_id == plan_id


def test_each_change_of_the_limits_is_a_version_and_the_last_one_holds(
    office: Office, case_id: uuid.UUID, owner: Person
) -> None:
    terms_say(office, case_id, longest=9)
    terms_say(office, case_id, longest=9)
    with office.at_work(owner.creditor_id):
        agreement = rows(Agreement)[0]
        services.set_terms(agreement, {"longest": 12}, by=owner.user, side=Side.CREDITOR)
    with office.at_work():
        found = versions_of(rows(Agreement)[0])
        assert [(it.version, it.side, it.longest) for it in found] == [
            (2, "creditor", 12), (1, "agency", 9),
        ]  # fmt: skip
        assert services.situation(get(Case, case_id)).limits.longest == 12
