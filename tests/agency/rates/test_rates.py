"""A rate that is missing stops the interest by name; two people enter it, and interest goes on."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from agency.cases.models import Case
from agency.charges.services import book, owed
from agency.law.vocabulary import InterestKind
from agency.rates.models import EnteredRate
from agency.rates.periods import Named
from agency.rates.services import confirm, enter, withdraw
from portal import clock
from portal.audit.models import Event
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.remittance.till import pay
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, open_office, rows

FEBRUARY = datetime(2027, 2, 1, 12, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)
COMMERCIAL = Named("NL", InterestKind.COMMERCIAL)
PAGE = "/agency/settings/rates"


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def entered(office: Office, percent: str = "10.65", *, confirmed: bool = True) -> EnteredRate:
    made = enter(
        COMMERCIAL,
        NEW_YEAR,
        Decimal(percent),
        source="ecb.europa.eu, main refinancing operations 2.65",
        read_on=clock.today(),
        by=office.manager.user,
    )
    if confirmed:
        confirm(made, by=office.finance.user)
    return made


def test_interest_stops_where_the_rate_is_missing_and_says_which(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(FEBRUARY):
        found = owed(get(Case, case_id), clock.today())
        assert found.interest == owed(get(Case, case_id), date(2026, 12, 31)).interest
        assert "H1-2027" in found.claims[0].charge.law_missing


def test_a_confirmed_rate_is_charged_from_its_day(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(FEBRUARY):
        before = book(get(Case, case_id), clock.today(), by="system").interest
        entered(office)
        found = book(get(Case, case_id), clock.today(), by="system")
        assert found.interest - before == Money.of("9.34")  # 32 days at 10.65 %
        assert not found.claims[0].charge.law_missing
    with clock.moved_to(FEBRUARY):
        pay(office, case_id)
        with office.at_work():
            assert not get(Case, case_id).is_open


def test_a_rate_counts_only_once_a_second_person_confirmed_it(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(FEBRUARY):
        rate = entered(office, confirmed=False)
        assert owed(get(Case, case_id), clock.today()).claims[0].charge.law_missing
        with pytest.raises(Refused, match="Somebody else"):
            confirm(rate, by=office.manager.user)
        confirm(rate, by=office.finance.user)
        confirm(rate, by=office.finance.user)
        kinds = [event.kind for event in rows(Event, Event.subject_id == rate.id)]
        assert kinds == ["rate.entered", "rate.confirmed"]


def test_a_rate_taken_back_takes_its_interest_back(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work(), clock.moved_to(FEBRUARY):
        before = book(get(Case, case_id), clock.today(), by="system").total
        rate = entered(office)
        assert book(get(Case, case_id), clock.today(), by="system").total > before
        withdraw(rate, by=office.manager.user)
        assert book(get(Case, case_id), clock.today(), by="system").total == before
        assert get(Case, case_id).open_amount == before


@pytest.mark.parametrize(
    ("named", "since", "why"),
    [
        (COMMERCIAL, date(2026, 7, 1), "has this rate already: 10.4 %"),
        (COMMERCIAL, date(2026, 8, 1), "1 January or 1 July"),
        (COMMERCIAL, date(2027, 7, 1), "cannot have been published"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(
    office: Office, named: Named, since: date, why: str
) -> None:
    with office.at_work(), pytest.raises(Refused, match=why):
        enter(named, since, Decimal(9), source="x" * 9, read_on=since, by=office.manager.user)


def test_the_page_warns_a_month_ahead_and_takes_the_rate(office: Office) -> None:
    with clock.moved_to(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        office.accepted_case()
        client = office.sign_in(office.manager)
        assert "Interest rates are missing" not in client.get("/agency/cases/").text
    with clock.moved_to(datetime(2026, 12, 5, 12, tzinfo=UTC)):
        client = office.sign_in(office.manager)
        worklist = words(client.get("/agency/cases/").text)
        assert "Interest rates are missing from 1 Jan 2027." in worklist
        seen = words(client.get(PAGE).text)
        assert "Netherlands: Statutory commercial interest from 1 Jan 2027 is not known" in seen
        form = {
            "rate": "NL commercial",
            "valid_from": "2027-01-01",
            "percent": "10,65 %",
            "source": "ecb.europa.eu",
            "read_on": "2026-12-05",
        }
        assert client.post(PAGE, data=form).status_code == 302
        with office.at_work():
            rate_id = rows(EnteredRate)[0].id
        assert client.post(f"{PAGE}/{rate_id}/confirmation").status_code == 409
        second = office.sign_in(office.finance)
        assert second.post(f"{PAGE}/{rate_id}/confirmation").status_code == 302
        assert "In force" in words(second.get(PAGE).text)
        assert second.post(f"{PAGE}/{rate_id}/withdrawal").status_code == 302


def test_the_page_says_when_the_pack_has_the_rate_by_now(office: Office) -> None:
    client = office.sign_in(office.manager)
    with office.at_work():
        rate = entered(office)
        rate.valid_from = date(2026, 7, 1)  # As if the pack had come with it since.
    assert "The pack says 10.4 %, which counts" in words(client.get(PAGE).text)
    with office.at_work():
        get(EnteredRate, rate.id).percent = Decimal("10.40")
    assert "In the pack by now" in words(client.get(PAGE).text)


def test_rates_are_for_those_who_may_and_of_this_agency(office: Office) -> None:
    assert office.sign_in(office.collector).get(PAGE).status_code == 403
    with office.at_work():
        rate_id = entered(office, confirmed=False).id
    stranger = open_office(office.app)
    client = stranger.sign_in(stranger.manager)
    assert client.post(f"{PAGE}/{rate_id}/confirmation").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_page_stands_in_a_browser(
    office: Office, visit: Opens, width: int, scheme: str
) -> None:
    office.accepted_case()
    with office.at_work():
        entered(office, confirmed=False)
    window = visit(width, scheme)
    window.sign_in(office.manager)
    window.open(PAGE)
