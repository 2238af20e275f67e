"""An office in which something of every kind has happened, so that no page is empty."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from agency.cases import paylinks, requests
from agency.cases.models import Case, RequestKind
from agency.clients.models import Creditor, LawFirm, Lawyer
from agency.compliance.services.declaring import Paper
from agency.enclosures.asked import asked
from agency.enclosures.services import take_in
from agency.files import services as case_files
from agency.law.vocabulary import NoticeKind
from agency.ledger.models import Account, Entry
from agency.notes import services as notes
from agency.notices.models import Delivery
from agency.notices.services import make_batch, templates
from agency.notices.tones import Tone
from agency.payments import guests
from agency.plans.models import Plan
from agency.short_answers import services as short_answers
from creditor.evidence import services as evidence
from creditor.evidence.models import EvidenceKind
from portal import clock
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests import hostile
from tests.agency.awards.test_awards import award
from tests.agency.notices.desk import Desk
from tests.flows import furnishing
from tests.flows.people import House
from tests.office import new_claim, new_debtor, rows
from tests.worker import run_jobs


@dataclass(frozen=True)
class Furnished:
    """Records by the names that addresses use, and a debtor's link."""

    records: dict[str, uuid.UUID]
    of_endpoint: dict[str, dict[str, uuid.UUID | str]]
    """Where a page is about another record than most."""
    link: str


def furnish(house: House) -> Furnished:
    """Let things happen in an office."""
    office, creditor_id = house.office, house.creditor_id
    worked = office.accepted_case(creditor_id, furnishing.claim_of("The Paying Bakery"))
    fresh = office.place(creditor_id, furnishing.claim_of("The New Bakery"))
    waiting = office.accepted_case(creditor_id, furnishing.claim_of("The Waiting Bakery"))
    buyer = new_debtor(name="The Bakery of Two Invoices", locale="en")
    double = office.accepted_case(creditor_id, new_claim(debtor=buyer), new_claim(debtor=buyer))
    with office.at_work():
        one_of_two = get(Case, double).claims[0].id
        firm_id, law_firm_lawyer = rows(LawFirm)[0].id, rows(Lawyer)[0].id
        claim = get(Case, worked).claims[0]
        document = evidence.add(
            claim, hostile.png(), "order.png", EvidenceKind.ORDER, by=house.owner.user
        )
        agreement = get(Creditor, creditor_id).agreements[0]
        found = {
            "case": worked,
            "claim": claim.id,
            "creditor": creditor_id,
            "agreement": agreement.id,
            "document": document.id,
            "law_firm": firm_id,
            "lawyer": law_firm_lawyer,
            "membership": house.clerk.membership_id,
        }
    due_on = clock.today() + timedelta(days=14)
    desk = Desk(office, creditor_id, worked, firm_id, house.lawyer)
    found["notice"] = desk.dispatched(channel="post", due_on=due_on)
    open_notice = Desk(office, creditor_id, waiting, firm_id, house.lawyer).rendered(due_on=due_on)
    with office.at_work():
        found["print_batch"] = make_batch(by=office.collector.user).id
    found["notice_batch"] = furnishing.batch(house)
    with office.at_work():
        place = templates.Place(kind=NoticeKind.DEMAND, tone=Tone.NEUTRAL, locale="en")
        text = templates.draft(place, by=office.manager.user)
        templates.put_in_force(text, by=office.manager.user)
        found["notice_template"] = templates.draft(place, by=office.manager.user).id
    run_jobs(office)
    found |= furnishing.money(office, creditor_id, worked)
    found |= furnishing.hand_over(house)
    found |= furnishing.privacy_of(office, worked, fresh)
    found |= furnishing.talks(office, worked)
    written = furnishing.messages(office, worked)
    found |= written.pop("of_debtor")
    with office.at_work():
        case = get(Case, worked)
        found["debtor_request"] = requests.make(
            case, RequestKind.CALL_ME, text="After six", phone="+31 30 555 0199"
        ).id
        link = paylinks.address(paylinks.link_for(case))
        found["entry"], found["account"] = rows(Entry)[-1].id, rows(Account)[0].id
        found["delivery"] = rows(Delivery)[-1].id
        found["reprint"] = furnishing.reprint(office, found["notice"])
    procedures, released = furnishing.procedure(office)
    found |= procedures
    followed = office.accepted_case(creditor_id, furnishing.claim_of("The Followed Bakery"))
    with office.at_work():
        form = take_in(asked()[0], hostile.pdf(), "form.pdf", by=office.admin.user)
        found["enclosure"] = form.id
    paying, running = furnishing.plan_of(office, creditor_id, count=3)
    asking, asked_for = furnishing.plan_of(office, creditor_id, count=20)
    found["plan"] = running
    found["saved_method"] = furnishing.saved_method(office, running)
    with office.at_work():
        found["guarantor"] = furnishing.guarantor(get(Plan, running)).id
    settling, found["settlement"] = furnishing.settlement(office, creditor_id)
    with office.at_work():
        found["budget"] = furnishing.budget(get(Case, worked), office)
    found["referral"] = furnishing.referral(office, creditor_id)
    generous, found["surplus_move"] = furnishing.surplus(office, creditor_id)
    judged = office.accepted_case(creditor_id, furnishing.claim_of("The Judged Bakery"))
    found["court_award"] = award(office, judged)
    with office.at_work():
        found["guest_link"] = guests.make(
            get(Case, worked), label="Anna", amount=Money.of(50), days=14, locale="en", by="debtor"
        ).id
        found["note"] = notes.write(
            get(Case, worked), "Ask for Anna.", form_key=new_key(), by=office.manager.user
        ).id
        case = get(Case, worked)
        stored = current_app.extensions["storage"].put(hostile.pdf(), prefix=str(office.agency_id))
        slip = Paper(stored=stored, name="slip.pdf", media_type="application/pdf")
        found["case_file"] = case_files.add(
            case, slip, "A receipt", shared=True, form_key=new_key(), by=office.manager.user
        ).id
        found["short_answer"] = short_answers.write(
            "en", "How to pay", "Pay at {{ link }}.", by=office.manager.user
        ).id
    return Furnished(
        found,
        {
            "agency.strategies.new_changeover": {"strategy_version": released},
            "agency.cases.new_refusal": {"case": fresh},
            "agency.corrections.new_withdrawal": {"case": double, "claim": one_of_two},
            "agency.notices.new": {"case": worked},
            "agency.notices.edit": {"notice": open_notice},
            "agency.notices.new_withdrawal": {"notice": open_notice},
            "agency.notices.show_release": {"notice": open_notice},
            "agency.compliance.new_declaration": {"kind": "inconvenient"},
            "agency.contacts.new_contact": {"kind": "visit"},
            "agency.guarantors.show_letter": {"case": paying},
            "agency.awards.new_reversal": {"case": judged},
            "agency.awards.index": {"case": judged},
            "agency.surplus.show": {"case": generous},
            "agency.surplus.new_refund": {"case": generous},
            **{
                f"agency.course.new_{what}": {"case": followed}
                for what in ("skip", "pull", "change", "add", "repeat")
            },
            **{
                f"agency.plans.{page}": {"case": paying, "plan": running}
                for page in ("new_end", "edit_dates", "show_letter")
            },
            "agency.autopay.new_end": {"case": paying},
            "agency.plans.new_settlement_end": {"case": settling},
            "agency.plans.new_approval": {"case": asking, "plan": asked_for},
            "agency.people.show": {"membership": office.collector.membership_id},
            "agency.collectors.show": {"membership": office.collector.membership_id},
            "agency.messages.new_message": {"party": "creditor"},
            "agency.inbox.show": written["loose"],
            "creditor.messages.show_file": written["of_creditor"],
        },
        link,
    )
