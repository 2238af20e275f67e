"""How plans hold, and what saves one at risk."""

import uuid
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from agency.cases.models import Case, Debtor
from agency.plans import services
from agency.plans.models import Plan
from agency.plans.risk import Risk, at_work
from agency.plans.survival import By, Cohort, all_plans, cohorts
from portal import db
from portal.accounts.permissions import Role
from portal.errors import Refused
from portal.mail import Mail
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on
from tests.agency.plans.referrals.test_referrals import asked_for
from tests.agency.plans.test_plans import FIRST, TODAY, agreed, lines_of, plan_of
from tests.agency.plans.test_views import shown
from tests.agency.remittance.till import pay
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, rows
from tests.worker import run_jobs


def found(office: Office, by: By = By.MONTH) -> dict[str, Cohort]:
    with office.at_work():
        return {each.name: each for each in cohorts(by)}


def risk_of(office: Office, plan_id: uuid.UUID) -> str | None:
    with office.at_work():
        plan = db.session.scalars(at_work().where(Plan.id == plan_id)).unique().one()
        listed = db.session.scalars(at_work(at_risk=True)).unique().all()
        assert (plan in listed) is bool(plan.risk)
        return plan.risk


def test_no_plan_no_board(office: Office) -> None:
    with office.at_work():
        assert all_plans() is None
        assert cohorts(By.MONTH) == []


def test_plans_are_counted_by_the_month_in_which_they_were_agreed(office: Office) -> None:
    with on(TODAY):
        paid, broken, kept = (new_case(office) for _ in range(3))
        for case_id in (paid, broken, kept):
            agreed(office, case_id)
        pay(office, paid)
        with office.at_work():
            half = get(Plan, rows(Plan)[-1].id).total_minor // 2
        pay(office, kept, Money(half))
    with on(FIRST + timedelta(days=8)):
        with office.at_work():
            services.judge_due()
        one = found(office)["2026-06"]
        assert (one.begun, one.paid, one.early, one.broken, one.running) == (3, 1, 1, 1, 1)
        assert one.kept[0].percent is None
    with on(date(2026, 8, 11)):
        one = found(office)["2026-06"]
        assert [(it.held, it.of) for it in one.kept[:3]] == [(2, 3), (2, 3), (0, 0)]
        assert one.kept[0].percent == 67


def test_a_plan_whose_case_closed_is_not_held_against_it(office: Office) -> None:
    with on(TODAY):
        plan_id = agreed(office, new_case(office))
        with office.at_work():
            plan = get(Plan, plan_id)
            services.end(plan, "closed", by=office.collector.user)
    with on(TODAY + timedelta(days=40)):
        one = found(office)["2026-06"]
        assert (one.ended, one.kept[0].of) == (1, 0)


def test_plans_are_put_together_by_who_made_them_and_by_their_length(office: Office) -> None:
    with on(TODAY):
        agreed(office, new_case(office), count=3)
        agreed(office, new_case(office), count=6, by="debtor")
        by_source, by_terms = found(office, By.SOURCE), found(office, By.TERMS)
    assert {name: each.begun for name, each in by_source.items()} == {"staff": 1, "debtor": 1}
    assert {name: each.begun for name, each in by_terms.items()} == {"1_short": 1, "2_medium": 1}


def test_each_risk_is_found_and_a_plan_that_is_kept_has_none(office: Office) -> None:
    with on(TODAY):
        late = agreed(office, new_case(office, email="late@bakery.example"))
        asked = asked_for(office, new_case(office))
        unreached_case = new_case(office)
        unreached = agreed(office, unreached_case)
        with office.at_work():
            debtor_id = get(Case, unreached_case).debtor_id
            db.session.execute(update(Debtor).where(Debtor.id == debtor_id).values(email=""))
        assert risk_of(office, late) is None
        assert risk_of(office, asked) == Risk.ASKED
    with on(FIRST - timedelta(days=3)):
        assert risk_of(office, late) is None
        assert risk_of(office, unreached) == Risk.UNREACHED
    with on(FIRST + timedelta(days=2)):
        with office.at_work():
            services.judge_due()
        assert risk_of(office, late) == Risk.LATE
    with on(FIRST + timedelta(days=6)):
        assert risk_of(office, late) == Risk.BREAKING
        with office.at_work():
            services.move_dates(
                get(Plan, late), FIRST + timedelta(days=12), 13, by=office.collector.user
            )
        assert risk_of(office, late) == Risk.WAS_LATE


def test_new_days_keep_the_amounts_and_the_debtor_is_told(office: Office) -> None:
    with on(TODAY):
        plan_id = agreed(office, new_case(office, email="jan@bakery.example"), count=3)
        before = lines_of(office, plan_id)
        run_jobs(office)
    with on(FIRST + timedelta(days=3)):
        with office.at_work():
            services.move_dates(get(Plan, plan_id), date(2026, 7, 20), 20, by=office.collector.user)
        assert [on_day for on_day, *_rest in lines_of(office, plan_id)] == [
            date(2026, 7, 20), date(2026, 8, 20), date(2026, 9, 20),
        ]  # fmt: skip
        amounts = [amount for _day, amount, _paid in lines_of(office, plan_id)]
        assert amounts[:2] == [amount for _day, amount, _paid in before[:2]]
        assert plan_of(office, plan_id)[1:] == (date(2026, 7, 20), 0)
        run_jobs(office)
        with office.at_work():
            assert len(rows(Mail, Mail.to_address == "jan@bakery.example")) == 2


def split(office: Office, plan_id: uuid.UUID) -> None:
    plan = get(Plan, plan_id)
    services.split_next(plan, plan.as_seen, by=office.collector.user)


def test_a_split_instalment_is_paid_in_two_parts_and_nothing_is_lost(office: Office) -> None:
    with on(TODAY):
        plan_id = agreed(office, new_case(office), count=3)
        before = lines_of(office, plan_id)
        with office.at_work():
            split(office, plan_id)
        after = lines_of(office, plan_id)
        assert len(after) == 4
        assert after[0][1] + after[1][1] == before[0][1]
        assert sum(amount for _day, amount, _paid in after) == sum(line[1] for line in before)
        assert [line[0] for line in after] == [
            FIRST, FIRST + timedelta(days=14), date(2026, 8, 1), date(2026, 9, 1),
        ]  # fmt: skip
        with office.at_work(), pytest.raises(Refused):
            split(office, plan_id)


def test_too_late_a_day_is_refused(office: Office) -> None:
    with on(TODAY):
        plan_id = agreed(office, new_case(office))
        for first_on in (TODAY - timedelta(days=1), TODAY + timedelta(days=80)):
            with office.at_work(), pytest.raises(Refused):
                services.move_dates(get(Plan, plan_id), first_on, 1, by=office.collector.user)


def test_the_list_says_the_cause_and_saves_a_plan_with_one_press(
    office: Office, client: FlaskClient
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        plan_id = agreed(office, case_id)
    with on(FIRST + timedelta(days=2)):
        with office.at_work():
            services.judge_due()
            seen = get(Plan, plan_id).as_seen
        page = shown(client.get("/agency/plans?risk=1").text)
        assert "New days" in page
        assert "Split" in page
        here = f"/agency/cases/{case_id}/plans/{plan_id}"
        answer = client.post(f"{here}/split", data={"seen": seen, "from": "list"})
        assert answer.headers["Location"].endswith("/agency/plans?risk=1")
        assert client.post(f"{here}/split", data={"seen": seen}).status_code == 409
        assert client.get(f"{here}/dates").status_code == 200
        assert client.post(f"{here}/dates", data={"day": "3"}).status_code == 422
        moved = client.post(f"{here}/dates", data={"first_on": "2026-07-09", "day": "9"})
        assert moved.status_code == 302
        assert plan_of(office, plan_id)[1] == date(2026, 7, 9)


def test_the_board_shows_figures_and_a_creditor_only_its_own(
    office: Office, client: FlaskClient
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        agreed(office, case_id)
        agreed(office, new_case(office))
        with office.at_work():
            creditor_id = get(Case, case_id).creditor_id
        assert "No plan is a month old yet" in shown(client.get("/agency/plans/survival").text)
    with on(TODAY + timedelta(days=40)):
        client = office.sign_in(office.collector)
        owner = office.sign_in(office.person(Role.OWNER, creditor_id))
        page = shown(client.get("/agency/plans/survival?by=source").text)
        assert "Made by staff 2" in page
        assert "1 2 2 100 %" in page
        assert "Made by staff 1" in shown(owner.get("/creditor/plans/kept?by=source").text)
        assert client.get("/agency/plans/survival?by=x").status_code == 200


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_pages_are_fit_for_people(
    office: Office, visit: Opens, width: int, scheme: str
) -> None:
    case_id = new_case(office)
    plan_id = agreed(office, case_id)
    asked_for(office, new_case(office))
    with office.at_work():
        plan = get(Plan, plan_id)
        plan.agreed_at = plan.made_at - timedelta(days=100)
        creditor_id = plan.creditor_id
    window = visit(width, scheme)
    window.sign_in(office.manager)
    for path in ("plans?risk=1", "plans/survival", f"cases/{case_id}/plans/{plan_id}/dates"):
        window.open(f"/agency/{path}")
    theirs = visit(width, scheme)
    theirs.sign_in(office.person(Role.OWNER, creditor_id))
    theirs.open("/creditor/plans/kept?by=terms")
