"""Server time of the pages staff live in, with a thousand and a hundred thousand cases."""

import uuid

import psycopg
from flask.testing import FlaskClient

from agency.ledger.carrying import carry_forward
from agency.ledger.proving import recount
from portal.accounts.permissions import Role
from portal.keys import new_key
from tests.bench.house import House
from tests.bench.rows import Row, p99_ms, row
from tests.office import Office, open_office

TIMES = 300
# Of an agency that is new to it the server believes that it has no rows, and would read all of them
# for each case; so it looks once some are there. What follows the cases is right as it is written,
# and is not checked row by row.
PEOPLE = """
insert into debtors (agency_id, id, creditor_id, kind, name, match_key, customer_no, org_no, vat_no,
                     street, postcode, city, country, email, phone, locale, time_zone)
select %(agency)s, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, %(creditor)s,
       'business', 'Debtor ' || n, 'k' || n, '', '', '', 'Oudegracht ' || n, '3511 AB', 'Utrecht',
       'NL', 'd' || n || '@debtor.example', '', 'nl', 'Europe/Amsterdam'
from generate_series(1, %(count)s) n;
analyze debtors;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select %(agency)s, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 1000000 + n,
       %(creditor)s, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'EUR',
       now() - n * interval '1 minute', case n %% 4 when 0 then 'agency' when 1 then 'debtor'
       when 2 then 'creditor' else 'lawyer' end, 'notice', now(), current_date + (n %% 60)::int - 30
from generate_series(1, least(1000, %(count)s)) n;
analyze cases, worklist_entries;
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, mover, move,
                   move_since, move_until)
select %(agency)s, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 1000000 + n,
       %(creditor)s, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'EUR',
       now() - n * interval '1 minute', case n %% 4 when 0 then 'agency' when 1 then 'debtor'
       when 2 then 'creditor' else 'lawyer' end, 'notice', now(), current_date + (n %% 60)::int - 30
from generate_series(1001, %(count)s) n;
set session_replication_role = replica;
insert into reviews (agency_id, id, creditor_id, case_id, outcome, text, at, reply)
select agency_id, ('00000000-0000-7000-8004-' || right(id::text, 12))::uuid, creditor_id, id,
       'accepted', '', now(), '' from cases where agency_id = %(agency)s;
insert into claims (agency_id, id, creditor_id, case_id, placement_id, review_id, invoice_no,
                    invoice_date, due_on, principal_minor, currency, description, reminded_channel,
                    fee_percent, fee_reasons)
select c.agency_id, ('00000000-0000-7000-8002-' || right(c.id::text, 12))::uuid, c.creditor_id,
       c.id, %(placement)s, ('00000000-0000-7000-8004-' || right(c.id::text, 12))::uuid,
       'F-' || c.number, '2026-01-15', '2026-02-15', 100000, 'EUR', 'Deliveries', '', 15, '[]'
from cases c where agency_id = %(agency)s and number > 1000000;
insert into entries (agency_id, id, key, kind, text, lines, booked_on, recorded_at, creditor_id,
                     case_id)
select agency_id, ('00000000-0000-7000-8003-' || right(id::text, 12))::uuid, 'bench:' || number,
       'claims.accepted', '', 2, '2026-03-01', now(), creditor_id, id
from cases where agency_id = %(agency)s and number > 1000000;
insert into postings (agency_id, id, entry_id, line, of_lines, account_id, amount_minor, currency,
                      creditor_id, case_id, claim_id, memo)
select c.agency_id, gen_random_uuid(), ('00000000-0000-7000-8003-' || right(c.id::text, 12))::uuid,
       side.line, 2, side.account, side.amount, 'EUR', c.creditor_id, c.id,
       ('00000000-0000-7000-8002-' || right(c.id::text, 12))::uuid, ''
from cases c, (values (1, %(owed)s::uuid, 100000), (2, %(held)s::uuid, -100000))
     as side (line, account, amount)
where c.agency_id = %(agency)s and c.number > 1000000;
insert into case_balances (agency_id, id, creditor_id, currency, principal_minor, interest_minor,
                           costs_minor, paid_minor, open_minor)
select agency_id, id, creditor_id, 'EUR', 100000, 0, 0, 0, 100000
from cases where agency_id = %(agency)s and number > 1000000;
insert into events (agency_id, id, at, kind, actor, subject_type, subject_id, case_id, creditor_id,
                    data, request_id)
select c.agency_id, gen_random_uuid(), now(), kind, 'system', 'cases', c.id, c.id, c.creditor_id,
       '{}', '' from cases c, unnest(array['case.opened', 'claim.placed', 'claims.accepted']) kind
where c.agency_id = %(agency)s and c.number > 1000000;
"""


def rows(house: House) -> dict[str, Row]:
    """The 99th percentile of the case page, the worklist, a creditor's first page and the ledger, at
    both sizes; the books were counted in the night before."""
    found: dict[str, Row] = {}
    for count, name in ((1_000, "1k"), (100_000, "100k")):
        office = open_office(house.app)
        creditor_id = fill(house, office, count)
        with office.at_work():
            recount()
            carry_forward(new_key())
        client = office.sign_in(office.manager)
        creditor = office.sign_in(office.new_person(Role.CLERK, creditor_id))

        def open_case(n: int, count: int = count, client: FlaskClient = client) -> None:
            case_id = uuid.UUID(f"00000000-0000-7000-8001-{(n * 7919) % count + 1:012x}")
            answer = client.get(f"/agency/cases/{case_id}")
            assert answer.status_code == 200, answer.text[:500]

        def open_worklist(_: int, client: FlaskClient = client) -> None:
            answer = client.get("/agency/cases/")
            assert answer.status_code == 200

        def open_first_page(_: int, client: FlaskClient = creditor) -> None:
            answer = client.get("/creditor/")
            assert answer.status_code == 200

        def open_ledger(_: int, client: FlaskClient = client) -> None:
            answer = client.get("/agency/ledger/")
            assert answer.status_code == 200

        how = f"{TIMES} requests over the WSGI test client, one process, {count:,} open cases"
        found[f"case_page_p99_ms_{name}"] = row(p99_ms(TIMES, open_case), "ms", how)
        found[f"worklist_p99_ms_{name}"] = row(p99_ms(TIMES, open_worklist), "ms", how)
        found[f"creditor_page_p99_ms_{name}"] = row(p99_ms(TIMES, open_first_page), "ms", how)
        found[f"ledger_p99_ms_{name}"] = row(p99_ms(TIMES, open_ledger), "ms", how)
    return found


def fill(house: House, office: Office, count: int) -> uuid.UUID:
    """Cases of one creditor by the set, with what their pages read. Returns the creditor."""
    creditor_id = office.new_creditor()
    office.accepted_case(creditor_id)
    with psycopg.connect(house.plain_url("postgres"), autocommit=True) as connection:
        accounts: dict[str, uuid.UUID] = dict(
            connection.execute(
                "select kind, id from accounts where agency_id = %s", (office.agency_id,)
            ).fetchall()
        )
        placement = connection.execute(
            "select id from placements where agency_id = %s", (office.agency_id,)
        ).fetchone()
        assert placement
        facts = {
            "agency": office.agency_id,
            "creditor": creditor_id,
            "count": count,
            "placement": placement[0],
            "owed": accounts["owed_principal"],
            "held": accounts["claims_held"],
        }
        client = psycopg.ClientCursor(connection)
        with connection.transaction():
            for statement in PEOPLE.split(";\n"):
                if statement.strip():
                    client.execute(statement, facts)
    house.analyze()
    return creditor_id
