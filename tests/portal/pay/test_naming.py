"""A debtor names who guarantees its plan: where the plan waits for that, or asks for more than its limits."""

import uuid

import pytest

from agency.cases.models import Case
from agency.guarantors import naming, services
from agency.guarantors.models import Guarantor
from agency.plans import services as plans
from agency.plans.evidence import Consent
from agency.plans.models import Plan
from portal.mail import Mail
from portal.web import get
from tests.browser import BOTH, NARROW, WIDE, shown
from tests.conftest import Opens as Visits
from tests.office import Office, open_office, rows
from tests.portal.pay.conftest import POSTCODE, Opens, Payer, text_of
from tests.worker import run_jobs

YES = {"name": "Jan de Bakker", "agree": "true"}
HOLDING = {
    "name": "Holding De Bakker",
    "email": "holding@bakker.example",
    "kind": "business",
    "relation": "company",
    "country": "NL",
    "locale": "en",
    "asked": "true",
}
CLICK = Consent(name="J. de Bakker", channel="portal", ip="192.0.2.7", browser="Firefox")
PAGE = "/plan/guarantor"


@pytest.fixture
def waiting(office: Office, payer: Payer) -> uuid.UUID:
    """A plan that is offered, and waits for somebody whom the debtor names."""
    with office.at_work():
        case = get(Case, payer.case_id)
        dues = plans.draft(plans.situation(case), day=28, count=4)
        plan = plans.offer(case, dues, day=28, by=office.collector.user)
    client = office.sign_in(office.collector)
    assert client.post(f"/agency/cases/{payer.case_id}/guarantors/wish").status_code == 302
    return plan.id


def asked_by(office: Office) -> list[Guarantor]:
    with office.at_work():
        return list(rows(Guarantor))


def state_of(office: Office, plan_id: uuid.UUID) -> str:
    with office.at_work():
        return get(Plan, plan_id).state


def signs(office: Office) -> None:
    with office.at_work():
        services.sign(rows(Guarantor)[-1], CLICK)


def test_a_plan_begins_once_whom_the_debtor_named_has_signed(
    office: Office, payer: Payer, waiting: uuid.UUID
) -> None:
    assert "whom you name" in text_of(payer.open("/plan"))
    assert payer.send("/plan", **YES).status_code == 303
    assert "once your guarantor has signed" in text_of(payer.open("/plan"))
    assert state_of(office, waiting) == "offered"
    assert payer.send(PAGE, **HOLDING).status_code == 303
    assert "We wrote to Holding De Bakker" in text_of(payer.open(PAGE))
    run_jobs(office, only="guarantors.")
    with office.at_work():
        [mail] = [it for it in rows(Mail) if it.to_address == HOLDING["email"]]
    assert b"named you, and gave us your address" in mail.message.replace(b"=\n", b"").replace(
        b"=\r\n", b""
    )
    [it] = asked_by(office)
    assert (it.asked_by, it.relation, it.kind, it.is_condition) == (
        "debtor",
        "company",
        "business",
        True,
    )
    signs(office)
    assert state_of(office, waiting) == "running"
    assert "has signed as guarantor" in text_of(payer.open(PAGE))


def test_staff_sees_whom_the_debtor_named(office: Office, payer: Payer, waiting: uuid.UUID) -> None:
    client = office.sign_in(office.collector)
    path = f"/agency/cases/{payer.case_id}/guarantors"
    assert "waits until the debtor names somebody" in client.get(path).text
    payer.send(PAGE, **HOLDING)
    seen = client.get(path).text
    assert "named by the debtor: A company of mine" in seen
    assert "waits until the debtor names" not in seen
    stranger = open_office(office.app)
    other = stranger.sign_in(stranger.collector)
    for page in ("wish", "wish/end"):
        assert other.post(f"{path}/{page}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "relation", "country"), [("person", "partner", "NL"), ("business", "company", "DE")]
)
def test_where_the_law_wants_paper_nobody_is_asked(
    office: Office, payer: Payer, waiting: uuid.UUID, kind: str, relation: str, country: str
) -> None:
    said = {"kind": kind, "relation": relation, "country": country}
    answer = payer.send(PAGE, **{**HOLDING, **said})
    assert answer.status_code == 409
    assert f"the guarantee of a {kind} may need a signature by hand" in text_of(answer)
    assert "Holding De Bakker" in answer.text, "what was typed is kept"
    assert asked_by(office) == []


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"asked": ""}, "Ask this person first"),
        ({"email": "holding"}, "Write an e-mail address"),
        ({"relation": "neighbour"}, "Choose what fits best"),
        ({"kind": ""}, "Choose what fits best"),
        ({"kind": "person"}, "A company is a business"),
        ({"name": ""}, "Fill this in"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, payer: Payer, waiting: uuid.UUID, wrong: dict[str, str], word: str
) -> None:
    answer = payer.send(PAGE, **{**HOLDING, **wrong})
    assert answer.status_code == 422
    assert word in text_of(answer)
    assert asked_by(office) == []


def test_a_relative_may_sign_for_a_business(
    office: Office, payer: Payer, waiting: uuid.UUID
) -> None:
    assert payer.send(PAGE, **{**HOLDING, "relation": "family"}).status_code == 303
    [it] = asked_by(office)
    assert (it.kind, it.relation) == ("business", "family")


def test_nobody_guarantees_its_own_plan(office: Office, payer: Payer, waiting: uuid.UUID) -> None:
    with office.at_work():
        own = get(Case, payer.case_id).debtor.email
    answer = payer.send(PAGE, **{**HOLDING, "email": own.upper()})
    assert "your own e-mail address" in text_of(answer)
    assert asked_by(office) == []


def test_somebody_else_is_named_and_the_plan_goes_on_waiting(
    office: Office, payer: Payer, waiting: uuid.UUID
) -> None:
    payer.send("/plan", **YES)
    payer.send(PAGE, **HOLDING)
    assert payer.send(f"{PAGE}/withdrawal").status_code == 303
    assert state_of(office, waiting) == "offered"
    payer.send(PAGE, **{**HOLDING, "name": "B.V. Twee"})
    with office.at_work():
        services.decline(rows(Guarantor)[-1])
    assert "has declined" in text_of(payer.open(PAGE))
    payer.send(PAGE, **{**HOLDING, "name": "B.V. Drie"})
    payer.send(f"{PAGE}/withdrawal")
    assert payer.send(PAGE, **HOLDING).status_code == 409, "three, then somebody looks at it"
    assert "Call us" in text_of(payer.open(PAGE))
    assert [it.state for it in asked_by(office)] == ["ended", "declined", "ended"]
    client = office.sign_in(office.collector)
    client.post(f"/agency/cases/{payer.case_id}/guarantors/wish/end")
    assert state_of(office, waiting) == "running"


def test_what_is_signed_is_not_taken_back(office: Office, payer: Payer, waiting: uuid.UUID) -> None:
    payer.send(PAGE, **HOLDING)
    signs(office)
    answer = payer.send(f"{PAGE}/withdrawal")
    assert answer.status_code == 409
    assert asked_by(office)[0].state == "signed"


def test_whom_staff_asked_is_not_taken_back_by_the_debtor(
    office: Office, payer: Payer, waiting: uuid.UUID
) -> None:
    with office.at_work():
        plan = get(Plan, waiting)
        naming.do_without(plan, by=office.collector.user)
        services.ask(
            plan,
            services.Asked(
                name="Holding De Bakker",
                kind=naming.DebtorKind.BUSINESS,
                email="holding@bakker.example",
                country="NL",
                locale="en",
                is_condition=True,
            ),
            by=office.collector.user,
        )
    assert payer.send(f"{PAGE}/withdrawal").status_code == 409
    assert asked_by(office)[0].state == "asked"


def test_a_wish_beyond_the_limits_may_be_backed(office: Office, payer: Payer) -> None:
    assert payer.open(PAGE).status_code == 302
    assert payer.send(PAGE, **HOLDING).status_code == 409
    payer.send("/plan/new", count="12", day="1", **YES)
    assert "It can help us to say yes" in text_of(payer.open("/plan"))
    assert payer.send(PAGE, **HOLDING).status_code == 303
    assert [it.is_condition for it in asked_by(office)] == [False]


def test_a_plan_that_runs_or_is_only_offered_asks_for_nobody(office: Office, payer: Payer) -> None:
    payer.send("/plan/new", count="3", day="25", **YES)
    assert "Name a guarantor" not in text_of(payer.open("/plan"))
    assert payer.send(PAGE, **HOLDING).status_code == 409
    client = office.sign_in(office.collector)
    assert client.post(f"/agency/cases/{payer.case_id}/guarantors/wish").status_code == 409


def test_nobody_is_named_without_the_light_check(opens_link: Opens) -> None:
    stranger = opens_link()
    assert stranger.open(PAGE).status_code == 302
    assert stranger.send(PAGE, **HOLDING).status_code == 403
    assert stranger.send(f"{PAGE}/withdrawal").status_code == 403


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, BOTH), (WIDE, "light")])
def test_somebody_is_named_on_the_page(
    payer: Payer, waiting: uuid.UUID, visit: Visits, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    page = window.open(f"{payer.path}?lang=en")
    page.get_by_role("textbox").fill(POSTCODE)
    window.after(lambda: page.get_by_role("textbox").press("Enter"))
    window.open(f"{payer.path}/plan")
    window.after(page.get_by_role("link", name="Name a guarantor").click)
    page.get_by_label("Name of the guarantor", exact=True).fill("Holding De Bakker")
    page.get_by_label("E-mail address of the guarantor").fill("holding@bakker.example")
    page.get_by_label("A business", exact=True).check()
    page.get_by_label("Who is it?").select_option("company")
    page.get_by_label("I have asked this person").check()
    window.press("Ask this person to sign")
    assert "We wrote to Holding De Bakker" in shown(page)
    window.press("Withdraw my request")
    assert "Name a guarantor" in shown(page)
