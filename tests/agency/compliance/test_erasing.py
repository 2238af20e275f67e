"""What must be kept is kept, the rest goes when its time has run out: whole, once, and provably."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import current_app
from sqlalchemy import text

from agency.cases import requests
from agency.cases import services as cases
from agency.cases.models import Case, ClosureReason, Debtor, RequestKind
from agency.compliance import due, services
from agency.compliance.kinds import DeclarationKind, Stage
from agency.compliance.models import Declaration, DoomedFile, ErasedDebtor, Erasure
from agency.compliance.terms import last_day_past
from agency.law.errors import LawMissing
from agency.law.vocabulary import DebtorKind, NoticeKind, RecordKind
from agency.notices.models import Notice
from creditor.evidence import services as evidence
from creditor.evidence.models import Document, EvidenceKind
from creditor.intake.models import Batch, Row
from portal import clock, db
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.audit.models import Event
from portal.keys import new_key
from portal.tenancy import TENANT_TABLES
from portal.web import get
from tests.agency.compliance.desk import ANNA, anna, case_of, said
from tests.agency.notices.desk import Desk, open_desk
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
PAPER = b"From: a@b.example\r\nSubject: Order of Anna\r\n\r\nAnna\r\n"
LATER = datetime(2032, 11, 24, 10, tzinfo=UTC)
"""Six years on: the file of a Dutch case that closed in 2026 may go."""
YEARS_LATER = datetime(2034, 1, 2, 10, tzinfo=UTC)
"""The books of 2026 have been kept for seven years."""


@pytest.fixture
def closed(office: Office) -> Desk:
    """A case of Anna's with all that a case may hold, and closed since."""
    desk = open_desk(office, **{**ANNA, "kind": DebtorKind.CONSUMER})
    desk.dispatched(kind=NoticeKind.DEMAND, channel="both")
    owner = office.person(Role.OWNER, desk.creditor_id)
    with office.at_work():
        case, by = desk.case, office.collector.user
        evidence.add(case.claims[0], PAPER, "Anna.eml", EvidenceKind.ORDER, by=owner.user)
        asked = requests.make(case, RequestKind.CALL_ME, text="Anna", phone="+31 6 5550 0101")
        requests.answer(asked, "Called about her job", by=by)
        services.declare(case, said(DeclarationKind.VULNERABLE, text="Anna"), by=by)
        services.place_hold(case, "Complaint of Anna", by=office.manager.user)
        services.lift_hold(case, by=office.manager.user)
        cases.close(case, ClosureReason.WITHDRAWN, by=by, text="Anna moved")
    run_jobs(office)
    return desk


@pytest.fixture
def later() -> Iterator[None]:
    with clock.moved_to(LATER):
        yield


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


def test_where_the_term_is_not_known_nothing_goes_and_the_page_says_so(office: Office) -> None:
    case_id = anna(office, country="BR")
    with office.at_work():
        cases.close(case_of(case_id), ClosureReason.WITHDRAWN, by=office.collector.user, text="x")
    with clock.moved_to(datetime(2060, 1, 1, tzinfo=UTC)):
        night(office)
        with office.at_work():
            assert rows(ErasedDebtor) == []
            assert [it.country for it in due.unknown()] == ["BR"]


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


@pytest.mark.parametrize(
    ("country", "kind", "last_on", "first_day_to_erase"),
    [
        ("NL", RecordKind.CLAIM_FILE, date(2026, 11, 23), date(2032, 11, 24)),
        ("NL", RecordKind.ACCOUNTING, date(2026, 3, 1), date(2034, 1, 1)),
        ("US", RecordKind.CLAIM_FILE, date(2024, 2, 29), date(2027, 3, 1)),
        ("DE", RecordKind.CLAIM_FILE, date(2026, 3, 1), date(2031, 1, 1)),
    ],
)
def test_the_last_day_of_keeping_is_the_laws(
    country: str, kind: RecordKind, last_on: date, first_day_to_erase: date
) -> None:
    assert last_day_past(country, kind, first_day_to_erase) >= last_on
    before = first_day_to_erase.fromordinal(first_day_to_erase.toordinal() - 1)
    assert last_day_past(country, kind, before) < last_on


def test_no_country_without_a_term_is_guessed() -> None:
    with pytest.raises(LawMissing):
        last_day_past("BR", RecordKind.CLAIM_FILE, date(2026, 11, 23))


def test_what_is_kept_of_an_event_says_nothing_of_a_person(office: Office, closed: Desk) -> None:
    with clock.moved_to(LATER):
        night(office)
    with office.at_work():
        for event in rows(Event, Event.case_id == closed.case_id):
            words = json.dumps(event.data)
            assert not [needle for needle in NEEDLES if needle in words], event.kind


def test_what_never_came_to_a_case_goes_by_its_age(office: Office) -> None:
    creditor_id = office.new_creditor()
    owner = office.person(Role.OWNER, creditor_id).user_id
    with office.at_work():
        stored = current_app.extensions["storage"].put(PAPER, prefix=str(office.agency_id))
        batch = Batch(
            id=new_key(), creditor_id=creditor_id, source="csv", made_by=owner, file_name="a.csv",
            file_key=stored.key, read_at=clock.now(), rows_total=1, rows_done=1, rows_refused=1,
        )  # fmt: skip
        db.session.add(batch)
        db.session.flush()
        row = Row(
            creditor_id=creditor_id, batch_id=batch.id, line=2, claim={"debtor_name": "Anna"},
            errors=["No amount"], evidence=[], fee_reasons=[],
        )  # fmt: skip
        db.session.add(row)
    with clock.moved_to(datetime(2032, 11, 22, 10, tzinfo=UTC)):
        night(office)
    assert names_anna(office) == {"batch_rows"}
    with clock.moved_to(LATER):
        night(office)
        night(office)
    assert names_anna(office) == set()
    assert not current_app.extensions["storage"].exists(stored.key)
    with office.at_work():
        (run,) = rows(Erasure)
        assert (run.debtors, run.files) == (0, 1)
    page = office.sign_in(office.person(Role.OWNER, creditor_id)).get(
        f"/creditor/claims/batches/{batch.id}"
    )
    assert page.status_code == 200
    assert "since its time had run out" in page.text
