"""Somebody guarantees a plan by a link of its own: read, signed or declined, called upon when it breaks."""

import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from agency.cases.models import Case
from agency.compliance.records import Subjects
from agency.guarantors import jobs, personal, services
from agency.guarantors.models import Guarantor
from agency.law.vocabulary import DebtorKind
from agency.payments.guests import paid_with
from agency.payments.models import GuestLink
from agency.plans import services as plans
from agency.plans.evidence import Consent, seal
from agency.plans.models import Plan
from portal.audit.models import Event
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import on
from tests.agency.plans.test_plans import TODAY, agreed
from tests.office import Office, rows
from tests.worker import run_jobs

CLICK = Consent(name="J. de Bakker", channel="portal", ip="192.0.2.7", browser="Firefox")


def offered(office: Office, case_id: uuid.UUID) -> uuid.UUID:
    """A plan that waits for the debtor's word."""
    with office.at_work():
        case = get(Case, case_id)
        dues = plans.draft(plans.situation(case), day=1, count=4)
        return plans.offer(case, dues, day=1, by=office.collector.user).id


def asked(
    office: Office, plan_id: uuid.UUID, *, is_condition: bool = False, **facts: str
) -> uuid.UUID:
    """A business that is asked to guarantee a plan."""
    who = {"country": "NL", "locale": "en", "email": "holding@bakker.example"} | facts
    kind = DebtorKind(who.pop("kind", "business"))
    wanted = services.Asked(name="Holding De Bakker", kind=kind, is_condition=is_condition, **who)
    with office.at_work():
        return services.ask(get(Plan, plan_id), wanted, by=office.collector.user).id


def of(office: Office, guarantor_id: uuid.UUID) -> Guarantor:
    with office.at_work():
        return get(Guarantor, guarantor_id)


def state_of(office: Office, plan_id: uuid.UUID) -> str:
    with office.at_work():
        return get(Plan, plan_id).state


def page_of(office: Office, guarantor_id: uuid.UUID) -> tuple[FlaskClient, str]:
    """The guarantor's browser, and the path of its link."""
    with office.at_work():
        path = "/" + services.address(get(Guarantor, guarantor_id)).split("/", 3)[3]
    client = office.app.test_client()
    client.get(path, query_string={"lang": "en"})
    return client, path


def shown(client: FlaskClient, path: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(path).text)).split())


def told(office: Office) -> list[Mail]:
    run_jobs(office, only="guarantors.")
    with office.at_work():
        return [m for m in rows(Mail) if m.to_address == "holding@bakker.example"]


def signs(office: Office, guarantor_id: uuid.UUID) -> None:
    with office.at_work():
        services.sign(get(Guarantor, guarantor_id), CLICK)


def broken(office: Office, plan_id: uuid.UUID) -> None:
    """The first instalment does not come, and the days of grace pass."""
    with office.at_work():
        plans.judge_due()
    assert state_of(office, plan_id) == "broken"


def test_a_guarantor_reads_and_signs_and_what_was_shown_is_kept(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        guarantor_id = asked(office, agreed(office, case_id))
        [mail] = told(office)
        client, path = page_of(office, guarantor_id)
        assert path.encode() in mail.message.replace(b"=\r\n", b"").replace(b"=\n", b"")
        said = shown(client, path)
        assert f"You guarantee {of(office, guarantor_id).most.format()} at most" in said
        assert "You do not have to sign." in said
        assert client.post(f"{path}/signature", data={"name": ""}).status_code == 422
        answer = client.post(f"{path}/signature", data={"name": "J. de Bakker", "agree": "true"})
        assert answer.status_code == 303
        assert "Thank you. You signed." in shown(client, path)
        it = of(office, guarantor_id)
        assert (it.state, it.agreed_by) == ("signed", "J. de Bakker")
        assert it.shown_hash == seal(it.shown)
        assert it.shown["most"] == it.most_minor
        mails = told(office)
    assert len(mails) == 2
    assert b"application/pdf" in mails[-1].message
    assert of(office, guarantor_id).letter_hash
    files = office.sign_in(office.collector).get(f"/agency/cases/{case_id}/files").text
    assert f"Guarantee of {it.name}" in files


def test_a_plan_begins_once_both_have_agreed_whoever_is_first(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = offered(office, case_id)
        guarantor_id = asked(office, plan_id, is_condition=True)
        with office.at_work():
            plans.accept(get(Plan, plan_id), consent=CLICK, by="debtor")
        assert state_of(office, plan_id) == "offered"
        signs(office, guarantor_id)
        assert state_of(office, plan_id) == "running"
        with office.at_work():
            assert get(Plan, plan_id).agreed_by == CLICK.name


def test_who_signs_first_waits_for_the_debtor(office: Office, case_id: uuid.UUID) -> None:
    with on(TODAY):
        plan_id = offered(office, case_id)
        signs(office, asked(office, plan_id, is_condition=True))
        assert state_of(office, plan_id) == "offered"
        with office.at_work():
            plans.accept(get(Plan, plan_id), consent=CLICK, by="debtor")
        assert state_of(office, plan_id) == "running"


def test_a_plan_whose_guarantor_declines_does_not_begin_until_staff_does_without(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = offered(office, case_id)
        guarantor_id = asked(office, plan_id, is_condition=True)
        with office.at_work():
            plans.accept(get(Plan, plan_id), consent=CLICK, by="debtor")
        client, path = page_of(office, guarantor_id)
        client.post(f"{path}/refusal")
        assert "You declined" in shown(client, path)
        assert state_of(office, plan_id) == "offered"
        with pytest.raises(Refused), office.at_work():
            services.sign(get(Guarantor, guarantor_id), CLICK)
        with office.at_work():
            services.take_back(get(Guarantor, guarantor_id), by=office.collector.user)
        assert state_of(office, plan_id) == "running"


def test_without_a_condition_the_plan_runs_and_the_guarantor_may_sign_later(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = offered(office, case_id)
        guarantor_id = asked(office, plan_id)
        with office.at_work():
            plans.accept(get(Plan, plan_id), consent=CLICK, by="debtor")
        assert state_of(office, plan_id) == "running"
        signs(office, guarantor_id)
    assert of(office, guarantor_id).state == "signed"


def test_who_does_not_answer_in_time_cannot_sign(office: Office, case_id: uuid.UUID) -> None:
    with on(TODAY):
        guarantor_id = asked(office, agreed(office, case_id))
    with on(TODAY + timedelta(days=services.SIGN_DAYS + 1)):
        with office.at_work():
            jobs.lapse_due()
        run_jobs(office, only="guarantors.lapse")
        client, path = page_of(office, guarantor_id)
        assert client.get(path).status_code == 404
    assert of(office, guarantor_id).state == "ended"


def test_a_broken_plan_is_told_to_its_guarantor_who_pays_no_more_than_it_guaranteed(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
        guarantor_id = asked(office, plan_id)
        signs(office, guarantor_id)
        told(office)
        client, path = page_of(office, guarantor_id)
        assert client.post(f"{path}/payment").status_code == 409
    with on(date(2026, 7, 20)):
        broken(office, plan_id)
        mails = told(office)
        assert b"was broken" in mails[-1].message
        most = of(office, guarantor_id).most
        assert f"Pay {most.format()}" in shown(client, path)
        first = client.post(f"{path}/payment").location
        assert "/guest/" in first
        assert client.post(f"{path}/payment").location == first
        with office.at_work():
            link = get(GuestLink, get(Guarantor, guarantor_id).guest_link_id)
            assert link.amount == most
            assert paid_with(link) == Money.zero("EUR")
    with on(date(2027, 12, 1)):
        assert "Pay €" not in shown(client, path)


def test_a_plan_that_ends_otherwise_releases_its_guarantor(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
        guarantor_id = asked(office, plan_id)
        signs(office, guarantor_id)
        before = len(told(office))
        with office.at_work():
            plans.end(get(Plan, plan_id), "Another way", by=office.manager.user)
        assert of(office, guarantor_id).state == "ended"
        assert len(told(office)) == before


@pytest.mark.parametrize("dropped", ["refused", "renewed", "run out"])
def test_who_signed_for_an_offer_that_never_runs_is_released(
    office: Office, case_id: uuid.UUID, dropped: str
) -> None:
    with on(TODAY):
        plan_id = offered(office, case_id)
        guarantor_id = asked(office, plan_id, is_condition=True)
        with office.at_work():
            services.sign(get(Guarantor, guarantor_id), CLICK)
        assert of(office, guarantor_id).state == "signed"
        with office.at_work():
            if dropped == "refused":
                plans.refuse(get(Plan, plan_id), "Withdrawn", by=office.collector.user)
        if dropped == "renewed":
            offered(office, case_id)
    with on(TODAY + timedelta(days=15)), office.at_work():
        plans.judge_due()
    assert of(office, guarantor_id).state == "ended"


def test_nobody_is_asked_twice_nor_for_a_plan_that_is_over(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
        asked(office, plan_id)
        with pytest.raises(Refused, match="asked already"):
            asked(office, plan_id)
        with office.at_work():
            plans.end(get(Plan, plan_id), "Another way", by=office.manager.user)
        with pytest.raises(Refused, match="over"):
            asked(office, plan_id)


def test_what_is_known_of_a_guarantor_is_told_and_erased(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        guarantor_id = asked(office, agreed(office, case_id))
        signs(office, guarantor_id)
        told(office)
        with office.at_work():
            them = Subjects(debtors=[], cases=[case_id])
            found = personal.RECORDS.tell(them)
            assert found.rows[0]["name"] == "Holding De Bakker"
            assert len(found.files) == 1
            assert personal.RECORDS.erase(them).files
        it = of(office, guarantor_id)
        assert "Bakker" not in it.name
        assert (it.email, it.agreed_by, it.agreed_ip, it.shown) == ("", "", "", {})


def test_every_step_is_in_the_file(office: Office, case_id: uuid.UUID) -> None:
    with on(TODAY):
        signs(office, asked(office, agreed(office, case_id)))
        told(office)
        with office.at_work():
            kinds = {event.kind for event in rows(Event, Event.case_id == case_id)}
    assert {"guarantor.asked", "guarantor.signed", "guarantor.told"} <= kinds
