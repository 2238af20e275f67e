"""The run that takes instalments: many plans due on one day, beside inserting as many rows at once."""

import os
import time

import psycopg

from agency.autopay import services
from portal.keys import new_key
from tests.bench.house import House
from tests.bench.rows import Row, row
from tests.office import Office, open_office

PLANS = int(os.environ.get("BENCH_PLANS", "100000"))
"""How many plans are due; fewer for a quick look."""
# Of an agency that is new to it the server believes that it has no rows, and would read all of them
# for each case; so it looks once some are there. What follows the cases is right as it is written,
# and is not checked row by row.
FILL = """
insert into debtors (agency_id, id, creditor_id, kind, name, match_key, customer_no, org_no, vat_no,
                     street, postcode, city, country, email, phone, locale, time_zone)
select %(agency)s, gen_random_uuid(), %(creditor)s, 'consumer', 'Debtor ' || n, 'i' || n, '', '', '',
       'Oudegracht ' || n, '3511 AB', 'Utrecht', 'NL', 'd' || n || '@debtor.example', '', 'nl',
       'Europe/Amsterdam'
from generate_series(1, %(count)s) n;
analyze debtors;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select agency_id, gen_random_uuid(), 3000000 + row_number() over (), creditor_id, id, 'EUR', now(),
       'debtor', 'instalment', now(), current_date
from debtors where agency_id = %(agency)s and match_key like 'i%%' limit 1000;
analyze cases, worklist_entries;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select agency_id, gen_random_uuid(), 3000000 + 1000 + row_number() over (), creditor_id, id,
       'EUR', now(),
       'debtor', 'instalment', now(), current_date
from debtors d where agency_id = %(agency)s and match_key like 'i%%'
  and not exists (select from cases c where c.agency_id = d.agency_id and c.debtor_id = d.id);
set session_replication_role = replica;
insert into reviews (agency_id, id, creditor_id, case_id, outcome, text, at, reply)
select agency_id, id, creditor_id, id, 'accepted', '', now(), ''
from cases where agency_id = %(agency)s and number > 3000000;
insert into claims (agency_id, id, creditor_id, case_id, placement_id, review_id, invoice_no,
                    invoice_date, due_on, principal_minor, currency, description, reminded_channel,
                    fee_percent, fee_reasons)
select c.agency_id, c.id, c.creditor_id, c.id, %(placement)s, c.id, 'I-' || c.number,
       current_date - 200, current_date - 100, 100000, 'EUR', 'Deliveries', '', 15, '[]'
from cases c where agency_id = %(agency)s and number > 3000000;
insert into case_balances (agency_id, id, creditor_id, currency, principal_minor, interest_minor,
                           costs_minor, paid_minor, open_minor)
select agency_id, case_id, creditor_id, 'EUR', principal_minor, 0, 0, 0, principal_minor
from claims where agency_id = %(agency)s and invoice_no like 'I-%%';
insert into plans (agency_id, id, creditor_id, case_id, state, channel, total_minor, currency, day,
                   interest, interest_minor, grace_days, beyond_why, made_by, made_at, open_until,
                   shown, shown_hash, agreed_at, agreed_by, agreed_ip, agreed_with, next_on,
                   next_minor, late_minor, ended_why, letter_key, letter_hash)
select agency_id, id, creditor_id, id, 'running', 'portal', 100000, 'EUR', 1, 'runs', 0, 7, '',
       'debtor', now(), current_date, '{}', '0', now(), 'x', '', '', current_date, 25000, 0, '', '',
       ''
from cases where agency_id = %(agency)s and number > 3000000;
insert into saved_methods (agency_id, id, creditor_id, case_id, plan_id, state, kind, customer_ref,
                           method_ref, checkout_url, brand, last4, exp_month, exp_year, mandate_url,
                           shown, shown_hash, agreed_by, agreed_ip, agreed_with, locale, agreed_at,
                           active_at, risk, over_why)
select agency_id, id, creditor_id, case_id, id, 'active', 'card', 'cus_' || id, 'pm_' || id, '',
       'visa', '4242', 12, 2099, '', '{}', '0', 'x', '', '', 'nl', now(), now(), '', ''
from plans where agency_id = %(agency)s;
"""


def rows(house: House) -> dict[str, Row]:
    """Instalments chosen and tries written per second; calls of the provider are not part of it."""
    office = open_office(house.app)
    _fill(house, office)
    house.analyze()
    seconds = _timed_run(office)
    house.analyze()
    floor = _floor(house, office)
    return {
        "instalment_run_per_second": row(
            PLANS / seconds,
            "plans/s",
            f"{PLANS:,} plans with a saved card due on one day, chunks of {services.CHUNK:,}, one "
            "connection, commits reach the disk; instalments chosen, tries and their jobs written, "
            "calls of the provider excluded; floor: one INSERT ... SELECT of as many tries",
            floor=PLANS / floor,
        )
    }


def _timed_run(office: Office) -> float:
    began, written, after = time.perf_counter(), 0, None
    while True:
        with office.at_work():
            found = services.run(after=after)
        written, after = written + found.tries, found.place
        if after is None:
            break
    assert written == PLANS, written
    return time.perf_counter() - began


def _fill(house: House, office: Office) -> None:
    creditor_id = office.new_creditor()
    case_id = office.accepted_case(creditor_id)
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as owner:
        placement = owner.execute(
            "select placement_id from claims where case_id = %s", (case_id,)
        ).fetchone()
        facts = {
            "agency": office.agency_id,
            "creditor": creditor_id,
            "count": PLANS,
            "placement": placement[0] if placement else new_key(),
        }
        for statement in FILL.strip().split(";\n"):
            owner.execute(statement.rstrip(";"), facts)


def _floor(house: House, office: Office) -> float:
    """The same rows, inserted by one statement as the application's role."""
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as owner:
        owner.execute(
            "create table kept_attempts as select * from charge_attempts where agency_id = %s",
            (office.agency_id,),
        )
        owner.execute("grant select on kept_attempts to portal_app")
        owner.execute("delete from charge_attempts where agency_id = %s", (office.agency_id,))
    with psycopg.connect(house.plain_url("portal_app")) as connection:
        connection.execute(f"set local app.agency_id = '{office.agency_id}'")
        began = time.perf_counter()
        connection.execute("insert into charge_attempts select * from kept_attempts")
        connection.commit()
        return time.perf_counter() - began
