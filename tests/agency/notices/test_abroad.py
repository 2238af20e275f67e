"""Notices to debtors outside the Netherlands: their own terms, words and what follows from them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from flask import current_app

from agency.charges.services import owed
from agency.clients.models import Creditor
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices import languages, services
from agency.notices.contents import Contents
from agency.notices.freezing import thaw
from agency.notices.models import NoticeState
from agency.notices.services.fitting import kinds_for
from agency.notices.services.obstacles import of_sending
from portal import clock
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.notices.desk import MONDAY, Desk, one, open_desk
from tests.office import Office, new_claim, new_debtor

pytestmark = pytest.mark.usefixtures("monday")

CONSUMER = DebtorKind.CONSUMER
LETTER, DEMAND = NoticeKind.FOURTEEN_DAY_LETTER, NoticeKind.DEMAND

HOMES = {
    "BE": {"country": "BE", "postcode": "2000", "city": "Antwerpen"},
    "DE": {"country": "DE", "postcode": "10115", "city": "Berlin"},
    "FR": {"country": "FR", "postcode": "75001", "city": "Paris"},
    "GB": {"country": "GB", "postcode": "SW1A 1AA", "city": "London"},
    "LT": {"country": "LT", "postcode": "01103", "city": "Vilnius"},
    "NO": {"country": "NO", "postcode": "0150", "city": "Oslo"},
    "US": {"country": "US", "postcode": "60601", "city": "Chicago"},
}


def abroad(office: Office, country: str, kind: DebtorKind = CONSUMER) -> Desk:
    """The case of a debtor in a country, whose creditor is in the trade register."""
    found = open_desk(office, kind=kind, name="Anna Janssen", **HOMES[country])
    with office.at_work():
        get(Creditor, found.creditor_id).register_no = "0428.171.902"
    return found


def text_of(desk: Desk, notice_id: object) -> str:
    with desk.office.at_work():
        notice = one(notice_id)
        assert notice.state == NoticeState.READY, notice.render_error
        content = current_app.extensions["storage"].read(notice.file_key)
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_belgian_reminder_gives_its_own_term_and_names_the_creditor_s_number(
    office: Office,
) -> None:
    desk = abroad(office, "BE")
    notice_id = desk.rendered(kind=LETTER, channel="post")
    said = text_of(desk, notice_id)
    assert "within 14 calendar days" in said
    assert "0428.171.902" in said
    with office.at_work():
        assert one(notice_id).due_on == date(2026, 12, 9)  # from Thursday 26 November on


@pytest.mark.parametrize(
    ("country", "kind"),
    [
        *((country, CONSUMER) for country in ("BE", "DE", "GB", "LT", "US")),
        *((country, DebtorKind.BUSINESS) for country in ("BE", "DE", "FR", "LT")),
    ],
)
def test_a_demand_can_be_made_where_the_law_is_known(
    office: Office, country: str, kind: DebtorKind
) -> None:
    desk = abroad(office, country, kind)
    assert "Anna Janssen" in text_of(desk, desk.rendered(kind=DEMAND, channel="post"))


def test_a_norwegian_demand_waits_for_the_term_of_the_warning(office: Office) -> None:
    desk = abroad(office, "NO")
    debtor = new_debtor(kind=CONSUMER, name="Ola Nordmann", **HOMES["NO"])
    claim = new_claim(debtor=debtor, principal=Money.of(1000, "NOK"))
    desk = replace(desk, case_id=office.accepted_case(desk.creditor_id, claim))
    with pytest.raises(Refused, match="must go first"):
        desk.prepared(kind=DEMAND, channel="post")
    desk.dispatched(kind=LETTER, channel="email")
    with pytest.raises(Refused, match="The free term runs through 7 Dec 2026"):
        desk.prepared(kind=DEMAND, channel="post")
    with clock.moved_to(MONDAY + timedelta(days=15)):
        notice_id = desk.rendered(kind=DEMAND, channel="email", due_on=None)
        said = text_of(desk, notice_id)
        with office.at_work():
            before = owed(desk.case, clock.today()).collection_costs
            services.dispatch(one(notice_id), by=office.collector.user)
        with office.at_work():
            assert before == Money.of(38, "NOK")
            after = owed(desk.case, clock.today()).collection_costs
            assert after == Money.of(38, "NOK") + Money.of("262.50", "NOK")
            sent = [letter["kind"] for letter in desk.case.claims[0].letters]
            assert sent == ["warning", "agency_demand"]
    assert "Finansklagenemnda" in said


def test_a_german_demand_opens_the_way_to_costs(office: Office) -> None:
    desk = abroad(office, "DE")
    desk.dispatched(kind=DEMAND, channel="email")
    with office.at_work():
        claim = desk.case.claims[0]
        assert (claim.reminded_on, claim.reminded_channel) == (clock.today(), "email")


def test_a_dutch_demand_is_no_letter_before_costs(office: Office) -> None:
    desk = open_desk(office, kind=CONSUMER, name="Anna de Wit")
    desk.dispatched(kind=DEMAND, channel="email")
    with office.at_work():
        assert desk.case.claims[0].reminded_on is None


def test_an_american_notice_waits_for_a_new_one_when_its_time_to_contest_has_become_short(
    office: Office,
) -> None:
    desk = abroad(office, "US")
    notice_id = desk.rendered(kind=DEMAND, channel="post")
    with office.at_work():
        notice = one(notice_id)
        named = thaw(Contents, notice.facts["contents"]).contest_by
        assert named == notice.due_on == date(2027, 1, 6)
        assert of_sending(notice) == ""
    with clock.moved_to(MONDAY + timedelta(days=9)), office.at_work():
        assert "has become too short" in of_sending(one(notice_id))


UNKNOWN = [
    ("FR", CONSUMER, "no rules for statutory interest"),
    ("GB", DebtorKind.BUSINESS, "are in GBP"),
]


@pytest.mark.parametrize(("country", "kind", "why"), UNKNOWN)
def test_where_the_law_gives_no_figures_no_notice_is_made_up(
    office: Office, country: str, kind: DebtorKind, why: str
) -> None:
    desk = abroad(office, country, kind)
    with pytest.raises(Refused, match=why):
        desk.prepared(kind=DEMAND, channel="post")


def test_the_office_can_ask_only_for_what_is_known(office: Office) -> None:
    desk, why = abroad(office, "FR"), "no rules for statutory interest"
    notice_id = desk.rendered(kind=DEMAND, channel="post", known_only=True)
    said = text_of(desk, notice_id)
    assert "This letter asks no interest." in said
    assert "Interest runs on" not in said
    with office.at_work():
        notice = one(notice_id)
        assert notice.total == Money.of(1000)
        assert why in thaw(Contents, notice.facts["contents"]).left_out
    assert why in office.sign_in(office.collector).get(f"/agency/notices/{notice_id}").text


def test_interest_runs_on_where_only_the_costs_are_not_known(office: Office) -> None:
    desk = abroad(office, "GB", DebtorKind.BUSINESS)
    said = text_of(desk, desk.rendered(kind=DEMAND, channel="post", known_only=True))
    assert "Interest runs on until you have paid." in said
    assert "asks no interest" not in said


def test_interest_is_asked_through_the_last_half_year_with_a_rate(office: Office) -> None:
    desk = open_desk(office)
    with clock.moved_to(datetime(2027, 1, 5, 10, tzinfo=UTC)):
        with pytest.raises(Refused, match=r"H1-2027.*Choose to ask only for what is known"):
            desk.prepared(kind=DEMAND, due_on=None)
        page = office.sign_in(office.collector).get(f"/agency/notices/new/{desk.case_id}").text
        assert 'name="known_only"' in page
        said = text_of(desk, desk.rendered(kind=DEMAND, known_only=True, due_on=None))
    assert "Interest is counted through 31 December 2026" in said
    assert "For the time after 31 December 2026 this letter asks no interest." in said
    assert "Interest runs on" not in said


def test_what_is_known_whole_needs_no_choice(office: Office) -> None:
    desk = open_desk(office)
    page = office.sign_in(office.collector).get(f"/agency/notices/new/{desk.case_id}").text
    assert 'name="known_only"' not in page
    assert "Interest runs on" in text_of(desk, desk.rendered(kind=DEMAND))


@pytest.mark.parametrize(
    ("country", "own"), [("FR", "fr"), ("BE", "nl"), ("NO", "nb"), ("LT", "lt"), ("DE", "de")]
)
def test_a_debtor_is_written_to_in_its_own_language_else_in_the_country_s(
    office: Office, country: str, own: str
) -> None:
    desk = abroad(office, country)
    with office.at_work():
        debtor = desk.case.debtor
        there = languages.languages_for(debtor, DEMAND)
        assert next(iter(there)) == own
        debtor.locale = "en"
        assert languages.locale_for(debtor, DEMAND) == "en"
        debtor.locale = "xx"
        assert languages.locale_for(debtor, DEMAND) == own


def test_a_notice_is_not_written_in_a_language_that_has_no_words_for_it(office: Office) -> None:
    desk = abroad(office, "BE")
    with pytest.raises(Refused, match="does not exist in that language"):
        desk.prepared(kind=DEMAND, channel="post", locale="lt")


def test_a_german_debtor_gets_no_fourteen_day_letter(office: Office) -> None:
    desk = abroad(office, "DE")
    with office.at_work():
        assert kinds_for(desk.case, owed(desk.case, clock.today()))[LETTER]


def test_the_page_says_by_which_law_a_notice_is_due_and_why_there_are_no_costs(
    office: Office,
) -> None:
    american, belgian = abroad(office, "US"), abroad(office, "BE")
    collector = office.sign_in(office.collector)
    page = collector.get(f"/agency/notices/new/{american.case_id}?kind=demand").text
    assert "6 Jan 2027" in page
    assert 'name="due_on"' not in page
    page = collector.get(f"/agency/notices/new/{belgian.case_id}?kind=demand").text
    assert "The law sets the term" in page
    assert "No letter with the free term was sent yet" in page
    notice_id = american.rendered(kind=DEMAND, channel="post")
    assert 'name="due_on"' not in collector.get(f"/agency/notices/{notice_id}/change").text


def test_an_american_is_not_written_to_while_it_may_be_night_there(office: Office) -> None:
    desk = abroad(office, "US")
    with office.at_work():
        assert desk.case.debtor.time_zone == "UTC"  # nobody knows
    with pytest.raises(Refused, match="where the debtor may be"):
        desk.dispatched(kind=DEMAND, channel="email")
    with clock.moved_to(MONDAY + timedelta(hours=9)):  # 14:00 in New York, 9:00 in Honolulu
        other = abroad(office, "US")
        other.dispatched(kind=DEMAND, channel="email")
