"""Before the miss: each cause is a task days ahead, and a word to the debtor by what reaches it."""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from agency.cases import paylinks
from agency.cases.models import Case, Debtor
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.services import Declared, declare
from agency.contacts.kinds import Outcome, Spoke
from agency.law.vocabulary import Channel, DebtorKind
from agency.messages.models import Message
from agency.plans import services
from agency.plans.kinds import Risk
from agency.plans.models import Plan
from agency.plans.queries import reminded
from agency.plans.warnings import warn
from portal import db
from portal.audit.models import Event
from portal.mail import Mail
from portal.outbox import OutboxJob
from portal.web import get
from tests.agency.contacts.desk import log, on, waits_for
from tests.agency.messages.texting import new_case, set_up
from tests.agency.plans.test_plans import FIRST, TODAY, agreed
from tests.agency.plans.test_views import shown
from tests.office import Office, rows
from tests.portal.pay.conftest import POSTCODE
from tests.worker import run_jobs

MAIL = "bakker@debtor.example"
AT_RISK = ("agency", "plan_at_risk")


def hour(office: Office) -> None:
    """What happens each hour."""
    with office.at_work():
        services.judge_due()
        services.remind_due()
        services.look_ahead()
    run_jobs(office, only="plans.")


def plan_on(office: Office, **facts: str) -> tuple[uuid.UUID, uuid.UUID]:
    """A case with a plan whose first instalment is due on the first of July."""
    with on(TODAY):
        case_id = new_case(office, **facts)
        plan_id = agreed(office, case_id)
        run_jobs(office, only="plans.")
    return case_id, plan_id


def seen(office: Office, plan_id: uuid.UUID) -> list[str]:
    """The causes that were seen ahead."""
    with office.at_work():
        found = rows(Event, Event.kind == "plan.at_risk", Event.subject_id == plan_id)
        return sorted(str(it.data["risk"]) for it in found)


def texts(office: Office, case_id: uuid.UUID) -> Sequence[str]:
    """The text messages that went out on a case."""
    with office.at_work():
        return [it.text for it in rows(Message, Message.case_id == case_id) if it.way == "sms"]


def mails(office: Office) -> int:
    with office.at_work():
        return len(rows(Mail, Mail.to_address == MAIL, Mail.agency_id == office.agency_id))


def comes_back(office: Office, case_id: uuid.UUID) -> None:
    """Our mail to the debtor comes back."""
    with office.at_work():
        debtor_id = get(Case, case_id).debtor_id
        db.session.execute(
            update(Debtor).where(Debtor.id == debtor_id).values(email_failing=Debtor.email)
        )


def test_a_reminder_without_a_sign_since_is_a_task_and_a_text_once(office: Office) -> None:
    set_up(office)
    case_id, plan_id = plan_on(office, locale="en")
    with on(FIRST - timedelta(days=5)):
        hour(office)
        assert mails(office) == 2
    with on(FIRST - timedelta(days=3), hour=9):
        hour(office)
        assert seen(office, plan_id) == []
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")
    for day in (2, 1):
        with on(FIRST - timedelta(days=day)):
            hour(office)
            hour(office)
    assert seen(office, plan_id) == ["unread"]
    assert waits_for(office, case_id)[:2] == AT_RISK
    [text] = texts(office, case_id)
    assert "Did you see it?" in text
    assert "/pay/" in text
    assert mails(office) == 2


def test_without_a_telephone_the_second_word_is_a_mail_that_counts_as_a_contact(
    office: Office,
) -> None:
    set_up(office)
    _case, plan_id = plan_on(office, phone="")
    for day in (5, 2, 1):
        with on(FIRST - timedelta(days=day)):
            hour(office)
    assert seen(office, plan_id) == ["unread"]
    assert mails(office) == 3
    with office.at_work():
        debtor = get(Plan, plan_id).case.debtor_id
        assert len(reminded([debtor], get(Plan, plan_id).made_at)) == 2


def visits(office: Office, case_id: uuid.UUID) -> None:
    with office.at_work():
        assert paylinks.answer(paylinks.link_for(get(Case, case_id)), POSTCODE)


def speaks(office: Office, case_id: uuid.UUID) -> None:
    log(office, case_id, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER)


@pytest.mark.parametrize("sign", [visits, speaks])
def test_whoever_gave_a_sign_is_left_in_peace(
    office: Office, sign: Callable[[Office, uuid.UUID], None]
) -> None:
    case_id, plan_id = plan_on(office)
    with on(FIRST - timedelta(days=5)):
        hour(office)
        sign(office, case_id)
    with on(FIRST - timedelta(days=2)):
        hour(office)
        assert seen(office, plan_id) == []
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


def test_a_visit_after_the_alert_ends_the_task_by_itself(office: Office) -> None:
    case_id, _plan = plan_on(office)
    for day in (5, 2):
        with on(FIRST - timedelta(days=day)):
            hour(office)
    assert waits_for(office, case_id)[:2] == AT_RISK
    with on(FIRST - timedelta(days=1)):
        visits(office, case_id)
        hour(office)
    assert waits_for(office, case_id)[:2] == ("debtor", "instalment")


def test_a_mail_that_came_back_is_followed_by_a_text_in_lawful_hours(office: Office) -> None:
    set_up(office)
    case_id, plan_id = plan_on(office, locale="en", kind=DebtorKind.CONSUMER)
    comes_back(office, case_id)
    night, morning = FIRST - timedelta(days=7), FIRST - timedelta(days=6)
    with on(night, hour=21):
        with office.at_work():
            services.look_ahead()
        run_jobs(office, only="plans.see_risk")
        with office.at_work():
            warn(get(Plan, plan_id), Risk.BOUNCED, FIRST)
        with office.at_work():
            [waiting] = rows(OutboxJob, OutboxJob.name == "plans.warn")
            assert waiting.due_at.date() == morning
        assert seen(office, plan_id) == ["bounced"]
        assert texts(office, case_id) == []
    with on(morning):
        run_jobs(office, only="plans.")
        hour(office)
    [text] = texts(office, case_id)
    assert "is to be paid by" in text
    assert mails(office) == 1


def test_whoever_wants_no_texts_gets_none_and_staff_is_told_all_the_same(office: Office) -> None:
    set_up(office)
    case_id, plan_id = plan_on(office)
    comes_back(office, case_id)
    with on(FIRST - timedelta(days=6)):
        with office.at_work():
            stop = Declared(
                kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel=Channel.SMS, text="No"
            )
            declare(get(Case, case_id), stop, by=office.collector.user)
        hour(office)
        assert waits_for(office, case_id)[:2] == AT_RISK
    assert seen(office, plan_id) == ["bounced"]
    assert texts(office, case_id) == []
    with office.at_work():
        assert rows(Event, Event.kind == "contact.held_back")


def test_whoever_was_late_is_asked_before_the_next_one_and_staff_until_it_spoke(
    office: Office,
) -> None:
    case_id, plan_id = plan_on(office)
    with on(FIRST + timedelta(days=2)):
        hour(office)
        with office.at_work():
            services.move_dates(
                get(Plan, plan_id), FIRST + timedelta(days=12), 13, by=office.collector.user
            )
        hour(office)
        assert seen(office, plan_id) == []
    with on(FIRST + timedelta(days=6)):
        hour(office)
        assert seen(office, plan_id) == ["was_late"]
        assert waits_for(office, case_id)[:2] == AT_RISK
        before = mails(office)
        log(office, case_id, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER)
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")
        hour(office)
        assert waits_for(office, case_id)[:2] == ("debtor", "instalment")
        assert mails(office) == before


def test_the_list_names_each_cause(office: Office, client: FlaskClient) -> None:
    set_up(office)
    case_id, _plan = plan_on(office)
    comes_back(office, case_id)
    _other, _second = plan_on(office, email="")
    with on(FIRST - timedelta(days=3)):
        client = office.sign_in(office.collector)
        page = shown(client.get("/agency/plans?risk=1").text)
        assert "our mail came back" in page
        assert "no mail can remind of it" in page


def test_who_has_no_mail_is_told_by_text_that_it_is_late_and_that_its_plan_is_broken(
    office: Office,
) -> None:
    set_up(office)
    case_id, _plan = plan_on(office, email="", locale="en")
    for day in (1, 2, 8, 9):
        with on(FIRST + timedelta(days=day)):
            hour(office)
    late, broken = texts(office, case_id)[-2:]
    assert "We miss" in late
    assert "no longer holds" in broken
    assert len(texts(office, case_id)) == 2


def test_who_has_mail_is_mailed_once_that_it_is_late_and_that_its_plan_is_broken(
    office: Office,
) -> None:
    set_up(office)
    case_id, _plan = plan_on(office)
    before = mails(office)
    for day, count in ((1, 1), (2, 1), (8, 2), (9, 2)):
        with on(FIRST + timedelta(days=day)):
            hour(office)
            assert mails(office) - before == count
    assert texts(office, case_id) == []
