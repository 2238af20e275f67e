"""What every chapter of the story does: open an agency, take on creditors, and live through days."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy import select

from agency.cases import services as cases
from agency.cases.models import Case, Claim
from agency.charges.services import owed
from agency.clients.models import Creditor
from agency.clients.services.agreements import agree
from agency.clients.services.creditors import (
    CreditorFacts,
    change_own_letterhead,
    create_creditor,
    engage,
)
from agency.clients.services.house import HouseFacts, change_house
from agency.clients.services.law_firms import (
    LawFirmFacts,
    LawyerFacts,
    add_lawyer,
    create_law_firm,
)
from agency.clients.services.logos import keep_logo
from agency.clients.tariff import read_tariff
from agency.messages.services import set_text_gateway
from agency.payments.accounts import gateway, save_keys
from agency.payments.models import Payment
from agency.payments.services import settle
from creditor.evidence import services as evidence
from creditor.evidence.models import EvidenceKind
from creditor.intake import services as intake
from creditor.intake.models import Row
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings, Membership, User
from portal.accounts.permissions import Role
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting_for
from portal.web import get
from tests.demo import texts
from tests.demo.story import papers
from tests.demo.story.people import join
from tests.standins.stripe import StripeStandIn

TARIFF = {
    "bands": [
        {"max_age_days": 120, "percent": "15"},
        {"max_age_days": 365, "percent": "20"},
        {"max_age_days": None, "percent": "28"},
    ],
    "documented_discount": "3",
    "disputed_surcharge": "5",
    "consumer_surcharge": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A claim as the story tells it."""

    kind: str = "business"
    name: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str = ""
    org_no: str = ""
    language: str = "nl"
    invoice_no: str
    days_overdue: int
    amount: str
    text: str
    proofs: Sequence[str] = ("invoice", "order", "delivery_proof")
    reminded: bool = False
    agreed_interest: str = ""


@dataclass
class Chapter:
    """An agency of the story and who is in it."""

    app: Flask
    stripe: StripeStandIn
    agency_id: uuid.UUID
    name: str
    slug: str
    secret_key: str
    staff: dict[Role, uuid.UUID] = field(default_factory=dict)
    creditors: dict[str, uuid.UUID] = field(default_factory=dict)
    clerks: dict[str, uuid.UUID] = field(default_factory=dict)
    lawyer_id: uuid.UUID | None = None

    @contextmanager
    def day(self, days_ago: int, hour: int = 10) -> Iterator[None]:
        """A working day of the past, in which the agency acts."""
        day = clock.today() - timedelta(days=days_ago)
        day -= timedelta(days=max(0, day.weekday() - 4))  # The office is shut at weekends.
        at = datetime.combine(day, time(hour, len(self.creditors) * 7 % 60), UTC)
        with clock.moved_to(at), acting_for(self.agency_id):
            yield

    def person(self, role: Role) -> User:
        """Somebody of the agency, in the present session."""
        return db.session.get_one(User, self.staff[role])

    def hand_over(self, creditor: str, debt: Debt, *, days_ago: int) -> uuid.UUID:
        """A creditor hands a claim over with its evidence; returns the case."""
        with self.day(days_ago, 9):
            by = db.session.get_one(User, self.clerks[creditor])
            seller = get(Creditor, self.creditors[creditor])
            due_on = clock.day_of(datetime.now(UTC)) - timedelta(days=debt.days_overdue)
            on = due_on - timedelta(days=30)
            amount = Money.of(debt.amount)
            batch = intake.enter(
                {
                    "debtor_kind": debt.kind,
                    "debtor_name": debt.name,
                    "debtor_org_no": debt.org_no,
                    "debtor_email": debt.email,
                    "debtor_phone": debt.phone,
                    "street": debt.street,
                    "postcode": debt.postcode,
                    "city": debt.city,
                    "country": "NL",
                    "language": debt.language,
                    "invoice_no": debt.invoice_no,
                    "description": debt.text,
                    "agreed_interest": debt.agreed_interest,
                    "reminded_on": f"{due_on + timedelta(days=10)}" if debt.reminded else "",
                    "reminded_channel": "email" if debt.reminded else "",
                },
                creditor=seller,
                invoice_date=on,
                due_date=due_on,
                principal=amount,
                by=by,
            )
            db.session.flush()
            row = db.session.scalars(select(Row).where(Row.batch_id == batch.id)).one()
            for proof in debt.proofs:
                evidence.add(row, *_paper(proof, seller, debt, on, due_on, amount), by=by)
            intake.accept(batch, by=by)
            db.session.flush()
            db.session.expire_all()
            return get(Claim, get(Row, row.id).claim_id).case_id  # type: ignore[arg-type]

    def accept(self, case_id: uuid.UUID, *, days_ago: int) -> None:
        """The agency takes the claims on."""
        with self.day(days_ago, 13):
            cases.accept(get(Case, case_id), by=self.person(Role.COLLECTOR))
            get(Case, case_id).collector_id = db.session.scalars(
                select(Membership.id).where(Membership.role == Role.COLLECTOR)
            ).first()

    def pay(self, case_id: uuid.UUID, amount: str | None, *, days_ago: int) -> None:
        """The debtor paid all or part by card, on a day of the past."""
        at = datetime.now(UTC) - timedelta(days=days_ago)
        with acting_for(self.agency_id):
            case = get(Case, case_id)
            wanted = Money.of(amount) if amount else owed(case, clock.day_of(at)).total
            payment = Payment(
                id=new_key(),
                creditor_id=case.creditor_id,
                case_id=case_id,
                amount_minor=wanted.minor,
                currency=wanted.currency,
                email=case.debtor.email,
                locale=case.debtor.locale,
                started_at=at,
                expires_at=datetime.now(UTC) + timedelta(minutes=45),
            )
            db.session.add(payment)
            checkout = gateway().open_checkout(
                payment_id=str(payment.id),
                amount=wanted,
                description=case.reference,
                locale=case.debtor.locale,
                success_url="http://127.0.0.1/",
                cancel_url="http://127.0.0.1/",
                expires_at=payment.expires_at,
                email=None,
            )
            payment.checkout_id, payment.checkout_url = checkout.id, checkout.url
            payment_id = payment.id
        done = self.stripe.pay_checkout(checkout.id)
        with clock.moved_to(at), acting_for(self.agency_id):
            settle(
                get(Payment, payment_id),
                amount=wanted,
                payment_intent=str(done["payment_intent"]),
                received_on=clock.today(),
            )


def open_agency(
    app: Flask,
    stripe: StripeStandIn,
    *,
    slug: str,
    name: str,
    house: HouseFacts,
    colour: tuple[int, int, int],
    staff: dict[Role, str],
) -> Chapter:
    """An agency with its people, its brand and its account at the card provider."""
    with db.work():
        agency = Agency(slug=slug, name=name, locale="nl")
        db.session.add(agency)
        db.session.flush()
        agency_id = agency.id
    secret_key = f"sk_test_demo{slug}"
    stripe.add_account(secret_key, name)
    base = app.extensions["settings"].base_url
    signing = stripe.register_webhook(secret_key, f"{base}/webhooks/stripe/{slug}")
    chapter = Chapter(app, stripe, agency_id, name, slug, secret_key)
    with acting_for(agency_id):
        for role, who in staff.items():
            email = f"{who.split()[0].lower()}@{slug}.example"
            user, _ = join(f"{name} (agency)", who, email, role)
            chapter.staff[role] = user.id
        settings = AgencySettings(
            **dict.fromkeys(("legal_name", "street", "postcode", "city", "email", "phone"), "")
        )
        db.session.add(settings)
        db.session.flush()
        admin = chapter.person(Role.ADMIN)
        mark = keep_logo(
            papers.logo("".join(w[0] for w in name.split()[:2]), colour), "logo.png", form={}
        )
        change_house(settings, house, logo=mark, by=admin)
        save_keys(secret_key=secret_key, webhook_secret=signing, by=admin)
        set_text_gateway(texts.ADDRESS, slug, name.replace(" ", "")[:11], by=admin)
    return chapter


def take_on(
    chapter: Chapter,
    facts: CreditorFacts,
    iban: str,
    people: dict[Role, str],
    firm_id: uuid.UUID,
    *,
    own_reminders: bool = False,
) -> None:
    """A creditor with its agreement, its people, and the law firm that acts for it.

    One that agrees to reminders in its own name lends its letterhead, and its owner signs.
    """
    with chapter.day(400):
        admin = chapter.person(Role.ADMIN)
        creditor = create_creditor(facts, payout_iban=iban, by=admin)
        agree(
            creditor,
            read_tariff(TARIFF),
            valid_from=clock.today(),
            vat_percent=Decimal(21),
            own_reminders=own_reminders,
            by=admin,
        )
        if own_reminders:
            mark = keep_logo(
                papers.logo("".join(w[0] for w in facts.name.split()[:2]), (176, 82, 38)),
                "logo.png",
                form={},
            )
            change_own_letterhead(
                creditor, people[Role.OWNER], "Debiteurenadministratie", logo=mark, by=admin
            )
        engage(creditor, [firm_id], by=admin)
        domain = facts.email.rpartition("@")[2]
        for role, who in people.items():
            user, _ = join(
                f"{facts.name} (creditor of {chapter.name})",
                who,
                f"{who.split()[0].lower()}@{domain}",
                role,
                creditor.id,
            )
            chapter.clerks.setdefault(facts.name, user.id)
        chapter.creditors[facts.name] = creditor.id


def add_firm(chapter: Chapter, facts: LawFirmFacts, initials: str, who: str) -> uuid.UUID:
    """A law firm with its letterhead and the lawyer who releases."""
    with acting_for(chapter.agency_id):
        admin = chapter.person(Role.ADMIN)
        mark = keep_logo(papers.logo(initials, (38, 44, 66)), "logo.png", form={})
        firm = create_law_firm(facts, logo=mark, by=admin)
        domain = facts.email.rpartition("@")[2]
        user, membership = join(
            f"{chapter.name} (agency)",
            who,
            f"{who.rsplit(maxsplit=1)[-1].lower()}@{domain}",
            Role.LAWYER,
        )
        chapter.staff[Role.LAWYER] = user.id
        lawyer = add_lawyer(
            firm,
            LawyerFacts(name=f"mr. {who}", bar_no="A-204417", membership_id=membership.id),
            by=admin,
        )
        chapter.lawyer_id = lawyer.id
        return firm.id


def _paper(
    proof: str, seller: Creditor, debt: Debt, on: date, due_on: date, amount: Money
) -> tuple[bytes, str, EvidenceKind]:
    place = f"{seller.street}, {seller.postcode} {seller.city}"
    number = debt.invoice_no
    if proof == "order":
        made = papers.order(seller.name, place, debt.name, f"O-{number}", on, debt.text, amount)
        return made, f"Opdracht {number}.pdf", EvidenceKind.ORDER
    if proof == "delivery_proof":
        made = papers.delivery_proof(seller.name, place, debt.name, number, on, debt.text)
        return made, f"Afleverbon {number}.jpg", EvidenceKind.DELIVERY_PROOF
    made = papers.invoice(seller.name, place, debt.name, number, on, due_on, debt.text, amount)
    return made, f"Factuur {number}.pdf", EvidenceKind.INVOICE
