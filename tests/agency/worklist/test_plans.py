"""The list costs the same whatever the agency has: few questions, each answered by an index."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from portal import clock, db
from tests.agency.cases.test_worklist import crowd
from tests.agency.contacts.desk import WEDNESDAY
from tests.office import Office
from tests.watching import plan, statements

LIST = "/agency/worklist/"


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    with clock.moved_to(WEDNESDAY):
        yield


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("", "ix_worklist_entries_day"),
        ("?whose=all", "ix_worklist_entries_all"),
        ("?calls=yes", "ix_worklist_entries_calls"),
    ],
)
def test_an_index_answers_among_thousands(office: Office, asked: str, index: str) -> None:
    crowd(office, office.new_creditor(), 6_000)
    client = office.sign_in(office.collector)
    with statements(office.app) as seen:
        assert client.get(f"{LIST}{asked}").status_code == 200
    page = next(one for one in seen if "from unnest" in one[0] and "count(*)" not in one[0])
    with office.at_work():
        for way in ("enable_seqscan", "enable_sort"):  # Few rows are soon read and sorted.
            db.session.execute(text(f"set local {way} = off"))
        how = plan(page)
    assert f"Index Scan using {index}" in how, "its order is the list's"
    reached = re.search(r"Index Cond: (.*rank.* = r\.rank.*)", how)
    assert reached, "one kind of task is a range of it"


def test_more_cases_ask_no_more_questions(office: Office) -> None:
    creditor = office.new_creditor()
    crowd(office, creditor, 3)
    client = office.sign_in(office.collector)

    def asked() -> int:
        with statements(office.app) as seen:
            assert client.get(LIST).status_code == 200
        return len(seen)

    few = asked()
    crowd(office, office.new_creditor(), 60)
    assert asked() <= few + 2
    assert few <= 24
