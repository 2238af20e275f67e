"""The nightly planning run over many open cases, beside inserting as many actions by one statement."""

import os
import resource
import time

import psycopg
from sqlalchemy import text

from agency.strategy.kinds import By, Deed
from agency.strategy.services import planning
from agency.strategy.services.running import CHUNK, run, run_again
from portal import clock, db
from portal.tenancy import acting_for
from tests.agency.strategy.desk import new_strategy, steps_at
from tests.bench.house import House
from tests.bench.rows import Row, row
from tests.office import Office, open_office

CASES = int(os.environ.get("BENCH_CASES", "1000000"))
"""How many open cases; fewer for a quick look."""
# Of an agency that is new to it the server believes that it has no rows, and would read all of them
# for each case; so it looks once some are there. What follows the cases is right as it is written,
# and is not checked row by row.
FILL = """
insert into debtors (agency_id, id, creditor_id, kind, name, match_key, customer_no, org_no, vat_no,
                     street, postcode, city, country, email, phone, locale, time_zone)
select %(agency)s, gen_random_uuid(), %(creditor)s,
       case n %% 3 when 0 then 'consumer' else 'business' end, 'Debtor ' || n, 'p' || n, '', '', '',
       'Oudegracht ' || n, '3511 AB', 'Utrecht', 'NL',
       case n %% 5 when 0 then '' else 'd' || n || '@debtor.example' end,
       case n %% 2 when 0 then '' else '+31 30 555 0100' end, 'nl', 'Europe/Amsterdam'
from generate_series(1, %(count)s) n;
analyze debtors;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select agency_id, gen_random_uuid(), 2000000 + row_number() over (), creditor_id, id, 'EUR', now(),
       'agency', 'notice', now(), current_date
from debtors where agency_id = %(agency)s and match_key like 'p%%' limit 1000;
analyze cases, worklist_entries;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select agency_id, gen_random_uuid(), 2000000 + 1000 + row_number() over (), creditor_id, id,
       'EUR', now(),
       'agency', 'notice', now(), current_date
from debtors d where agency_id = %(agency)s and match_key like 'p%%'
  and not exists (select from cases c where c.agency_id = d.agency_id and c.debtor_id = d.id);
set session_replication_role = replica;
insert into reviews (agency_id, id, creditor_id, case_id, outcome, text, at, reply)
select agency_id, id, creditor_id, id, 'accepted', '', now(), ''
from cases where agency_id = %(agency)s and number > 2000000;
insert into claims (agency_id, id, creditor_id, case_id, placement_id, review_id, invoice_no,
                    invoice_date, due_on, principal_minor, currency, description, reminded_channel,
                    fee_percent, fee_reasons)
select c.agency_id, c.id, c.creditor_id, c.id, %(placement)s, c.id, 'P-' || c.number,
       current_date - 200, current_date - (c.number %% 90)::int, 10000 + c.number %% 200000, 'EUR',
       'Deliveries', '', 15, '[]'
from cases c where agency_id = %(agency)s and number > 2000000;
insert into case_balances (agency_id, id, creditor_id, currency, principal_minor, interest_minor,
                           costs_minor, paid_minor, open_minor)
select agency_id, case_id, creditor_id, 'EUR', principal_minor, 0, 0, 0, principal_minor
from claims where agency_id = %(agency)s and invoice_no like 'P-%%';
insert into holds (agency_id, id, creditor_id, case_id, reason, text, held_by, held_at)
select agency_id, gen_random_uuid(), creditor_id, id, 'other', '', 'bench', now()
from cases where agency_id = %(agency)s and number > 2000000 and number %% 20 = 0;
"""


def rows(house: House) -> dict[str, Row]:
    """Cases planned per second on the first night, on a night without news, and by the guard alone."""
    office = open_office(house.app)
    _fill(house, office, CASES)
    new_strategy(office, *_ladder())
    first = _timed_run(office)
    house.analyze()
    floor = _floor(house, office)
    house.analyze()
    quiet = _timed_run(office, again=True)
    guard = _guarded(office)
    how = f"{CASES:,} open cases, chunks of {CHUNK:,}, one connection, commits reach the disk"
    return {
        "planning_cases_per_second": row(
            CASES / first,
            "cases/s",
            f"{how}; courses begun and actions planned; floor: one INSERT ... SELECT of the actions",
            floor=CASES / floor,
        ),
        "planning_again_cases_per_second": row(
            CASES / quiet, "cases/s", f"{how}; nothing has changed", floor=CASES / floor
        ),
        "guard_cases_per_second": row(
            guard[0] / guard[1], "cases/s", f"every bar asked of {guard[0]:,} due actions"
        ),
        "planning_peak_memory_mb": row(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "MB",
            "peak of the process, all measurements before it included",
        ),
    }


def _ladder() -> list[dict[str, object]]:
    """Six steps, the second of them by the size of the balance."""
    call = {"deed": Deed.CALL, "notice_kind": "", "channel": ""}
    demands = steps_at(1, 8, 20, 30, 45, 60)
    small = {**demands[1], "below_minor": 50_000, "channel": By.BEST}
    large = {**demands[1], **call, "variant": 2, "from_minor": 50_000}
    return [demands[0], small, large, *demands[2:]]


def _timed_run(office: Office, *, again: bool = False) -> float:
    today = clock.today()
    if again:
        with office.at_work():
            run_again(today)
    began = time.perf_counter()
    with office.at_work():
        found = run(today)
    assert found.cases >= CASES, found.cases
    return time.perf_counter() - began


def _guarded(office: Office) -> tuple[int, float]:
    with acting_for(office.agency_id):
        due = db.session.execute(
            text("select count(*) from actions where state = 'planned' and planned_on <= :today"),
            {"today": clock.today()},
        ).scalar_one()
        began = time.perf_counter()
        planning.mark_held(text("true"), clock.today())  # type: ignore[arg-type]
        return due, time.perf_counter() - began


def _floor(house: House, office: Office) -> float:
    """The same action rows, inserted by one statement as the application's role."""
    role = "portal_app"
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as owner:
        owner.execute(
            "create table kept_actions as select * from actions where agency_id = %s",
            (office.agency_id,),
        )
        owner.execute("grant select on kept_actions to portal_app")
        owner.execute("delete from actions where agency_id = %s", (office.agency_id,))
        owner.execute("vacuum analyze")
    with psycopg.connect(house.plain_url(role), autocommit=True) as connection:
        began = time.perf_counter()
        with connection.transaction():
            connection.execute(f"set local app.agency_id = '{office.agency_id}'")
            connection.execute("set local app.creditor_id = ''")
            connection.execute("insert into actions select * from kept_actions")
        return time.perf_counter() - began


def _fill(house: House, office: Office, count: int) -> None:
    creditor_id = office.new_creditor()
    office.accepted_case(creditor_id)
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as connection:
        placement = connection.execute(
            "select id from placements where agency_id = %s", (office.agency_id,)
        ).fetchone()
        assert placement
        facts = {
            "agency": office.agency_id,
            "creditor": creditor_id,
            "count": count,
            "placement": placement[0],
        }
        client = psycopg.ClientCursor(connection)
        for statement in FILL.split(";\n"):
            if statement.strip():
                client.execute(statement, facts)
    house.analyze()
