"""The second lock: row-level security, for those who pass the first by plain SQL."""

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.audit.models import Event
from portal.tenancy import (
    TENANT_TABLES,
    across_tenants,
    own_rows,
    writing_for,
)
from tests.office import Office, rows
from tests.portal.tenancy.tables import APPLICATION, SHARED, count, set_acting


def test_every_table_is_an_agencys_or_named_as_shared(catalogue: Connection) -> None:
    tables = set(
        catalogue.scalars(
            text(
                "select relname from pg_class where relkind in ('r','p') "
                "and relnamespace = 'public'::regnamespace"
            )
        )
    )
    assert tables == TENANT_TABLES.keys() | SHARED.keys()
    assert not TENANT_TABLES.keys() & SHARED.keys()


def test_every_tenant_table_has_row_security_and_both_policies(catalogue: Connection) -> None:
    secured = set(
        catalogue.scalars(text("select relname from pg_class where relkind='r' and relrowsecurity"))
    )
    assert secured >= TENANT_TABLES.keys()
    policies: dict[str, dict[str, tuple[str, str, str, str]]] = {}
    for row in catalogue.execute(
        text("select tablename, policyname, permissive, cmd, qual, with_check from pg_policies")
    ):
        policies.setdefault(row.tablename, {})[row.policyname] = (
            row.permissive,
            row.cmd,
            row.qual,
            row.with_check,
        )
    for table, creditors_see in TENANT_TABLES.items():
        own = "(agency_id = acting_agency())"
        assert policies[table]["agency"] == ("PERMISSIVE", "ALL", own, own), table
        agencys = "CASE WHEN (acting_creditor() IS NULL) THEN true ELSE false END"
        creditors = {
            "nothing": (agencys, agencys),
            "read": ("true", agencys),
            "all": ("true", "true"),
            "own and shared": (
                "CASE WHEN ((acting_creditor() IS NULL) OR (creditor_id IS NULL)) THEN true "
                "ELSE (creditor_id = acting_creditor()) END",
                "CASE WHEN (acting_creditor() IS NULL) THEN true "
                "ELSE (creditor_id = acting_creditor()) END",
            ),
        }.get(
            creditors_see,
            (
                "CASE WHEN (acting_creditor() IS NULL) THEN true "
                f"ELSE ({creditors_see} = acting_creditor()) END",
            )
            * 2,
        )
        using, check = (" ".join(rule.split()) for rule in policies[table]["creditor"][2:])
        assert policies[table]["creditor"][:2] == ("RESTRICTIVE", "ALL"), table
        assert (using, check) == creditors, table
        more = policies[table].keys() - {"agency", "creditor"}
        assert more == ({"own"} if table == "memberships" else set()), table


def test_the_application_owns_nothing_and_cannot_pass_the_locks(catalogue: Connection) -> None:
    role = catalogue.execute(
        text("select * from pg_roles where rolname = :name"), {"name": APPLICATION}
    ).one()
    for power in ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication"):
        assert not getattr(role, power), power
    for question in (
        "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner",
        "select count(*) from pg_proc p join pg_roles r on r.oid = p.proowner",
        "select count(*) from pg_namespace n join pg_roles r on r.oid = n.nspowner",
        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member",
    ):
        owned = catalogue.execute(
            text(f"{question} where r.rolname = :name"), {"name": APPLICATION}
        )
        assert owned.scalar_one() == 0, question
    for table in TENANT_TABLES:
        for privilege in ("truncate", "references", "trigger"):
            assert not catalogue.scalar(
                text("select has_table_privilege(:role, :table, :privilege)"),
                {"role": APPLICATION, "table": table, "privilege": privilege},
            ), (table, privilege)
    assert not catalogue.scalar(
        text("select has_schema_privilege(:role, 'public', 'create')"), {"role": APPLICATION}
    )


@pytest.mark.parametrize(
    "statement",
    [
        "alter table creditors disable row level security",
        "alter table events disable trigger append_only",
        "drop policy agency on creditors",
        "set row_security = off; select * from creditors",
        "truncate creditors",
        "set role portal_owner",
        "create table public.mine (id int)",
    ],
)
def test_the_application_cannot_open_a_lock(raw: Connection, statement: str) -> None:
    with pytest.raises(DBAPIError):
        raw.exec_driver_sql(statement)


def test_plain_sql_sees_one_agency_or_nothing(
    raw: Connection, office: Office, other: Office
) -> None:
    for one in (office, other):
        one.new_law_firm(one.new_creditor())
        with one.at_work():
            audit.record(None, "case.held", by="system")
    for table in TENANT_TABLES:
        assert count(raw, table) == 0, f"{table} shows rows to nobody in particular"
    set_acting(raw, office.agency_id)
    for table in TENANT_TABLES:
        foreign = count(raw, table, "agency_id <> :own", own=office.agency_id)
        assert foreign == 0, f"{table} shows another agency's rows"
    for table in ("creditors", "agreements", "law_firms", "memberships", "events"):
        assert count(raw, table) > 0, f"{table} hides one's own rows"


def test_plain_sql_changes_one_agency(raw: Connection, office: Office, other: Office) -> None:
    theirs = other.new_creditor()
    mine = office.new_creditor()
    set_acting(raw, office.agency_id)
    for statement in (
        "update creditors set city = 'Utrecht' where id = :theirs",
        "delete from agreements where creditor_id = :theirs",
    ):
        assert raw.execute(text(statement), {"theirs": theirs}).rowcount == 0
    for statement in (
        "update creditors set agency_id = :other where id = :mine",
        "insert into counters (agency_id, id, series, last) values (:other, :mine, 'x', 0)",
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), raw.begin_nested():
            raw.execute(text(statement), {"other": other.agency_id, "mine": mine})


def test_a_creditor_reads_shared_accounts_and_leaves_them_as_they_are(
    raw: Connection, office: Office
) -> None:
    mine = office.new_creditor()
    office.accepted_case(mine)
    set_acting(raw, office.agency_id, mine)
    assert count(raw, "accounts", "creditor_id is null")
    for statement, why in (
        ("update accounts set kind = 'x' where creditor_id is null", "row-level security"),
        ("delete from accounts where creditor_id is null", "permission denied"),
    ):
        with pytest.raises(ProgrammingError, match=why), raw.begin_nested():
            raw.execute(text(statement))


def test_a_creditors_session_sees_its_own_rows_by_plain_sql(
    raw: Connection, office: Office
) -> None:
    mine, neighbour = office.new_creditor(), office.new_creditor()
    for creditor_id in (mine, neighbour):
        office.person(Role.OWNER, creditor_id)
        office.new_law_firm(creditor_id)
    set_acting(raw, office.agency_id, mine)
    for table, creditors_see in TENANT_TABLES.items():
        if creditors_see == "nothing":
            assert count(raw, table) == 0, f"{table} is none of a creditor's business"
        elif creditors_see not in ("all", "read"):
            column = (
                "coalesce(creditor_id, :own)"
                if creditors_see == "own and shared"
                else creditors_see
            )
            foreign = count(raw, table, f"{column} is distinct from :own", own=mine)
            assert foreign == 0, f"{table} shows a creditor more than its own"
    for table in ("creditors", "agreements", "memberships", "engagements", "agency_settings"):
        assert count(raw, table) == 1, table


def test_a_creditors_session_changes_only_its_own_rows(raw: Connection, office: Office) -> None:
    mine, neighbour = office.new_creditor(), office.new_creditor()
    set_acting(raw, office.agency_id, mine)
    for statement in (
        "update creditors set payout_iban = '' where id = :neighbour",
        "delete from agreements where creditor_id = :neighbour",
    ):
        assert raw.execute(text(statement), {"neighbour": neighbour}).rowcount == 0
    for statement in (
        "update agency_settings set client_account_iban = 'NL00'",
        "update creditors set id = :neighbour",
        "insert into memberships (agency_id, id, user_id, role, since) "
        "select agency_id, gen_random_uuid(), :admin, 'admin', now() from creditors",
    ):
        with pytest.raises(DBAPIError, match="row-level security"), raw.begin_nested():
            raw.execute(text(statement), {"neighbour": neighbour, "admin": office.admin.user_id})


def test_a_person_reads_their_own_memberships_everywhere_and_no_others(
    office: Office, other: Office
) -> None:
    person = office.collector
    with other.at_work():
        db.session.add(Membership(user_id=person.user_id, role=Role.FINANCE))
    other.person(Role.ADMIN)
    with db.work():
        own_rows(person.user_id)
        found = db.session.execute(
            select(Membership.agency_id, Membership.user_id).execution_options(
                **across_tenants("a test reads its own")
            )
        ).all()
        assert {row.agency_id for row in found} == {office.agency_id, other.agency_id}
        assert {row.user_id for row in found} == {person.user_id}
        changed = db.session.connection().execute(
            text("update memberships set role = 'admin' where user_id = :me"),
            {"me": person.user_id},
        )
        assert changed.rowcount == 0, "reading is all"


def test_writing_for_another_agency_ends_with_the_block(office: Office, other: Office) -> None:
    with office.at_work():
        audit.record_in(other.agency_id, None, "user.locked", by="system")
        audit.record(None, "case.held", by="system")
        assert [event.kind for event in rows(Event)] == ["case.held"]
        with writing_for(other.agency_id) as connection:
            assert count(connection, "events") == 1
        assert count(db.session.connection(), "events") == 1
    with other.at_work():
        assert [event.kind for event in rows(Event)] == ["user.locked"]


def test_an_agencys_mail_is_hidden_from_another(
    raw: Connection, office: Office, other: Office
) -> None:
    with office.at_work():
        from portal.mail import Mail

        db.session.add(
            Mail(agency_id=office.agency_id, to_address="x@office.example", message=b"secret")
        )
    set_acting(raw, other.agency_id)
    assert count(raw, "mails", "agency_id = :theirs", theirs=office.agency_id) == 0
