"""Events, their seals, and what verifying finds when somebody went round the application."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal import clock, db
from portal.accounts.models import Invitation, Membership
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.audit.models import Event, Seal, UnsealedEvent
from portal.errors import Refused
from portal.money import Money
from portal.tenancy import acting_for
from tests.office import Office, rows


def note(office: Office, *kinds: str) -> None:
    with office.at_work():
        for kind in kinds:
            audit.record(None, kind, by="system")


def seal(office: Office) -> int:
    with office.at_work():
        return audit.seal_events()


def prove(office: Office) -> audit.Proof:
    with office.at_work():
        return audit.verify()


@pytest.fixture
def tamper(owner: Engine) -> "Tamper":
    """Somebody with the keys of the database, who takes the guards off and puts them back."""
    return Tamper(owner)


class Tamper:
    def __init__(self, owner: Engine) -> None:
        self.owner = owner

    def __call__(self, table: str, statement: str, **values: object) -> None:
        with self.owner.begin() as connection:
            connection.execute(text(f"alter table {table} disable trigger append_only"))
            assert connection.execute(text(statement), values).rowcount == 1
            connection.execute(text(f"alter table {table} enable trigger append_only"))


def test_an_event_says_who_what_and_when_in_plain_values(office: Office) -> None:
    creditor_id = office.new_creditor()
    with office.at_work():
        invitation = Invitation(
            email="x@office.example",
            name="X",
            role=Role.CLERK,
            creditor_id=creditor_id,
            token_hash=b"x",
            expires_at=clock.now(),
        )
        db.session.add(invitation)
        db.session.flush()
        audit.record(
            invitation,
            "invitation.sent",
            by=office.admin.user,
            amount=Money.of("12.50", "EUR"),
            rate=Decimal("15.0"),
            due=date(2026, 11, 22),
            before={"ids": [invitation.id]},
        )
        invitation_id = invitation.id
    with office.at_work():
        (event,) = rows(Event)
        assert (event.kind, event.actor_id) == ("invitation.sent", office.admin.user_id)
        assert (event.subject_type, event.subject_id) == ("invitations", invitation_id)
        assert event.creditor_id == creditor_id
        assert event.data == {
            "amount": str(Money.of("12.50", "EUR")),
            "rate": "15.0",
            "due": "2026-11-22",
            "before": {"ids": [str(invitation_id)]},
        }
        assert abs((clock.now() - event.at).total_seconds()) < 60


def refuse_after_recording(office: Office) -> None:
    with office.at_work():
        audit.record(None, "case.held", by="system")
        raise Refused("No.")


def test_what_is_undone_is_not_told(office: Office) -> None:
    with pytest.raises(Refused):
        refuse_after_recording(office)
    with office.at_work():
        assert rows(Event) == rows(UnsealedEvent) == []


def test_a_chain_holds_over_several_batches(office: Office) -> None:
    for kinds in (["case.a", "case.b"], ["case.c"], ["case.d", "case.e"]):
        note(office, *kinds)
        assert seal(office) == len(kinds)
    assert seal(office) == 0
    assert prove(office) == audit.Proof(sealed=5, waiting=0, faults=())
    with office.at_work():
        seals = sorted(rows(Seal), key=lambda one: one.position)
        assert [one.position for one in seals] == [1, 2, 3, 4, 5]
        kinds_by_id = {event.id: event.kind for event in rows(Event)}
        assert [kinds_by_id[one.event_id] for one in seals] == [f"case.{x}" for x in "abcde"]
        assert len({one.digest for one in seals}) == 5


def test_a_batch_has_its_limit(office: Office) -> None:
    note(office, *(f"case.{number}" for number in range(5)))
    with office.at_work():
        assert audit.seal_events(limit=3) == 3
    assert prove(office) == audit.Proof(sealed=3, waiting=2, faults=())


def test_an_event_that_commits_late_is_sealed_all_the_same(office: Office) -> None:
    with office.at_work():
        audit.record(None, "case.slow", by="system")
        db.session.flush()
        note(office, "case.quick")
        assert seal(office) == 1
    assert seal(office) == 1
    assert prove(office) == audit.Proof(sealed=2, waiting=0, faults=())


def test_two_sealers_do_not_make_two_chains(office: Office) -> None:
    note(office, "case.held")
    with office.at_work():
        assert audit.seal_events() == 1
        assert seal(office) == 0, "the other one is at it"
    assert prove(office).faults == ()


def test_each_agency_has_its_own_chain(app: Flask, office: Office) -> None:
    from tests.office import open_office

    other = open_office(app)
    note(office, "case.held")
    note(other, "case.held")
    assert seal(office) == 1
    assert prove(other) == audit.Proof(sealed=0, waiting=1, faults=())


def test_a_changed_event_is_found(office: Office, tamper: Tamper) -> None:
    note(office, "case.held", "case.released")
    seal(office)
    tamper(
        "events",
        "update events set actor = 'somebody' where agency_id = :own and kind = 'case.held'",
        own=office.agency_id,
    )
    (fault,) = prove(office).faults
    assert "case.held" in fault
    assert "not what was sealed at 1" in fault


def test_a_changed_detail_is_found(office: Office, tamper: Tamper) -> None:
    with office.at_work():
        audit.record(None, "case.held", by="system", reason="dispute")
    seal(office)
    tamper(
        "events",
        'update events set data = \'{"reason": "none"}\' where agency_id = :own',
        own=office.agency_id,
    )
    assert len(prove(office).faults) == 1


def test_a_seal_that_is_gone_is_found(office: Office, tamper: Tamper) -> None:
    note(office, "case.a", "case.b", "case.c")
    seal(office)
    tamper(
        "seals",
        "delete from seals where agency_id = :own and position = 2",
        own=office.agency_id,
    )
    faults = prove(office).faults
    assert "Seal 2 is missing." in faults
    assert any("sealed at 3" in fault for fault in faults), "the chain is broken behind it"


def test_a_sealed_event_cannot_be_deleted_at_all(
    office: Office, owner: Engine, tamper: Tamper
) -> None:
    from sqlalchemy.exc import IntegrityError

    note(office, "case.held")
    seal(office)
    with pytest.raises(IntegrityError, match="fk_seals"):
        tamper("events", "delete from events where agency_id = :own", own=office.agency_id)


def test_a_creditors_people_leave_events_too(office: Office) -> None:
    creditor_id = office.new_creditor()
    owner = office.person(Role.OWNER, creditor_id)
    with acting_for(office.agency_id, creditor_id):
        membership = db.session.get_one(Membership, (office.agency_id, owner.membership_id))
        audit.record(membership, "member.joined", by=owner.user)
    assert seal(office) == 1
    with acting_for(office.agency_id, creditor_id):
        assert [event.kind for event in rows(Event)] == ["member.joined"]
        assert rows(Seal) == [], "the chain is the agency's"


def test_the_operator_proves_every_chain(app: Flask, office: Office, tamper: Tamper) -> None:
    note(office, "case.held", "case.released")
    runner = app.test_cli_runner()
    good = runner.invoke(args=["audit", "verify", "--agency", office.slug])
    assert good.exit_code == 0
    assert "2 events sealed, 0 waiting" in good.output, "what waited is sealed first"
    tamper(
        "events",
        "update events set kind = 'case.paid' where agency_id = :own and kind = 'case.released'",
        own=office.agency_id,
    )
    bad = runner.invoke(args=["audit", "verify", "--agency", office.slug])
    assert bad.exit_code == 1
    assert "FAULT" in bad.output
    unknown = runner.invoke(args=["audit", "verify", "--agency", "no-such-agency"])
    assert unknown.exit_code == 1
