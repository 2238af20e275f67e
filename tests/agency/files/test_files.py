"""All files of a case in one list: each by its own guarded address, for who may open it."""

import uuid
from io import BytesIO

import pytest
from flask import current_app
from flask.testing import FlaskClient

from agency.cases.models import Case, Party
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.records import Subjects
from agency.compliance.services import Declared, declare
from agency.compliance.services.declaring import Paper
from agency.contacts.kinds import ContactKind, Direction, Outcome, Spoke
from agency.contacts.services import log_contact
from agency.files.models import CaseFile
from agency.files.personal import RECORDS
from agency.law.vocabulary import NoticeKind
from creditor.evidence import services as evidence
from creditor.evidence.models import EvidenceKind
from portal import clock
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.money import Money
from portal.web import get
from tests import hostile
from tests.agency.contacts.desk import logged, new_case, on
from tests.agency.messages.post import about, came, letter
from tests.agency.notices.desk import MONDAY, Desk, open_desk
from tests.agency.plans.test_plans import agreed
from tests.agency.plans.test_settlements import TODAY, settled
from tests.agency.remittance.till import pay, refund
from tests.browser import NARROW, WIDE
from tests.conftest import Opens
from tests.office import Office, rows
from tests.worker import run_jobs


@pytest.fixture
def desk(office: Office) -> Desk:
    """A case with a file of every kind that collectors see."""
    made = open_desk(office)
    clerk = office.person(Role.OWNER, made.creditor_id)
    with clock.moved_to(MONDAY):
        made.dispatched(kind=NoticeKind.DEMAND, channel="email")
    came(office, letter(files=(("proof.png", hostile.png()),)), about(office, made.case_id))
    ours = about(office, made.case_id, Party.CREDITOR)
    came(office, letter(files=(("order.pdf", hostile.pdf()),)), ours)
    with office.at_work():
        case, by = made.case, office.collector.user
        evidence.add(
            case.claims[0], hostile.png(), "invoice.png", EvidenceKind.INVOICE, by=clerk.user
        )
        facts = {"kind": ContactKind.LETTER, "direction": Direction.IN, "phone": ""}
        paper = kept(office, "sorry.png")
        told = logged(**facts, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER, paper=paper)
        log_contact(case, told, by=by)
        declare(
            case,
            Declared(
                kind=DeclarationKind.OPT_OUT,
                source=Source.LETTER,
                channel="sms",
                paper=kept(office, "stop.png"),
            ),
            by=by,
        )
    return made


def kept(office: Office, name: str) -> Paper:
    stored = current_app.extensions["storage"].put(hostile.png(), prefix=str(office.agency_id))
    return Paper(stored=stored, name=name, media_type="image/png")


def add(client: FlaskClient, case_id: uuid.UUID, name: str = "slip.pdf", **form: str) -> int:
    sent = {
        "form_key": str(uuid.uuid4()),
        "about": "Receipt",
        "file": (BytesIO(hostile.pdf()), name),
        **form,
    }
    return client.post(f"/agency/cases/{case_id}/files", data=sent).status_code


def addresses(page: str) -> list[str]:
    """Where the files of a list open."""
    return [part.split('href="')[1].split('"')[0] for part in page.split('class="row-link"')[1:]]


def test_every_kind_of_file_is_in_one_list_and_opens(office: Office, desk: Desk) -> None:
    client = office.sign_in(office.collector)
    assert add(client, desk.case_id) == 302
    page = client.get(f"/agency/cases/{desk.case_id}/files").text
    for name in ("invoice.png", "proof.png", "order.pdf", "sorry.png", "stop.png"):
        assert f">{name}<" in page
    assert ">Receipt (slip.pdf)<" in page
    opened = [client.get(address) for address in addresses(page)]
    assert len(opened) == 7
    assert {answer.status_code for answer in opened} == {200}
    assert office.collector.user.name in page


def test_a_plans_confirmation_and_a_copy_of_the_data_are_there_too(office: Office) -> None:
    case_id = office.accepted_case()
    agreed(office, case_id)
    run_jobs(office)
    manager = office.sign_in(office.manager)
    manager.post(f"/agency/compliance/cases/{case_id}/export")
    run_jobs(office)
    page = manager.get(f"/agency/cases/{case_id}/files").text
    assert "Confirmation of the payment plan" in page
    assert "Copy of the debtor" in page
    assert {manager.get(address).status_code for address in addresses(page)} == {200}
    colleague = office.sign_in(office.new_person(Role.MANAGER))
    assert "Copy of the debtor" not in colleague.get(f"/agency/cases/{case_id}/files").text


def test_a_settlement_and_the_letter_that_all_is_paid_are_there_while_it_is_paid(
    office: Office,
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        settled(office, case_id)
        run_jobs(office)
        payment = pay(office, case_id, Money.of(800))
        run_jobs(office)
        client = office.sign_in(office.collector)
        page = client.get(f"/agency/cases/{case_id}/files").text
        assert "Confirmation of the settlement" in page
        assert "Letter that all is paid" in page
        assert {client.get(address).status_code for address in addresses(page)} == {200}
        refund(office, payment)
        assert "Letter that all is paid" not in client.get(f"/agency/cases/{case_id}/files").text


def test_one_kind_can_be_chosen_and_the_newest_comes_first(office: Office, desk: Desk) -> None:
    client = office.sign_in(office.collector)
    path = f"/agency/cases/{desk.case_id}/files"
    only = client.get(f"{path}?kind=evidence").text
    assert "invoice.png" in only
    assert "proof.png" not in only
    for name in ("a.pdf", "b.pdf"):
        add(client, desk.case_id, name)
    both = client.get(f"{path}?kind=file").text
    assert both.index("(b.pdf)") < both.index("(a.pdf)")


def test_the_panel_shows_ten_and_the_page_goes_on_from_key_to_key(
    office: Office, desk: Desk
) -> None:
    client = office.sign_in(office.collector)
    for number in range(12):
        add(client, desk.case_id, f"file-{number}.pdf")
    path = f"/agency/cases/{desk.case_id}/files"
    panel = client.get(path, headers={"HX-Request": "true"}).text
    assert len(addresses(panel)) == 10
    after = panel.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(after).text
    assert not set(addresses(panel)) & set(addresses(rest))
    assert len(addresses(rest)) == 8


def test_a_reader_sees_only_what_it_may_open(office: Office, desk: Desk) -> None:
    finance = office.sign_in(office.person(Role.FINANCE))
    page = finance.get(f"/agency/cases/{desk.case_id}/files").text
    assert "invoice.png" in page
    assert "proof.png" not in page
    assert "stop.png" not in page
    assert {finance.get(address).status_code for address in addresses(page)} == {200}
    lawyer = office.sign_in(desk.lawyer)
    listed = addresses(lawyer.get(f"/agency/cases/{desk.case_id}/files").text)
    assert not [address for address in listed if "/notices/" in address]


def test_the_creditor_sees_its_own_part(office: Office, desk: Desk) -> None:
    client = office.sign_in(office.collector)
    add(client, desk.case_id, "ours.pdf")
    add(client, desk.case_id, "shared.pdf", shared="true")
    clerk = office.sign_in(office.person(Role.CLERK, desk.creditor_id))
    page = clerk.get(f"/creditor/cases/{desk.case_id}/files").text
    assert "shared.pdf" in page
    assert "invoice.png" in page
    assert "order.pdf" in page
    for hidden in ("ours.pdf", "proof.png", "sorry.png", "stop.png"):
        assert hidden not in page
    opened = [clerk.get(address) for address in addresses(page)]
    assert len(opened) == 4
    assert {answer.status_code for answer in opened} == {200}
    with office.at_work():
        (ours,) = [it for it in rows(CaseFile) if it.name == "ours.pdf"]
    mine = f"/creditor/cases/{desk.case_id}/files/{ours.id}"
    assert clerk.get(mine).status_code == 404
    assert (
        f"/creditor/cases/{desk.case_id}/files" in clerk.get(f"/creditor/cases/{desk.case_id}").text
    )


def test_a_file_needs_a_word_on_what_it_is_and_a_kind_that_we_take(
    office: Office, desk: Desk
) -> None:
    client = office.sign_in(office.collector)
    assert add(client, desk.case_id, about="") == 422
    path = f"/agency/cases/{desk.case_id}/files"
    form = {"form_key": str(uuid.uuid4()), "about": "Receipt"}
    assert "Choose a file." in client.post(path, data=form).text
    program = {**form, "file": (BytesIO(b"MZ" + bytes(200)), "a.pdf")}
    assert client.post(path, data=program).status_code == 409
    with office.at_work():
        assert rows(CaseFile) == []


def test_a_form_sent_twice_is_one_file_and_a_removed_one_opens_no_more(
    office: Office, desk: Desk
) -> None:
    client = office.sign_in(office.collector)
    key = str(uuid.uuid4())
    for _ in range(2):
        add(client, desk.case_id, form_key=key)
    with office.at_work():
        (file,) = rows(CaseFile)
    path = f"/agency/cases/{desk.case_id}/files/{file.id}"
    assert f"{path}/removal" in client.get(f"/agency/cases/{desk.case_id}/files").text
    assert client.get(path).data == hostile.pdf()
    assert client.post(f"{path}/removal").status_code == 302
    assert client.get(path).status_code == 404
    assert "slip.pdf" not in client.get(f"/agency/cases/{desk.case_id}/files").text
    with office.at_work():
        told = [event.kind for event in rows(Event, Event.subject_id == file.id)]
    assert told == ["file.added", "file.removed"]


def test_a_file_of_another_case_is_not_there(office: Office, desk: Desk) -> None:
    client = office.sign_in(office.collector)
    add(client, desk.case_id)
    other = office.accepted_case()
    with office.at_work():
        (file,) = rows(CaseFile)
    assert client.get(f"/agency/cases/{other}/files/{file.id}").status_code == 404


def test_files_go_with_the_file_of_the_debtor_and_are_handed_out_before(
    office: Office, desk: Desk
) -> None:
    add(office.sign_in(office.collector), desk.case_id)
    with office.at_work():
        case = get(Case, desk.case_id)
        them = Subjects([case.debtor_id], [case.id])
        told = RECORDS.tell(them)
        assert [copy.name for copy in told.files] == ["slip.pdf"]
        assert RECORDS.erase(them).files == {copy.key for copy in told.files}
    with office.at_work():
        (file,) = rows(CaseFile)
        assert (file.about, file.name, file.is_there) == ("", "", False)
    page = office.sign_in(office.collector).get(f"/agency/cases/{desk.case_id}/files").text
    assert "slip.pdf" not in page


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_page_and_the_panel_are_at_ease_in_a_browser(
    office: Office, desk: Desk, visit: Opens, width: int, scheme: str
) -> None:
    add(office.sign_in(office.collector), desk.case_id, shared="true")
    window = visit(width, scheme)
    window.sign_in(office.collector)
    window.open(f"/agency/cases/{desk.case_id}/files")
    page = window.open(f"/agency/cases/{desk.case_id}")
    page.get_by_text("Files", exact=True).first.click()
    page.get_by_text("All files, and add one").wait_for()
    window.check()
    clerk = visit(width, scheme)
    clerk.sign_in(office.person(Role.CLERK, desk.creditor_id))
    clerk.open(f"/creditor/cases/{desk.case_id}/files")
