"""The third lock: keys that begin with the agency, so that no row can even refer to another's."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from agency.clients.models import Counter
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.tenancy import (
    TENANT_TABLES,
)
from tests.office import Office
from tests.portal.tenancy.tables import SHARED


def test_every_key_of_a_tenant_table_begins_with_the_agency(catalogue: Connection) -> None:
    found = catalogue.execute(
        text(
            """
            select c.relname as table, k.conname as name, k.contype as kind,
                   f.relname as target,
                   (select attname from pg_attribute
                    where attrelid = k.conrelid and attnum = k.conkey[1]) as first_column,
                   (select attname from pg_attribute
                    where attrelid = k.confrelid and attnum = k.confkey[1]) as first_target
            from pg_constraint k join pg_class c on c.oid = k.conrelid
            left join pg_class f on f.oid = k.confrelid
            where k.contype in ('p', 'u', 'f') and k.connamespace = 'public'::regnamespace
            """
        )
    ).all()
    keys = [row for row in found if row.table in TENANT_TABLES]
    assert {row.table for row in keys if row.kind == "p"} == TENANT_TABLES.keys()
    for row in keys:
        if row.kind == "f" and row.target in SHARED:
            continue
        assert row.first_column == "agency_id", row.name
        assert row.first_target in (None, "agency_id"), row.name
    for row in found:
        if row.table in SHARED and row.kind == "f":
            assert row.target in SHARED, f"{row.name} ties a shared table to a tenant's"


def test_every_unique_index_of_a_tenant_table_begins_with_the_agency(
    catalogue: Connection,
) -> None:
    found = catalogue.execute(
        text(
            "select c.relname as table, i.relname as name, a.attname as first_column "
            "from pg_index x join pg_class c on c.oid = x.indrelid "
            "join pg_class i on i.oid = x.indexrelid "
            "left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0] "
            "where x.indisunique and c.relnamespace = 'public'::regnamespace"
        )
    ).all()
    for row in found:
        if row.table in TENANT_TABLES:
            assert row.first_column == "agency_id", row.name


def test_a_row_cannot_refer_to_another_agencys(office: Office, other: Office) -> None:
    theirs = other.new_creditor()
    with pytest.raises(IntegrityError, match="fk_memberships"), office.at_work():
        db.session.add(
            Membership(user_id=office.admin.user_id, role=Role.OWNER, creditor_id=theirs)
        )


def test_a_name_is_unique_within_an_agency_and_free_in_another(
    office: Office, other: Office
) -> None:
    for one in (office, other):
        with one.at_work():
            db.session.add(Counter(series="invented"))
    with pytest.raises(IntegrityError, match="uq_counters"), office.at_work():
        db.session.add(Counter(series="invented"))
