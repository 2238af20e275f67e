"""Many cases at once, written as the books would have them, for plans and for speed."""

import uuid

from sqlalchemy import create_engine, text

from portal import db
from tests.office import Office

_DEBTORS = """
insert into debtors (agency_id, id, creditor_id, kind, name, match_key, customer_no, org_no, vat_no,
  street, postcode, city, country, email, phone, locale, time_zone)
select :agency, uuidv7(), :creditor, case when n % 3 = 0 then 'consumer' else 'business' end,
  'Crowd ' || n, 'crowd:' || :creditor || n, '', '', '', 'Laan ' || n, '1000 AA', 'Utrecht', 'NL',
  'crowd' || n || '@debtor.example', '', 'nl', 'Europe/Amsterdam'
from generate_series(1, :many) as n
"""
_CASES = """
insert into cases (agency_id, id, number, creditor_id, debtor_id, currency, opened_at, closed_at,
  mover, move, move_since, move_until)
select agency_id, uuidv7(), :first + row_number() over (), creditor_id, id, 'EUR', now(),
  case when row_number() over () % 4 = 0 then now() - row_number() over () * interval '1 second' end,
  (array['agency', 'creditor', 'lawyer', 'debtor'])[1 + (row_number() over () % 4)::int],
  (array['notice', 'answer', 'release', 'pay'])[1 + (row_number() over () % 4)::int],
  now(), current_date + ((row_number() over () * 7919) % 365)::int
from debtors where creditor_id = :creditor and match_key like 'crowd:%'
"""
_BALANCES = """
insert into case_balances (agency_id, id, creditor_id, currency, principal_minor, interest_minor,
  costs_minor, paid_minor, open_minor)
select agency_id, id, creditor_id, 'EUR', 10000, 0, 0, 0, 10000 from cases
where creditor_id = :creditor
"""
_TERMS = """
insert into case_terms (agency_id, creditor_id, case_id, kind, term)
select distinct c.agency_id, c.creditor_id, c.id, 'name', w.word
from cases c join debtors d on d.agency_id = c.agency_id and d.id = c.debtor_id,
  lateral regexp_split_to_table(lower(d.name), ' ') as w(word)
where c.creditor_id = :creditor
"""

_STATEMENTS = {
    "debtors": _DEBTORS,
    "cases": _CASES,
    "case_balances": _BALANCES,
    "case_terms": _TERMS,
}


def crowd(office: Office, creditor_id: uuid.UUID, many: int) -> None:
    """Give a creditor many cases, a quarter of them closed, and let the planner know of them."""
    values = {
        "agency": office.agency_id,
        "creditor": creditor_id,
        "many": many,
        "first": 1_000_000 + creditor_id.int % 1_000_000_000,
    }
    owner = create_engine(office.app.extensions["settings"].owner_database_url)
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table, statement in _STATEMENTS.items():
            with office.at_work():
                db.session.execute(text(statement), values)
            connection.execute(text(f"analyze {table}"))
        connection.execute(text("analyze worklist_entries"))
    owner.dispose()
