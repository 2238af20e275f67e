"""One record of each kind that an address can stand for, in one office."""

import uuid
from datetime import date, timedelta
from typing import Any, cast

from agency.autopay.models import SavedMethod
from agency.budgets.models import Budget
from agency.cases import requests
from agency.cases.models import Case, RequestKind, Review
from agency.clients.models import LawFirm, Lawyer
from agency.compliance.models import DataExport, Declaration, Erasure
from agency.contacts.models import Contact, Promise
from agency.files.models import CaseFile
from agency.guarantors.models import Guarantor
from agency.ledger.models import Account, Entry
from agency.messages.models import Message, MessageFile
from agency.notes.models import Note
from agency.notices.models import (
    Delivery,
    Notice,
    NoticeBatch,
    NoticeTemplate,
    PrintBatch,
    Reprint,
)
from agency.plans.models import Plan, Referral, Settlement
from agency.rates.models import EnteredRate
from agency.short_answers.models import ShortAnswer
from agency.strategy.models import Changeover, Step, Strategy, StrategyVersion
from agency.worklist.models import AssignmentRule
from creditor.evidence.models import Document
from creditor.intake.models import Batch, Row
from portal import clock, db
from portal.accounts.models import Invitation
from portal.accounts.permissions import Role
from portal.crypto import seal
from portal.keys import new_key
from portal.tenancy import TenantScoped
from portal.web import get
from tests.office import Office, rows


def one_of_each(office: Office) -> dict[str, uuid.UUID]:
    """Ids by the names that addresses use."""
    creditor_id = office.new_creditor()
    office.new_law_firm(creditor_id)
    case_id = office.accepted_case(creditor_id)
    with office.at_work():
        case = get(Case, case_id)
        request = requests.make(case, RequestKind.CALL_ME, phone="1")
        db.session.add(
            Review(creditor_id=creditor_id, case_id=case_id, outcome="asked", text="Why?")
        )
        notice = _notice(case)
        found = {
            "case": case_id,
            "claim": case.claims[0].id,
            "creditor": creditor_id,
            "agreement": case.creditor.agreements[0].id,
            "debtor_request": request.id,
            "notice": notice.id,
            "law_firm": rows(LawFirm)[0].id,
            "lawyer": rows(Lawyer)[0].id,
            "membership": office.person(Role.OWNER, creditor_id).membership_id,
            "entry": rows(Entry)[0].id,
            "account": rows(Account)[0].id,
            **_added(office, case, notice),
        }
        found["review"] = rows(Review)[-1].id
        return found


def _added(office: Office, case: Case, notice: Notice) -> dict[str, uuid.UUID]:
    batch = Batch(
        id=new_key(), creditor_id=case.creditor_id, source="form", made_by=office.admin.user_id
    )
    message = Message(
        id=new_key(), case_id=case.id, party="debtor", direction="in", way="email",
        source_id="x", answer_by=clock.today(),
    )  # fmt: skip
    plan = Plan(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, state="offered",
        channel="portal", total_minor=1, currency="EUR", day=1, grace_days=7, made_by="x",
        open_until=clock.today(),
    )  # fmt: skip
    made: dict[str, TenantScoped] = {
        "batch": batch,
        "row": Row(
            id=new_key(), batch_id=batch.id, creditor_id=case.creditor_id, line=1,
            claim={}, errors=["x"], evidence=[], fee_reasons=[],
        ),
        "print_batch": PrintBatch(id=new_key(), number=1, letters=0),
        "notice_template": NoticeTemplate(
            id=new_key(), kind="demand", tone="neutral", locale="en", number=1, subject="x",
            body="x", made_by=office.admin.user_id,
        ),
        "notice_batch": NoticeBatch(
            id=new_key(), number=1, title="", origin="hand", wishes=0, made_by=office.admin.user_id,
        ),
        "invitation": Invitation(
            id=new_key(), email="new@office.example", name="New", role=Role.CLERK,
            creditor_id=case.creditor_id, token_hash=b"x", expires_at=clock.now() + timedelta(days=1),
        ),
        "document": Document(
            id=new_key(), creditor_id=case.creditor_id, claim_id=case.claims[0].id, case_id=case.id,
            kind="invoice", name="a.pdf", media_type="application/pdf", size=1, sha256="0", file_key="0",
        ),
        "declaration": Declaration(
            id=new_key(), debtor_id=case.debtor_id, case_id=case.id, kind="cease", source="phone",
            declared_on=clock.today(), recorded_by="x",
        ),
        "note": Note(
            id=new_key(), case_id=case.id, form_key=new_key(), text="x",
            written_by=office.admin.user_id,
        ),
        "case_file": CaseFile(
            id=new_key(), creditor_id=case.creditor_id, case_id=case.id, form_key=new_key(), about="x",
            name="a.pdf", media_type="application/pdf", size=1, file_key="0",
            added_by=office.admin.user_id,
        ),
        "short_answer": ShortAnswer(
            id=new_key(), locale="en", title="x", text="x", changed_by=office.admin.user_id,
        ),
        "data_export": DataExport(
            id=new_key(), debtor_id=case.debtor_id, case_id=case.id, asked_by=office.admin.user_id,
        ),
        **_procedure(office),
        "erasure": Erasure(id=new_key(), day_key="2026-01-01", counts={}),
        "contact": Contact(
            id=new_key(), case_id=case.id, debtor_id=case.debtor_id, form_key=new_key(), kind="call",
            direction="in", spoke="debtor", outcome="other", at=clock.now(),
            logged_by=office.admin.user_id,
        ),
        "promise": Promise(
            id=new_key(), creditor_id=case.creditor_id, case_id=case.id, amount_minor=1,
            currency="EUR", due_on=clock.today(), channel="phone", made_by="x",
        ),
        "plan": plan,
        "guarantor": Guarantor(
            id=new_key(), creditor_id=case.creditor_id, case_id=case.id, plan_id=plan.id, name="x",
            kind="business", email="x", country="NL", locale="nl", is_condition=False, most_minor=1,
            currency="EUR", holds_until=clock.today(), open_until=clock.today(), law="x",
            code_hash=b"x", code_sealed=seal("x"), asked_by="x",
        ),
        "settlement": Settlement(
            id=new_key(), creditor_id=case.creditor_id, case_id=case.id, state="offered",
            channel="portal", amount_minor=1, balance_minor=2, currency="EUR",
            pay_by=clock.today(), made_by="x",
        ),
        "budget": Budget(
            id=new_key(), debtor_id=case.debtor_id, case_id=case.id, country="", currency="EUR",
            adults=1, children=0, percent=50, bearable_minor=1, is_shared=False, stated_by="x",
            source="phone", stated_on=clock.today(), consent="x", recorded_by="x",
        ),
        "referral": Referral(
            id=new_key(), creditor_id=case.creditor_id, case_id=case.id, amount_minor=1,
            pay_by=clock.today(), owed_minor=2, currency="EUR", why="x", asked_by="x",
            answer_by=clock.today(),
        ),
        "message": message,
        "message_file": MessageFile(
            id=new_key(), message_id=message.id, name="a.pdf", size=1, file_key="0",
        ),
        "assignment_rule": AssignmentRule(id=new_key(), made_by=office.admin.user_id),
        "delivery": Delivery(
            id=new_key(), creditor_id=case.creditor_id, notice_id=notice.id, sha256="0",
            channel="post", to_address="x", needs_release=False,
        ),
        "reprint": Reprint(
            id=new_key(), creditor_id=case.creditor_id, notice_id=notice.id, form_key=new_key(),
            sha256=notice.sha256, reason="lost", way="download", to_address="x", file_key="0",
            by_user=office.admin.user_id,
        ),
    }  # fmt: skip
    made["saved_method"] = SavedMethod(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, plan_id=made["plan"].id,
        shown={}, shown_hash="0", agreed_by="x", locale="en",
    )  # fmt: skip
    made["rate"] = EnteredRate(
        id=new_key(), country="NL", kind="statutory", valid_from=date(2027, 1, 1), percent=4,
        source="A decree", read_on=clock.today(), entered_by=office.admin.user_id,
    )  # fmt: skip
    for record in made.values():
        db.session.add(record)
        db.session.flush()
    return {name: _id(record) for name, record in made.items()} | _money(office, case)


def _procedure(office: Office) -> dict[str, TenantScoped]:
    """A strategy with two versions, the second of which is being written."""
    strategy = Strategy(id=new_key(), name="Everybody", made_by=office.admin.user_id)
    version = StrategyVersion(id=new_key(), strategy_id=strategy.id, number=2)
    step = Step(
        id=new_key(), version_id=version.id, position=1, name="Call", deed="call",
        after_due_days=1, after_previous_days=0,
    )  # fmt: skip
    other = StrategyVersion(
        id=new_key(), strategy_id=strategy.id, number=1, released_at=clock.now()
    )
    changeover = Changeover(
        id=new_key(), strategy_id=strategy.id, from_version_id=other.id, to_version_id=version.id,
        places=[0], why="x", cases=0, asked_by=office.admin.user_id,
    )  # fmt: skip
    return {
        "strategy": strategy,
        "other_version": other,
        "strategy_version": version,
        "strategy_step": step,
        "changeover": changeover,
    }


def _money(office: Office, case: Case) -> dict[str, uuid.UUID]:
    from agency.payments.models import (
        Chargeback,
        GuestLink,
        Payment,
        Refund,
        RefundWish,
        SurplusMove,
    )
    from agency.remittance.models import Remittance

    payment = Payment(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, amount_minor=1,
        currency="EUR", expires_at=clock.now(),
    )  # fmt: skip
    guest_link = GuestLink(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, code_hash=b"x",
        code_sealed=seal("x"), label="x", currency="EUR", locale="nl", expires_at=clock.now(),
    )  # fmt: skip
    remittance = Remittance(
        id=new_key(), number=1, creditor_id=case.creditor_id, period_from=date(2026, 1, 1),
        period_to=date(2026, 1, 2), currency="EUR", collected_minor=1, fee_minor=0,
        fee_vat_minor=0, net_minor=1, payout_iban="NL91ABNA0417164300", prepared_by=office.admin.user_id,
    )  # fmt: skip
    db.session.add_all([payment, remittance, guest_link])
    db.session.flush()
    chargeback = Chargeback(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, payment_id=payment.id,
        reference="du_1", amount_minor=1, currency="EUR", opened_at=clock.now(),
    )  # fmt: skip
    db.session.add(chargeback)
    db.session.flush()
    wish = RefundWish(
        id=new_key(), payment_id=payment.id, key=new_key(), amount_minor=1, currency="EUR",
        reason="duplicate", asked_by=office.admin.user_id,
    )  # fmt: skip
    db.session.add(wish)
    db.session.flush()
    refund = Refund(
        id=new_key(), creditor_id=case.creditor_id, payment_id=payment.id, amount_minor=1,
        currency="EUR", provider_ref="x", entry_id=rows(Entry)[0].id,
    )  # fmt: skip
    db.session.add(refund)
    db.session.flush()
    move = SurplusMove(
        id=new_key(), creditor_id=case.creditor_id, from_id=payment.id, to_id=payment.id,
        refund_id=refund.id,
    )  # fmt: skip
    db.session.add(move)
    db.session.flush()
    return {
        "surplus_move": move.id,
        "court_award": _award(office, case).id,
        "payment": payment.id,
        "guest_link": guest_link.id,
        "remittance": remittance.id,
        "chargeback": chargeback.id,
        "refund_wish": wish.id,
    }


def _award(office: Office, case: Case) -> Any:
    from agency.awards.models import CourtAward

    award = CourtAward(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, claim_id=case.claims[0].id,
        case_file_id=rows(CaseFile)[0].id, form_key=new_key(), court="x", judged_on=clock.today(),
        reference="x", amount_minor=1, currency="EUR", entered_by=office.admin.user_id,
    )  # fmt: skip
    db.session.add(award)
    db.session.flush()
    return award


def _notice(case: Case) -> Notice:
    notice = Notice(
        id=new_key(), creditor_id=case.creditor_id, case_id=case.id, kind="demand", locale="nl",
        channel="post", subject="x", written_on=clock.today(), due_on=clock.today(),
        currency="EUR", total_minor=1, facts={},
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    return notice


def _id(record: Any) -> uuid.UUID:
    return cast(uuid.UUID, record.id)
