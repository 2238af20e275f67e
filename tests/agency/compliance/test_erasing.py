"""What must be kept is kept, the rest goes when its time has run out: whole, once, and provably."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import current_app
from sqlalchemy import text

from agency.cases import services as cases
from agency.cases.models import Case, Debtor
from agency.compliance import services
from agency.compliance.kinds import DeclarationKind, Stage
from agency.compliance.models import Declaration, DoomedFile, ErasedDebtor, Erasure
from agency.notices.models import Notice
from creditor.evidence import services as evidence
from creditor.evidence.models import Document, EvidenceKind
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.audit.models import Event
from portal.tenancy import TENANT_TABLES
from portal.web import get
from tests.agency.compliance.conftest import LATER, PAPER
from tests.agency.compliance.desk import anna, case_of, said
from tests.agency.notices.desk import Desk
from tests.office import Office, rows
from tests.worker import run_jobs

NEEDLES = [
    "Anna",
    "anna@debtor",
    "Lange Nieuwstraat",
    "3512 PH",
    "5550 0101",
    "Called about her job",
]
"""Words that say who Anna is."""
YEARS_LATER = datetime(2034, 1, 2, 10, tzinfo=UTC)
"""The books of 2026 have been kept for seven years."""


def night(office: Office) -> None:
    """What the night does."""
    with office.at_work():
        while services.erase_due():
            pass
        services.sweep()
        services.end_run()
    run_jobs(office)


def names_anna(office: Office) -> set[str]:
    """The tables in which a word of hers still stands."""
    with office.at_work():
        return {
            table
            for table in [*TENANT_TABLES, "mails"]
            for needle in NEEDLES
            if db.session.connection()
            .execute(
                text(f"select 1 from {table} t where t::text ilike :it limit 1"),
                {"it": f"%{needle}%"},
            )
            .first()
        }


def kept_files(office: Office) -> set[str]:
    with office.at_work():
        found = {n.file_key for n in rows(Notice)} | {d.file_key for d in rows(Document)}
        found |= {d.message_key for n in rows(Notice) for d in n.deliveries}
        return found - {""}


def test_nothing_goes_before_its_time(office: Office, closed: Desk) -> None:
    before = names_anna(office)
    with clock.moved_to(datetime(2032, 11, 22, 10, tzinfo=UTC)):
        night(office)
    assert names_anna(office) == before
    with office.at_work():
        assert rows(Erasure) == []


def test_after_its_time_nothing_names_the_debtor_and_the_books_stay(
    office: Office, closed: Desk, later: None
) -> None:
    with office.at_work():
        open_before = closed.case.open_amount
        entries = db.session.execute(text("select count(*) from entries")).scalar()
    files = kept_files(office)
    night(office)
    assert names_anna(office) == set()
    storage = current_app.extensions["storage"]
    assert files
    assert [key for key in files if storage.exists(key)] == []
    with office.at_work():
        assert db.session.execute(text("select count(*) from entries")).scalar() == entries
        assert closed.case.open_amount == open_before
        (run,) = rows(Erasure)
        assert (run.debtors, run.files) == (1, len(files))
        assert run.ended_at
        (erased,) = rows(ErasedDebtor)
        assert erased.cases == [closed.case.number]
        assert erased.kept == [{"what": "books", "until": "2033-12-31", "article": "art. 52 AWR"}]
        assert get(Debtor, erased.debtor_id).name == erased.pseudonym
        assert rows(DoomedFile) == []


def test_the_chain_still_holds_and_tells_a_later_change(
    office: Office, closed: Desk, later: None
) -> None:
    with office.at_work():
        audit.seal_events()
    night(office)
    with office.at_work():
        audit.seal_events()
        proof = audit.verify()
        assert proof.faults == ()
        (told,) = rows(Event, Event.kind == "events.erased", Event.case_id == closed.case_id)
        assert len(told.data["digests"]) > 5
        erased = rows(Event, Event.case_id == closed.case_id, Event.kind == "debtor.call_me")
        assert erased[0].data == {"erased": True}


def test_the_last_of_it_goes_with_the_books(office: Office, closed: Desk) -> None:
    for moment in (LATER, datetime(2033, 12, 31, 10, tzinfo=UTC)):
        with clock.moved_to(moment):
            night(office)
    with office.at_work():
        assert [it.stage for it in rows(ErasedDebtor)] == [Stage.FILE]
    with clock.moved_to(YEARS_LATER):
        night(office)
    with office.at_work():
        assert sorted(it.stage for it in rows(ErasedDebtor)) == [Stage.BOOKS, Stage.FILE]


def test_a_run_that_breaks_off_leaves_all_of_it_and_the_next_takes_it(
    office: Office, closed: Desk, later: None
) -> None:
    before = names_anna(office)

    class Broken(Exception):
        pass

    def break_off() -> None:
        with office.at_work():
            services.erase_due()
            raise Broken

    with pytest.raises(Broken):
        break_off()
    assert names_anna(office) == before
    night(office)
    night(office)
    assert names_anna(office) == set()
    with office.at_work():
        assert len(rows(ErasedDebtor)) == 1


def test_two_runs_at_once_share_the_work(office: Office, closed: Desk, later: None) -> None:
    with office.at_work():
        assert services.erase_due()
        with office.at_work():
            assert services.erase_due() is None


def test_a_preview_says_it_and_changes_nothing(office: Office, closed: Desk, later: None) -> None:
    before = names_anna(office)
    with office.at_work():
        found = services.preview()
        assert found.total == 1
        assert [debtor.name for debtor in found.first] == ["Anna de Wit"]
        assert found.counts["notices"]
        assert found.files
    assert names_anna(office) == before
    with office.at_work():
        assert rows(Erasure) == []
        assert rows(DoomedFile) == []


def test_a_legal_hold_and_an_open_case_hold_it_up(
    office: Office, closed: Desk, later: None
) -> None:
    with office.at_work():
        services.place_hold(closed.case, "Lawsuit 26/1", by=office.manager.user)
    night(office)
    with office.at_work():
        assert rows(ErasedDebtor) == []
        services.lift_hold(closed.case, by=office.manager.user)
        cases.reopen(closed.case, by=office.manager.user, why="Payment taken back")
    night(office)
    with office.at_work():
        assert rows(ErasedDebtor) == []


def test_an_opt_out_outlives_the_record_on_which_it_was_said(office: Office, closed: Desk) -> None:
    elsewhere = anna(office)
    with office.at_work():
        case = get(Case, closed.case_id)
        services.declare(case, said(DeclarationKind.OPT_OUT), by=office.collector.user)
    with clock.moved_to(LATER):
        night(office)
    with office.at_work():
        found = rows(Declaration)
        assert {it.kind for it in found} == {"opt_out", "vulnerable"}
        assert {it.debtor_id for it in found} == {case_of(elsewhere).debtor_id}
        assert {it.case_id for it in found} == {elsewhere}


def test_a_file_that_another_case_needs_stays(office: Office, closed: Desk, later: None) -> None:
    other = anna(office, name="Bram Bos", postcode="9999 ZZ", email="bram@debtor.example")
    with office.at_work():
        claim = case_of(other).claims[0]
        owner = office.person(Role.OWNER, claim.creditor_id).user
        kept = evidence.add(claim, PAPER, "order.eml", EvidenceKind.ORDER, by=owner).file_key
    night(office)
    assert current_app.extensions["storage"].exists(kept)


def test_the_pages_of_an_erased_case_open(office: Office, closed: Desk, later: None) -> None:
    notice_id: UUID
    with office.at_work():
        notice_id = rows(Notice)[0].id
    night(office)
    desk = office.sign_in(office.manager)
    for path in (
        f"/agency/cases/{closed.case_id}",
        f"/agency/compliance/cases/{closed.case_id}",
        f"/agency/notices/{notice_id}",
        f"/agency/notices/case/{closed.case_id}",
        f"/agency/evidence/cases/{closed.case_id}",
        "/agency/audit",
        "/agency/compliance/retention",
    ):
        answer = desk.get(path)
        assert answer.status_code == 200, path
        assert "Anna" not in answer.text
    creditor = office.sign_in(office.person(Role.OWNER, closed.creditor_id))
    assert creditor.get(f"/creditor/cases/{closed.case_id}").status_code == 200
