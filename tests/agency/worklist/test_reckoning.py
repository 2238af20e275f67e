"""The night: segments, what cases are worth, when people are reached; and the hours of calls."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from agency.cases.models import Case, HoldReason
from agency.cases.services import lift_hold, put_on_hold
from agency.law.vocabulary import DebtorKind
from agency.worklist.currencies import start, stretch
from agency.worklist.models import NOBODY, CallingRate, WorklistEntry
from agency.worklist.queries.places import Wanted, page_of
from agency.worklist.queries.settings import peak_hours
from agency.worklist.services import CHUNK, count_calls, divide, reckon_after, set_peak_hours
from agency.worklist.worth import MOST_WORTH
from portal import clock, db, outbox
from portal.money import MINOR_DIGITS, Money
from portal.web import get
from tests.agency.contacts.desk import PHONE, WEDNESDAY, log, new_case
from tests.office import Office, new_claim, new_debtor, rows
from tests.worker import run_jobs

LIST = "/agency/worklist/"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    with clock.moved_to(WEDNESDAY):
        yield


def owing(office: Office, euros: int, **debtor: object) -> uuid.UUID:
    claim = new_claim(debtor=new_debtor(phone=PHONE, **debtor), principal=Money(euros * 100))
    return office.accepted_case(None, claim)


def segments(office: Office) -> dict[uuid.UUID, str]:
    with office.at_work():
        return {it.id: it.segment for it in rows(WorklistEntry)}


def seen(office: Office, **asked: str) -> str:
    answer = office.sign_in(office.collector).get(LIST, query_string=asked)
    assert answer.status_code == 200
    return answer.text


def test_few_cases_make_up_most_of_the_money(office: Office) -> None:
    cases = {euros: owing(office, euros) for euros in (5000, 3000, 900, 600, 300, 200)}
    new = office.place(office.new_creditor())
    for changed in (5, 0):
        with office.at_work():
            assert bool(divide()) is bool(changed)
        found = segments(office)
        assert {euros: found[one] for euros, one in cases.items()} == {
            5000: "A", 3000: "A", 900: "B", 600: "B", 300: "C", 200: "C",
        }  # fmt: skip
    assert found[new] == "C"
    assert str(cases[5000]) in seen(office, segment="A")
    assert str(cases[200]) not in seen(office, segment="A")


def test_the_night_runs_in_chunks_and_twice_is_once(office: Office) -> None:
    for euros in (500, 400):
        owing(office, euros)
    with office.at_work():
        outbox.later("worklist.renew")
    done = run_jobs(office, only="worklist")
    assert done == ["worklist.renew", "worklist.reckon", "worklist.assign"]

    def worths() -> dict[uuid.UUID, tuple[int, int]]:
        with office.at_work():
            return {it.id: (it.worth_minor, it.place) for it in rows(WorklistEntry)}

    first = worths()
    assert all(worth > 0 and place == -worth for worth, place in first.values())
    with office.at_work():
        assert len(first) < CHUNK
        assert reckon_after(None) is None
    assert worths() == first


def test_what_is_worth_more_comes_first(office: Office) -> None:
    small, large = owing(office, 100), owing(office, 5000)
    text = seen(office)
    assert text.index(str(large)) < text.index(str(small))


def in_kroner(office: Office, kroner: int) -> uuid.UUID:
    claim = new_claim(
        debtor=new_debtor(phone=PHONE, country="NO"), principal=Money(kroner * 100, "NOK")
    )
    return office.accepted_case(None, claim)


def test_values_of_two_currencies_are_never_compared(office: Office) -> None:
    small, large = owing(office, 100), owing(office, 900)
    kroner, more = in_kroner(office, 5000), in_kroner(office, 90_000)
    text = seen(office)
    at = [text.index(str(each)) for each in (large, small, more, kroner)]
    assert at == sorted(at)
    assert "within one currency" in text
    assert "EUR, NOK, in this order" in text
    alone = seen(office, currency="NOK")
    assert alone.index(str(more)) < alone.index(str(kroner))
    assert str(large) not in alone
    assert str(more) not in seen(office, currency="EUR")
    assert "Nothing here matches" in seen(office, currency="GBP")
    assert office.sign_in(office.collector).get(f"{LIST}?currency=XXX").status_code == 404


def test_the_next_case_is_of_the_currency_that_was_chosen(office: Office) -> None:
    owing(office, 900)
    kroner = in_kroner(office, 5000)
    answer = office.sign_in(office.collector).get(f"{LIST}next?currency=NOK")
    assert str(kroner) in answer.headers["Location"]


def test_one_currency_asks_for_no_words_about_others(office: Office) -> None:
    owing(office, 900)
    assert "within one currency" not in seen(office)


def test_a_page_goes_on_from_one_currency_into_the_next(office: Office) -> None:
    euros = [owing(office, 100 + each) for each in range(3)]
    kroner = [in_kroner(office, 100 + each) for each in range(3)]
    found: list[uuid.UUID] = []
    after = ""
    with office.at_work():
        for _ in range(3):
            page, after = page_of(Wanted(own=(NOBODY,)), clock.today(), size=2, after=after)
            found += [place.id for place in page]
    assert found == [*reversed(euros), *reversed(kroner)]


def test_a_case_that_moves_keeps_its_currencys_place(office: Office) -> None:
    kroner = in_kroner(office, 5000)
    with office.at_work():
        case = get(Case, kroner)
        put_on_hold(case, HoldReason.OTHER, by=office.collector.user)
        lift_hold(case, by=office.collector.user)
        db.session.flush()
        (entry,) = rows(WorklistEntry, WorklistEntry.id == kroner)
        assert (entry.currency, entry.rank) == ("NOK", 100)
        assert entry.place == start("NOK", "EUR") - entry.worth_minor
        assert entry.worth_minor > 0


@pytest.mark.parametrize("own", ["EUR", "NOK"])
def test_the_database_and_the_code_agree_on_stretches(office: Office, own: str) -> None:
    ends = []
    with office.at_work():
        for currency in MINOR_DIGITS:
            told = db.session.scalar(select(func.worklist_start(currency, own)))
            assert told == start(currency, own)
            behind, before = stretch(currency, own)
            assert before - behind == MOST_WORTH + 2
            ends.append((behind, before - 1))
    ends.sort()
    assert all(before <= behind for (_, before), (behind, _) in pairwise(ends))
    assert ends[0][1] == 0


def test_the_line_says_when_this_debtor_answers(office: Office) -> None:
    case_id = new_case(office)
    for day in range(5):
        with clock.moved_to(WEDNESDAY - timedelta(days=day + 1)):
            log(office, case_id, **({"spoke": "debtor", "outcome": "other"} if day < 3 else {}))
    text = seen(office)
    assert "reached 3 times, mostly between 12:00–14:00" in text
    assert "answers between 12:00–14:00: 3 of 5 calls" in text


def test_where_little_is_known_people_like_it_tell(office: Office) -> None:
    new_case(office)
    known = new_case(office)
    for day in range(5):
        with clock.moved_to(WEDNESDAY - timedelta(days=day + 1)):
            log(office, known, spoke="debtor", outcome="other")
    with office.at_work():
        count_calls()
        count_calls()
        assert [
            (it.country, it.debtor_kind, it.band, it.tries, it.reached) for it in rows(CallingRate)
        ] == [("NL", DebtorKind.BUSINESS, 12, 5, 5)]
    assert "such debtors answer best between 12:00–14:00 (100 %)" in seen(office)


def test_a_consumer_may_be_called_until_eight(office: Office) -> None:
    owing(office, 500, kind=DebtorKind.CONSUMER)
    assert "may call until 20:00" in seen(office)
    with clock.moved_to(WEDNESDAY.replace(hour=19)):
        assert "from 07:00 tomorrow" in seen(office)


def test_in_peak_hours_calls_alone_are_shown_with_a_switch(office: Office) -> None:
    calling = new_case(office)
    answering = office.place(office.new_creditor())
    with office.at_work():
        set_peak_hours([2], 11, 14, by=office.admin.user)
        set_peak_hours([2], 11, 14, by=office.admin.user)
        assert peak_hours().days == [2]
    text = seen(office)
    assert "Only calls are shown." in text
    assert str(calling) in text
    assert str(answering) not in text
    assert str(answering) in seen(office, calls="no")
    with clock.moved_to(WEDNESDAY + timedelta(hours=3)):
        assert str(answering) in seen(office)


def test_the_hours_are_a_part_of_the_settings(office: Office) -> None:
    client = office.sign_in(office.admin)
    address = "/agency/settings/peak-hours"
    assert client.get(address).status_code == 200
    asked = {"days": ["1", "3"], "from_hour": "17", "before_hour": "20"}
    assert client.post(address, data=asked).status_code == 302
    with office.at_work():
        assert (peak_hours().days, peak_hours().from_hour) == ([1, 3], 17)
    wrong = client.post(address, data={"from_hour": "20", "before_hour": "17"})
    assert wrong.status_code == 422
    assert "They end after they begin." in wrong.text
    assert office.sign_in(office.collector).get(address).status_code == 403
