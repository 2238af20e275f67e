"""Claims from a CSV file: checked, quoted, debtor matched, case opened, audited."""

import io
import time

import psycopg

from agency.clients.models import Creditor
from creditor.intake import services
from portal.accounts.permissions import Role
from portal.web import get
from tests.bench.house import House
from tests.bench.rows import Row, per_second, row
from tests.office import Office, open_office
from tests.servers import APP, OWNER
from tests.worker import run_jobs

COUNT = 10_000
WRITTEN = ("batch_rows", "debtors", "cases", "claims", "case_terms", "events")
HEADER = (
    "kind;name;street;postcode;city;country;email;invoice number;invoice date;due date;amount;"
    "description\n"
)


def rows(house: House) -> dict[str, Row]:
    """Claims a second from file to case, against COPY of as many rows."""
    office = open_office(house.app)
    creditor_id = office.new_creditor()
    by = office.person(Role.OWNER, creditor_id)
    data = _file(COUNT)

    def hand_over() -> None:
        with office.at_work():
            batch = services.upload(
                data, "claims.csv", creditor=get(Creditor, creditor_id), by=by.user
            )
            batch_id = batch.id
        run_jobs(office, only="intake.")
        with office.at_work():
            batch = get(type(batch), batch_id)
            assert batch.rows_refused == 0, batch.problem
            services.accept(batch, by=by.user)
        run_jobs(office, only="intake.")
        with office.at_work():
            assert get(type(batch), batch_id).placed_at

    value = per_second(COUNT, hand_over)
    written, as_copies = _copies_of_what_was_written(house, office)
    return {
        "csv_rows_written_per_second": row(
            value * written / COUNT,
            "1/s",
            f"the same hand-over, counted in the {written} rows that it writes to {len(WRITTEN)} "
            "tables; floor: COPY of these very rows into tables with the same columns and indexes, "
            "without foreign keys and row-level security",
            floor=as_copies,
        ),
        "csv_claims_per_second": row(
            value,
            "1/s",
            f"one CSV of {COUNT} rows: read, checked and quoted, accepted, debtors matched, a case "
            "opened for each, audited; floor: COPY of as many rows of the same text into one table",
            floor=_copy(house, data),
        ),
    }


def _file(count: int) -> bytes:
    text = io.StringIO()
    text.write(HEADER)
    for n in range(count):
        text.write(
            f"business;Bakkerij {n} B.V.;Oudegracht {n};3511 AB;Utrecht;NL;info@bakkerij{n}.example;"
            f"F-{n};2026-01-15;2026-02-15;{n % 900 + 50},{n % 100:02};Leveringen januari\n"
        )
    return text.getvalue().encode()


def _copy(house: House, data: bytes) -> float:
    columns = HEADER.strip().split(";")
    with psycopg.connect(house.plain_url(OWNER), autocommit=True) as owner:
        names = ", ".join(f'"{name}" text' for name in columns)
        owner.execute(f"create table floor_claims ({names})")
        owner.execute(f"grant insert on floor_claims to {APP}")
    with psycopg.connect(house.plain_url(APP), autocommit=True) as connection:

        def copy() -> None:
            with connection.cursor().copy(
                "copy floor_claims from stdin with (format csv, delimiter ';', header)"
            ) as stream:
                stream.write(data)

        return per_second(COUNT, copy)


def _copies_of_what_was_written(house: House, office: Office) -> tuple[int, float]:
    """How many rows an office's hand-over wrote, and how many of them COPY takes a second."""
    count, seconds = 0, 0.0
    with psycopg.connect(house.plain_url(OWNER), autocommit=True) as owner:
        owner.execute("set row_security = off")
        for table in WRITTEN:
            kept = f"select * from {table} where agency_id = '{office.agency_id}'"
            with owner.cursor().copy(f"copy ({kept}) to stdout") as stream:
                data = b"".join(stream)
            owner.execute(f"create table like_{table} (like {table} including all)")
            began = time.perf_counter()
            with owner.cursor() as cursor:
                with cursor.copy(f"copy like_{table} from stdin") as into:
                    into.write(data)
                count += cursor.rowcount
            seconds += time.perf_counter() - began
    return count, count / seconds
