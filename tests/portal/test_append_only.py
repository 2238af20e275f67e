"""What is only ever added to: events, entries, releases; nobody changes what was written."""

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal import clock, db
from portal.audit import services as audit
from portal.money import Money
from portal.tenancy import (
    acting_for,
)
from tests.office import Office
from tests.portal.tenancy.tables import APPEND_ONLY, APPLICATION, count


def test_the_tables_that_are_only_added_to(catalogue: Connection) -> None:
    guarded = set(
        catalogue.scalars(
            text(
                "select tgrelid::regclass::text from pg_trigger where tgname = 'append_only' "
                "and tgenabled = 'O'"
            )
        )
    )
    assert guarded == APPEND_ONLY
    for table in APPEND_ONLY:
        for privilege in ("update", "delete", "truncate"):
            assert not catalogue.scalar(
                text("select has_table_privilege(:role, :table, :privilege)"),
                {"role": APPLICATION, "table": table, "privilege": privilege},
            ), (table, privilege)


@pytest.fixture
def written(office: Office) -> Office:
    """An office with a sealed event and a posted entry."""
    creditor_id = office.new_creditor()
    with office.at_work():
        audit.record(None, "case.held", by="system")
        db.session.flush()
        audit.seal_events()
        ten = Money.of("10.00", "EUR")
        post(
            NewEntry(
                key="test:1",
                kind="test",
                text="A transfer",
                booked_on=clock.today(),
                lines=[
                    Line(AccountKind.CLIENT_BANK, ten),
                    Line(AccountKind.CREDITOR_FUNDS, -ten, creditor_id=creditor_id),
                ],
                creditor_id=creditor_id,
            )
        )
    return office


@pytest.mark.parametrize("table", ["events", "seals", "entries", "postings"])
@pytest.mark.parametrize("verb", ["update {} set id = id", "delete from {}"])
def test_not_even_the_owner_changes_what_was_written(
    owner: Engine, written: Office, table: str, verb: str
) -> None:
    statement = text(f"{verb.format(table)} where agency_id = :own")
    with owner.connect() as connection:
        assert count(connection, table, "agency_id = :own", own=written.agency_id) > 0
        with pytest.raises(DBAPIError, match="only ever added to"):
            connection.execute(statement, {"own": written.agency_id})
    with pytest.raises(DBAPIError, match="permission denied"), acting_for(written.agency_id):
        db.session.connection().execute(statement, {"own": written.agency_id})
