"""A creditor's owners and clerks hear that claims have arrived, and what we ask about them."""

from decimal import Decimal
from email import message_from_bytes, policy

from sqlalchemy import select

from agency.cases import services
from agency.cases.models import Case, Placement
from agency.cases.placing import open_placement, place
from agency.clients.models import Creditor
from portal import db
from portal.accounts.permissions import Role
from portal.audit.models import Event
from portal.jobs import run
from portal.mail import Mail
from portal.money import Money
from portal.outbox import OutboxJob
from portal.web import get
from tests.office import Office, new_claim, new_debtor, rows


def mails(office: Office, subject: str) -> dict[str, str]:
    """The text of each mail with a subject, by whom it goes to."""
    with office.at_work():
        written = db.session.scalars(select(Mail).where(Mail.agency_id == office.agency_id)).all()
        messages = [message_from_bytes(mail.message, policy=policy.default) for mail in written]
    found = {}
    for message in messages:
        if subject in message["Subject"]:
            text = message.get_body(("plain",))
            assert text
            found[message["To"]] = text.get_content()
    return found


def acknowledge(office: Office) -> None:
    """Run the jobs that acknowledge placements; the mails themselves stay where they are."""
    with db.work():
        jobs = db.session.scalars(
            select(OutboxJob).where(
                OutboxJob.agency_id == office.agency_id, OutboxJob.name == "cases.acknowledge"
            )
        ).all()
    assert jobs
    for job in jobs:
        run(job.name, str(job.agency_id), job.arguments)


def test_owner_and_clerk_hear_that_claims_have_arrived(office: Office) -> None:
    creditor = office.new_creditor("Kantoorwerk")
    people = [office.person(role, creditor) for role in (Role.OWNER, Role.CLERK, Role.VIEWER)]
    debtor = new_debtor(name="De Graaf Interieur")
    office.place(creditor, *(new_claim(debtor=debtor, principal=Money.of(n)) for n in (100, 200)))
    acknowledge(office)
    written = mails(office, "We have received your claims")
    assert written.keys() == {people[0].email, people[1].email}
    text = written[people[0].email]
    assert "Your 2 claims against De Graaf Interieur are with us." in text
    assert "€300.00" in text
    assert "15 %" in text


def test_a_placement_is_acknowledged_once(office: Office) -> None:
    office.place(office.new_creditor())
    acknowledge(office)
    acknowledge(office)
    assert len(mails(office, "We have received")) == 1
    with office.at_work():
        told = [event for event in rows(Event) if event.kind == "placement.acknowledged"]
        assert len(told) == 1


def test_a_placement_filed_in_parts_makes_one_mail_about_all_of_it(office: Office) -> None:
    creditor_id = office.new_creditor()
    by = office.person(Role.OWNER, creditor_id)
    with office.at_work():
        creditor = get(Creditor, creditor_id)
        placement = open_placement(
            creditor=creditor, agreement=creditor.agreements[-1], key="a file", by=by.user
        )
        for percent in (12, 18):
            place(placement, [new_claim(fee_percent=Decimal(percent))], by=by.user)
    acknowledge(office)
    text = mails(office, "We have received")[by.email]
    assert "and 1 other" in text
    assert "€2,000.00" in text
    assert "12 % – 18 %" in text


def test_each_reads_it_in_their_own_language(office: Office) -> None:
    """What is without a language of its own reads the creditor's."""
    creditor = office.new_creditor(locale="nl")
    owner, clerk = office.person(Role.OWNER, creditor), office.person(Role.CLERK, creditor)
    with office.at_work():
        owner.user.locale, clerk.user.locale = "", "en"
    office.place(creditor)
    acknowledge(office)
    with office.at_work():
        written = db.session.scalars(select(Mail).where(Mail.agency_id == office.agency_id)).all()
        pages = {mail.to_address: _page(mail.message) for mail in written}
    assert '<html lang="nl"' in pages[owner.email]
    assert '<html lang="en"' in pages[clerk.email]


def test_a_question_goes_to_those_who_can_answer_it(office: Office) -> None:
    creditor = office.new_creditor()
    owner = office.person(Role.OWNER, creditor)
    office.person(Role.VIEWER, creditor)
    other = office.new_creditor()
    office.person(Role.OWNER, other)
    debtor = new_debtor(name="Fietsenmaker Jansen & Zn.")
    case_id = office.place(creditor, new_claim(debtor=debtor))
    with office.at_work():
        services.ask(get(Case, case_id), "Who signed for <it>?", by=office.collector.user)
        number = rows(Placement)[0].number
        name = office.collector.user.name
    written = mails(office, "A question about your claim against Fietsenmaker Jansen & Zn.")
    assert written.keys() == {owner.email}
    text = written[owner.email]
    assert f"{name} asks:" in text
    assert "Who signed for <it>?" in text
    assert f"Your claim {number} waits for your answer" in text


def test_accepting_a_claim_mails_nobody(office: Office) -> None:
    case_id = office.place(office.new_creditor())
    with office.at_work():
        services.accept(get(Case, case_id), by=office.collector.user)
    assert mails(office, "") == {}


def _page(content: bytes) -> str:
    page = message_from_bytes(content, policy=policy.default).get_body(("html",))
    assert page
    return str(page.get_content())
