"""The makers of what a house is furnished with, a subject each."""

import uuid
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from agency.autopay.models import SavedMethod
from agency.budgets import services as budgets
from agency.cases.facts import NewClaim
from agency.cases.models import Case, Party
from agency.clients.models import Creditor
from agency.compliance import services as privacy
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import ErasedDebtor, Erasure
from agency.compliance.services import Declared
from agency.compliance.services.declaring import Paper
from agency.contacts.kinds import ContactKind, Direction, Outcome, Spoke
from agency.contacts.services import log_contact, plan, promise
from agency.guarantors import services as guarantors
from agency.guarantors.models import Guarantor
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.models import Notice, ReprintReason, ReprintWay
from agency.notices.services import batches, reprinting
from agency.payments import moving
from agency.payments.models import Chargeback
from agency.plans import services as plans
from agency.plans.evidence import Consent
from agency.plans.models import Plan
from agency.strategy.models import Step
from agency.strategy.queries.changeovers import Move
from agency.strategy.services import changing_over, releasing, writing
from agency.strategy.services.writing import Start, StrategyFacts
from creditor.intake import services as intake
from creditor.intake.models import Row
from portal import clock, db
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests import hostile
from tests.agency.contacts.desk import logged
from tests.agency.messages import post
from tests.agency.remittance import till
from tests.flows.people import House
from tests.office import Office, new_claim, new_debtor, rows
from tests.worker import run_jobs

POSTCODE = "3511 AB"


def reprint(office: Office, notice_id: uuid.UUID) -> uuid.UUID:
    """A copy of a letter, for a court's file."""
    wanted = reprinting.Wanted(
        reason=ReprintReason.COURT, way=ReprintWay.DOWNLOAD, form_key=new_key()
    )
    return reprinting.reprint(get(Notice, notice_id), wanted, by=office.collector.user).id


def plan_of(office: Office, creditor_id: uuid.UUID, *, count: int) -> tuple[uuid.UUID, uuid.UUID]:
    """A case, and the instalments that its debtor agreed to, or asks for where they are too many."""
    case_id = office.accepted_case(creditor_id, claim_of(f"The Bakery of {count} Instalments"))
    said = Consent(name="Jan de Bakker", channel="portal")
    with office.at_work():
        case = get(Case, case_id)
        of = plans.situation(case)
        dues = plans.draft(of, day=1, count=count)
        if count > of.limits.longest:
            return case_id, plans.ask_for(case, dues, day=1, consent=said).id
        return case_id, plans.agree(case, dues, day=1, consent=said, by="debtor").id


def budget(case: Case, office: Office) -> uuid.UUID:
    """Income and outgo that a debtor stated on the telephone."""
    stated = budgets.Stated(
        lines={"wages": Money.of(2_100), "housing": Money.of(900)},
        adults=2,
        children=1,
        name="Anna",
        source="phone",
        on=clock.today(),
        consent="x",
        is_shared=True,
    )
    return budgets.record(case, stated, by=office.collector.user).id


def referral(office: Office, creditor_id: uuid.UUID) -> uuid.UUID:
    """A plan beyond the limits that the creditor is asked about."""
    case_id = office.accepted_case(creditor_id, claim_of("The Bakery Beyond the Limits"))
    with office.at_work():
        case = get(Case, case_id)
        dues = plans.draft(plans.situation(case), day=1, count=12)
        why = "It lost its largest customer."
        return plans.propose(case, dues, why, day=1, by=office.collector.user).id


def saved_method(office: Office, plan_id: uuid.UUID) -> uuid.UUID:
    """The card that the instalments of a plan are taken from."""
    with office.at_work():
        of = get(Plan, plan_id)
        saved = SavedMethod(
            id=new_key(), creditor_id=of.creditor_id, case_id=of.case_id, plan_id=of.id,
            state="active", active_at=clock.now(), kind="card", brand="visa", last4="4242",
            exp_month=12, exp_year=clock.today().year + 2, customer_ref="cus_1", method_ref="pm_1",
            shown={}, shown_hash="0", agreed_by="Jan de Bakker", locale="en",
        )  # fmt: skip
        db.session.add(saved)
        db.session.flush()
        return saved.id


def guarantor(plan: Plan) -> Guarantor:
    """A business that guarantees a plan."""
    asked = guarantors.Asked(
        name="Holding De Bakker",
        kind=DebtorKind.BUSINESS,
        email="holding@bakker.example",
        country="NL",
        locale="en",
        is_condition=False,
    )
    it = guarantors.ask(plan, asked, by="system")
    guarantors.sign(it, Consent(name="J. de Bakker", channel="portal"))
    return it


def surplus(office: Office, creditor_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """A case that was paid too much, most of which is used for the debtor's next one."""
    debtor = new_debtor(name="The Generous Bakery", locale="en")
    first = office.accepted_case(creditor_id, new_claim(debtor=debtor))
    till.pay(office, first, Money.of(2_500))
    second = office.accepted_case(creditor_id, new_claim(debtor=debtor, principal=Money.of(300)))
    with office.at_work():
        moved = moving.move(get(Case, first), get(Case, second), by=office.finance.user)
        return first, moved[0].id


def settlement(office: Office, creditor_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """A case whose debtor is offered to pay less."""
    case_id = office.accepted_case(creditor_id, claim_of("The Settling Bakery"))
    with office.at_work():
        made = plans.offer_settlement(
            get(Case, case_id),
            Money.of(800),
            clock.today() + timedelta(days=10),
            by=office.manager.user,
            beyond_why="It cannot pay more.",
        )
        return case_id, made.id


def procedure(office: Office) -> tuple[dict[str, uuid.UUID], uuid.UUID]:
    """A strategy with three versions, the last of which is being written; cases move to the second."""
    with office.at_work():
        by = office.manager.user
        made = writing.create(StrategyFacts(name="Everybody"), by=by)
        first = made.versions[0]
        releasing.release(first, by=by)
        releasing.lead(first, by=by)
        second = writing.start_draft(made, Start.CHAMPION, by=by)
        releasing.release(second, by=by)
        releasing.challenge(second, 20, by=by)
        moving = changing_over.begin(Move(first, second, (0, 1)), "It works better.", by=by)
        draft = writing.start_draft(made, Start.HOUSE, by=by)
        step = rows(Step, Step.version_id == draft.id)[0]
        return {
            "strategy": made.id,
            "strategy_version": draft.id,
            "strategy_step": step.id,
            "changeover": moving.id,
        }, second.id


def batch(house: House) -> uuid.UUID:
    """Letters to many, one of which cannot be written."""
    office, creditor_id = house.office, house.creditor_id
    names = ("The First Bakery", "The Second Bakery", "The Third Bakery")
    of = [office.accepted_case(creditor_id, claim_of(name)) for name in names]
    fresh = office.place(creditor_id, claim_of("The Unaccepted Bakery"))
    wishes = [
        batches.Wish(case_id=each, kind=kind, channel="post")
        for each, kind in zip(
            [*of, fresh],
            [NoticeKind.DEMAND, NoticeKind.LAW_FIRM_NOTICE, NoticeKind.REMINDER, None],
            strict=True,
        )
    ]
    with office.at_work():
        return batches.make(wishes, by=office.collector.user, title="Demands of the week").id


def claim_of(debtor: str) -> NewClaim:
    return new_claim(debtor=new_debtor(name=debtor, locale="en"))


def money(office: Office, creditor_id: uuid.UUID, case_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A part paid and remitted, and another part that waits."""
    payment_id = till.pay(office, case_id, Money.of(400))
    till.pay_out(office)
    remittance_id = till.prepare(office, creditor_id)
    till.approve(office, remittance_id)
    run_jobs(office)
    till.pay(office, case_id, Money.of(150))
    with office.at_work():
        chargeback = Chargeback(
            id=new_key(), creditor_id=creditor_id, case_id=case_id, payment_id=payment_id,
            reference="du_1", amount_minor=10_000, currency="EUR", opened_at=clock.now(),
        )  # fmt: skip
        db.session.add(chargeback)
    return {"payment": payment_id, "remittance": remittance_id, "chargeback": chargeback.id}


def talks(office: Office, case_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A letter that came, a call that was asked for, and a promise that runs."""
    with office.at_work():
        case, by = get(Case, case_id), office.collector.user
        stored = current_app.extensions["storage"].put(hostile.png(), prefix=str(office.agency_id))
        letter = Paper(stored=stored, name="sorry.png", media_type="image/png")
        facts = {"kind": ContactKind.LETTER, "direction": Direction.IN, "phone": ""}
        told = logged(**facts, spoke=Spoke.DEBTOR, outcome=Outcome.OTHER, paper=letter)
        log_contact(case, logged(), by=by)
        found = {"contact": log_contact(case, told, by=by).id}
        soon = clock.now() + timedelta(days=2)
        plan(case, soon, asked_by="The baker", phone="+31 30 555 0199", note="", by=by)
        due_on = clock.today() + timedelta(days=5)
        return found | {"promise": promise(case, Money.of(300), due_on, channel="phone", by=by).id}


def messages(office: Office, case_id: uuid.UUID) -> dict[str, dict[str, uuid.UUID]]:
    """What the debtor and the creditor wrote, with files, and a letter of nobody knows whom."""
    files = (("proof.png", hostile.png()), ("program.exe", b"MZ" + bytes(200)))
    made = {}
    for name, about in (
        ("of_debtor", post.about(office, case_id)),
        ("of_creditor", post.about(office, case_id, Party.CREDITOR)),
    ):
        message = post.found(office, post.came(office, post.letter(files=files), about))
        made[name] = {"message": message.id, "message_file": message.files[0].id}
    post.came(office, post.bounce(), post.about(office, case_id))
    made["loose"] = {"message": post.came(office, post.letter(sender="x@unknown.example"))}
    return made


def privacy_of(office: Office, case_id: uuid.UUID, other_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """A debtor that said how it wants to be reached, one whose data went, and an export."""
    with office.at_work():
        case, by = get(Case, case_id), office.collector.user
        stored = current_app.extensions["storage"].put(hostile.png(), prefix=str(office.agency_id))
        letter = Paper(stored=stored, name="stop.png", media_type="image/png")
        no_texts = Declared(
            kind=DeclarationKind.OPT_OUT, source=Source.LETTER, channel="sms", paper=letter
        )
        english = Declared(kind=DeclarationKind.LANGUAGE, source=Source.EMAIL, locale="en")
        no_calls = Declared(kind=DeclarationKind.OPT_OUT, source=Source.PHONE, channel="phone")
        ended = privacy.declare(case, no_calls, by=by)
        privacy.revoke(ended, source=Source.LETTER, by=by)
        privacy.declare(case, english, by=by)
        found = {"declaration": privacy.declare(case, no_texts, by=by).id}
        run = Erasure(id=new_key(), day_key="2026-01-02", counts={"cases": 3}, debtors=1)
        db.session.add(run)
        db.session.flush()
        erased = ErasedDebtor(
            debtor_id=get(Case, other_id).debtor_id, erasure_id=run.id, stage="books", cases=[2],
            kept=[{"what": "books", "until": "2033-12-31", "article": "art. 52 AWR"}],
        )  # fmt: skip
        db.session.add(erased)
        export = privacy.ask_export(case, by=office.manager.user)
        privacy.make_export(export)
        return found | {"erasure": run.id, "data_export": export.id}


def hand_over(house: House) -> dict[str, uuid.UUID]:
    """A claim that its creditor has not handed over yet."""
    with house.office.at_work(house.creditor_id):
        today = clock.today()
        batch = intake.enter(
            {
                "debtor_kind": "business",
                "debtor_name": "The Undecided Bakery",
                "street": "Oudegracht 1",
                "postcode": POSTCODE,
                "city": "Utrecht",
                "country": "NL",
                "language": "en",
                "invoice_no": "INV-0",
                "description": "Flour",
            },
            creditor=get(Creditor, house.creditor_id),
            invoice_date=today - timedelta(days=60),
            due_date=today - timedelta(days=30),
            principal=Money.of(750),
            by=house.owner.user,
        )
        db.session.flush()
        row = db.session.scalars(select(Row).where(Row.batch_id == batch.id)).one()
        return {"batch": batch.id, "row": row.id}
