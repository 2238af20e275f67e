"""An office to test in: an agency of its own, its people, its creditors. Tests never share one."""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from agency.cases import services
from agency.cases.facts import DebtorFacts, NewClaim
from agency.cases.models import Case, Claim
from agency.cases.placing import open_placement, place
from agency.charges.services import owed
from agency.clients.models import Agreement, Creditor, Engagement, LawFirm, Lawyer
from agency.law.vocabulary import DebtorKind
from agency.payments import connecting
from agency.payments.accounts import save_keys
from agency.payments.models import Payment, ProviderAccount
from agency.payments.services import start
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings, Membership, User, UserSession
from portal.accounts.permissions import Role
from portal.crypto import fingerprint, new_token
from portal.money import Money
from portal.tenancy import acting_for
from portal.web import get
from tests.standins.stripe import StripeStandIn

_numbers = itertools.count(1)
_run = uuid.uuid4().hex[:6]

TARIFF: dict[str, Any] = {
    "bands": [
        {"max_age_days": 120, "percent": "15"},
        {"max_age_days": 365, "percent": "20"},
        {"max_age_days": None, "percent": "30"},
    ],
    "documented_discount": "3",
    "disputed_surcharge": "5",
}


@dataclass
class Person:
    """Somebody with a login."""

    user_id: uuid.UUID
    agency_id: uuid.UUID
    membership_id: uuid.UUID
    creditor_id: uuid.UUID | None
    email: str

    @property
    def user(self) -> User:
        """The user, in the present session."""
        return db.session.get_one(User, self.user_id)


@dataclass
class Office:
    """One agency and what a test needs of it."""

    app: Flask
    agency_id: uuid.UUID
    slug: str
    people: dict[str, Person] = field(default_factory=dict)

    @contextmanager
    def at_work(self, creditor_id: uuid.UUID | None = None) -> Iterator[None]:
        """A transaction of the agency, committed at the end."""
        with acting_for(self.agency_id, creditor_id):
            yield

    def person(self, role: Role, creditor_id: uuid.UUID | None = None) -> Person:
        """Somebody in a role; the same one each time for the agency's own roles."""
        key = f"{role}:{creditor_id}"
        if key not in self.people:
            self.people[key] = self.new_person(role, creditor_id)
        return self.people[key]

    def new_person(self, role: Role, creditor_id: uuid.UUID | None = None) -> Person:
        """Another one in a role."""
        number = next(_numbers)
        with acting_for(self.agency_id):
            user = User(
                email=f"{role}.{number}.{_run}@office.example",
                name=f"{role.title()} {number}",
                locale="en",
            )
            db.session.add(user)
            db.session.flush()
            membership = Membership(user_id=user.id, role=role, creditor_id=creditor_id)
            db.session.add(membership)
            db.session.flush()
            return Person(user.id, self.agency_id, membership.id, creditor_id, user.email)

    @property
    def collector(self) -> Person:
        """A collector."""
        return self.person(Role.COLLECTOR)

    @property
    def manager(self) -> Person:
        """A manager."""
        return self.person(Role.MANAGER)

    @property
    def finance(self) -> Person:
        """Somebody of finance."""
        return self.person(Role.FINANCE)

    @property
    def admin(self) -> Person:
        """An administrator."""
        return self.person(Role.ADMIN)

    def new_creditor(
        self, name: str = "", *, own_reminders: bool = False, **facts: Any
    ) -> uuid.UUID:
        """A creditor with an agreement, by which its debtors may be reminded in its own name."""
        number = next(_numbers)
        if own_reminders:
            facts = {"signatory": "Bram Bakker", "signatory_title": "Debtor accounts", **facts}
        with acting_for(self.agency_id):
            creditor = Creditor(
                number=number,
                name=name or f"Creditor {number}",
                legal_name=f"{name or f'Creditor {number}'} B.V.",
                street="Keizersgracht 1",
                postcode="1015 AA",
                city="Amsterdam",
                email=f"claims.{number}@creditor.example",
                payout_iban="NL91ABNA0417164300",
                payout_bic="ABNANL2A",
                **facts,
            )
            db.session.add(creditor)
            db.session.flush()
            db.session.add(
                Agreement(
                    creditor_id=creditor.id,
                    valid_from=date(2024, 1, 1),
                    tariff=TARIFF,
                    vat_percent=Decimal(21),
                    own_reminders=own_reminders,
                )
            )
            return creditor.id

    def new_law_firm(self, *creditor_ids: uuid.UUID) -> tuple[uuid.UUID, Person]:
        """A law firm engaged for creditors, and its lawyer."""
        number = next(_numbers)
        person = self.new_person(Role.LAWYER)
        with acting_for(self.agency_id):
            firm = LawFirm(
                name=f"Advocaten {number}",
                street="Zuidas 10",
                postcode="1082 MD",
                city="Amsterdam",
                email=f"kantoor.{number}@law.example",
                phone="+31 20 555 0100",
            )
            db.session.add(firm)
            db.session.flush()
            db.session.add(
                Lawyer(
                    law_firm_id=firm.id, membership_id=person.membership_id, name="mr. L. Visser"
                )
            )
            for creditor_id in creditor_ids:
                db.session.add(Engagement(creditor_id=creditor_id, law_firm_id=firm.id))
            return firm.id, person

    def place(self, creditor_id: uuid.UUID, *claims: NewClaim, key: str = "") -> uuid.UUID:
        """Claims handed over by a creditor, all of one debtor; returns the case."""
        by = self.person(Role.OWNER, creditor_id)
        with self.at_work():
            creditor = get(Creditor, creditor_id)
            placement = open_placement(
                creditor=creditor,
                agreement=creditor.agreements[-1],
                key=key or uuid.uuid4().hex,
                by=by.user,
            )
            placed = place(placement, claims or [new_claim()], by=by.user)
            return get(Claim, next(iter(placed.values()))).case_id

    def accepted_case(self, creditor_id: uuid.UUID | None = None, *claims: NewClaim) -> uuid.UUID:
        """A case whose claims the agency works."""
        case_id = self.place(creditor_id or self.new_creditor(), *claims)
        with self.at_work():
            services.accept(get(Case, case_id), by=self.collector.user)
        return case_id

    def open_stripe(self, stripe: StripeStandIn, *, at: str = "") -> str:
        """An account with the card provider, whose webhooks come here or `at` an address; its key."""
        secret_key = f"sk_test_{self.slug.replace('-', '')}"
        stripe.add_account(secret_key)
        base = at or self.app.extensions["settings"].base_url
        secret = stripe.register_webhook(secret_key, f"{base}/webhooks/stripe/{self.slug}")
        with self.at_work():
            save_keys(secret_key=secret_key, webhook_secret=secret, by=self.admin.user)
        return secret_key

    def connect_stripe(self, stripe: StripeStandIn) -> str:
        """An account that is connected to the platform's and takes payments; its name at Stripe."""
        with self.at_work():
            connecting.connect(by=self.admin.user)
            account_ref = str(rows(ProviderAccount)[0].account_ref)
        stripe.introduce(account_ref)
        with self.at_work():
            connecting.look()
        return account_ref

    def start_payment(
        self,
        case_id: uuid.UUID,
        amount: Money | None = None,
        *,
        designated: uuid.UUID | None = None,
    ) -> Payment:
        """A payment of a case that its debtor began; of all that is owed unless an amount is given.

        `designated` is the claim that the debtor pays for.
        """
        with self.at_work():
            case = get(Case, case_id)
            return start(
                case,
                amount or owed(case, clock.today()).total,
                link=None,
                designated=designated,
                email="debtor@debtor.example",
                locale="en",
                back_to=lambda _: ("http://localhost/thanks", "http://localhost/back"),
            )

    def sign_in(self, person: Person, *, accept_language: str = "en") -> FlaskClient:
        """A browser in which a person is signed in, without going through the form."""
        token = new_token()
        with db.work():
            db.session.add(
                UserSession(
                    token_hash=fingerprint(token),
                    user_id=person.user_id,
                    agency_id=person.agency_id,
                    membership_id=person.membership_id,
                    second_factor_at=clock.now(),
                )
            )
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = accept_language
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return client


def new_debtor(**facts: Any) -> DebtorFacts:
    """A business in Utrecht, unless told otherwise."""
    number = next(_numbers)
    return DebtorFacts(
        **{
            "kind": DebtorKind.BUSINESS,
            "name": f"Bakkerij {number}",
            "street": f"Oudegracht {number}",
            "postcode": "3511 AB",
            "city": "Utrecht",
            "email": f"administratie.{number}@debtor.example",
            **facts,
        }
    )


def new_claim(**facts: Any) -> NewClaim:
    """An invoice of 1,000.00 that was due on 1 March 2026."""
    number = next(_numbers)
    return NewClaim(
        **{
            "line": number,
            "debtor": facts.pop("debtor", None) or new_debtor(),
            "invoice_no": f"INV-{number}",
            "invoice_date": date(2026, 2, 1),
            "due_on": date(2026, 3, 1),
            "principal": Money.of(1000),
            "description": "Deliveries in January",
            "fee_percent": Decimal(15),
            "fee_reasons": (),
            **facts,
        }
    )


def open_office(app: Flask, name: str = "") -> Office:
    """A new agency in the Netherlands."""
    number = next(_numbers)
    slug = f"office-{_run}-{number}"
    with db.work():
        agency = Agency(slug=slug, name=name or f"Office {number}")
        db.session.add(agency)
        db.session.flush()
        agency_id = agency.id
    with acting_for(agency_id):
        db.session.add(
            AgencySettings(
                legal_name=f"Office {number} B.V.",
                street="Coolsingel 1",
                postcode="3011 AD",
                city="Rotterdam",
                email="info@office.example",
                phone="+31 10 555 0100",
                register_no="WKI-000000",
                client_account_name=f"Stichting Derdengelden Office {number}",
                client_account_iban="NL02ABNA0123456789",
                client_account_bic="ABNANL2A",
                second_factor_required=False,
            )
        )
    return Office(app, agency_id, slug)


def rows(model: Any, *conditions: Any) -> list[Any]:
    """All rows of a model of the acting agency."""
    return list(db.session.scalars(select(model).where(*conditions).order_by(model.id)))
