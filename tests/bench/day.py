"""The collector's day in an agency with a million open cases: the worklist, and a case of it.

`BENCH_CASES=20000 python -m tests.bench day` measures the same with fewer.
"""

import os
import re
import uuid
from typing import Any

import psycopg
from flask.testing import FlaskClient

from agency.worklist import services
from portal.accounts.permissions import Role
from tests.bench.house import House
from tests.bench.pages import fill
from tests.bench.rows import Row, p99_ms, row
from tests.office import Office, Person, open_office

MILLION = 1_000_000
CASES = int(os.environ.get("BENCH_CASES", str(MILLION)))
TIMES = 300
COLLECTORS = 20
SPREAD = """
update debtors set phone = '+31 30 555 ' || right(id::text, 4)
where agency_id = %(agency)s and right(id::text, 1) < 'a';
update cases set
  collector_id = (%(collectors)s::uuid[])[1 + number %% %(people)s],
  mover = case when number %% 7 < 3 then 'agency' when number %% 7 < 5 then 'debtor'
               else 'creditor' end,
  move = case number %% 70 when 0 then 'broken_promise' when 1 then 'request' when 2 then 'held'
         when 7 then 'review' else case when number %% 7 < 3 then 'notice'
         when number %% 7 < 5 then 'pay' else 'answer' end end,
  move_until = current_date + (number %% 60)::int - 5
where agency_id = %(agency)s and number > 1000000;
update case_balances set principal_minor = 1000 + abs(hashtext(id::text)) %% 1000000,
  open_minor = 1000 + abs(hashtext(id::text)) %% 1000000
where agency_id = %(agency)s;
"""


def rows(house: House) -> dict[str, Row]:
    """The 99th percentile of both pages."""
    office = open_office(house.app)
    fill(house, office, CASES)
    collectors = [office.new_person(Role.COLLECTOR) for _ in range(COLLECTORS)]
    _spread(house, office, collectors)
    with office.at_work():
        services.divide()
    after: uuid.UUID | None = None
    while True:
        with office.at_work():
            after = services.reckon_after(after)
        if after is None:
            break
    house.analyze()
    clients = [office.sign_in(person) for person in collectors]
    listed = [_cases_on(client) for client in clients]

    def open_list(n: int) -> None:
        _get(clients[n % COLLECTORS], "/agency/worklist/")

    def open_case(n: int) -> None:
        own = listed[n % COLLECTORS]
        _get(clients[n % COLLECTORS], own[n // COLLECTORS % len(own)])

    size = "1m" if CASES == MILLION else f"{CASES // 1000}k"
    how = f"{TIMES} requests over the WSGI test client, one process, {CASES:,} open cases"
    return {
        f"worklist_p99_ms_{size}": row(p99_ms(TIMES, open_list), "ms", how),
        f"case_page_p99_ms_{size}": row(p99_ms(TIMES, open_case), "ms", how),
    }


def _spread(house: House, office: Office, collectors: list[Person]) -> None:
    """Give the cases to people, and each its own move, deadline and amount."""
    facts: dict[str, Any] = {
        "agency": office.agency_id,
        "collectors": [person.membership_id for person in collectors],
        "people": len(collectors),
    }
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as connection:
        client = psycopg.ClientCursor(connection)
        for statement in SPREAD.split(";\n"):
            if statement.strip():
                client.execute(statement, facts)


def _cases_on(client: FlaskClient) -> list[str]:
    """The addresses of the cases on the first page of somebody's list."""
    return re.findall(r'row-link"\s+href="([^"]+)"', _get(client, "/agency/worklist/"))


def _get(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text
