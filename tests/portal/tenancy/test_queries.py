"""The first lock: queries of the ORM find the acting agency's rows, and none without one."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased, selectinload

from agency.clients.models import Agreement, Creditor
from portal import db
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.permissions import Role
from portal.tenancy import (
    NoTenant,
    across_tenants,
    act_for,
)
from tests.office import Office, rows
from tests.portal.tenancy.tables import count


def test_without_an_agency_nothing_can_be_queried(office: Office) -> None:
    with db.work():
        for query in (
            select(Creditor),
            select(Creditor.name).where(Creditor.number == 1),
            select(User).join(Membership, Membership.user_id == User.id),
            select(User).where(User.id.in_(select(Membership.user_id))),
        ):
            with pytest.raises(NoTenant):
                db.session.execute(query)


def test_without_an_agency_nothing_can_be_added(office: Office) -> None:
    with pytest.raises(NoTenant), db.work():
        db.session.add(Invitation(email="a@b.example", name="A", role=Role.ADMIN))


def test_each_agency_finds_its_own_rows(
    office: Office, other: Office, second_lock_open: None
) -> None:
    mine, theirs = office.new_creditor(), other.new_creditor()
    alias = aliased(Creditor)
    with office.at_work():
        for query in (
            select(Creditor.id),
            select(alias.id),
            select(Creditor.id).join(alias, alias.id == Creditor.id),
            select(Creditor.id).where(Creditor.id.in_(select(alias.id))),
        ):
            assert set(db.session.scalars(query)) == {mine}
        assert db.session.get(Creditor, (other.agency_id, theirs)) is None
        (found,) = db.session.scalars(select(Creditor).options(selectinload(Creditor.agreements)))
        assert [agreement.creditor_id for agreement in found.agreements] == [mine]


def test_counts_and_subqueries_stay_in_the_agency(
    office: Office, other: Office, second_lock_open: None
) -> None:
    for one in (office, other):
        one.new_creditor()
    mine, _ = office.collector.user_id, other.collector.user_id
    a_member = aliased(Membership)
    with office.at_work():
        assert db.session.scalar(select(func.count()).select_from(Creditor)) == 1
        assert db.session.scalar(select(func.count(Creditor.id))) == 1
        for query in (
            select(User.id).where(User.id.in_(select(Membership.user_id))),
            select(User.id).where(select(Membership).where(Membership.user_id == User.id).exists()),
            select(User.id).join(a_member, a_member.user_id == User.id),
            select(User.id).where(User.id.in_(select(a_member.user_id).scalar_subquery())),
        ):
            assert set(db.session.scalars(query)) == {mine}


def test_changes_in_sets_stay_in_the_agency(
    office: Office, other: Office, second_lock_open: None
) -> None:
    office.new_creditor(), other.new_creditor()
    with office.at_work():
        db.session.execute(update(Creditor).values(city="Utrecht"))
        db.session.execute(delete(Agreement))
    with other.at_work():
        assert [creditor.city for creditor in rows(Creditor)] == ["Amsterdam"]
        assert len(rows(Agreement)) == 1


def test_a_row_of_another_agency_cannot_be_added(office: Office, other: Office) -> None:
    with pytest.raises(NoTenant), office.at_work():
        db.session.add(
            Membership(agency_id=other.agency_id, user_id=office.admin.user_id, role=Role.ADMIN)
        )


def test_a_session_serves_one_agency(office: Office, other: Office) -> None:
    with db.work():
        act_for(office.agency_id)
        act_for(office.agency_id)
        with pytest.raises(RuntimeError, match="serves one agency"):
            act_for(other.agency_id)
        with pytest.raises(RuntimeError, match="serves one agency"):
            act_for(office.agency_id, office.new_creditor())


def test_the_agency_holds_after_a_rollback(office: Office, other: Office) -> None:
    mine, _ = office.new_creditor(), other.new_creditor()
    with office.at_work():
        db.session.scalars(select(Creditor)).all()
        db.session.rollback()
        assert [creditor.id for creditor in rows(Creditor)] == [mine]
        assert count(db.session.connection(), "creditors") == 1


def test_lifting_the_first_lock_leaves_the_second_shut(office: Office, other: Office) -> None:
    office.new_creditor(), other.new_creditor()
    with office.at_work():
        query = select(Creditor.agency_id).execution_options(**across_tenants("a test tries"))
        assert set(db.session.scalars(query)) == {office.agency_id}
    with db.work():
        query = select(Creditor.agency_id).execution_options(**across_tenants("a test tries"))
        assert list(db.session.scalars(query)) == []
