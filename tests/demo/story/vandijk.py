"""Van Dijk Incasso in Utrecht: three creditors, a law firm, and cases at every stage."""

from flask import Flask
from schwifty import IBAN

from agency.cases import services as cases
from agency.cases.models import Case
from agency.clients.models import Creditor
from agency.clients.services.creditors import CreditorFacts
from agency.clients.services.house import HouseFacts
from agency.clients.services.law_firms import LawFirmFacts
from agency.remittance import services as remittance
from portal import clock
from portal.accounts.permissions import Role
from portal.web import get
from tests.demo.story import households, own_name, procedures
from tests.demo.story.agency import Chapter, Debt, add_firm, open_agency, take_on
from tests.demo.story.working import Credit, credited, noticed, worked
from tests.standins.stripe import StripeStandIn

SLUG = "vandijk"
BOUW, ENERGIE, ATELIER = "Bouwgroothandel Merwede", "Zonnekracht Energie", "Atelier Noorderzon"


def iban(bank: str, number: str) -> str:
    """A made-up account with right check digits."""
    return str(IBAN.generate("NL", bank, number))


def tell(app: Flask, stripe: StripeStandIn) -> None:
    """Some months of work."""
    chapter = open_agency(
        app,
        stripe,
        slug=SLUG,
        name="Van Dijk Incasso",
        house=HouseFacts(
            legal_name="Van Dijk Incasso B.V.",
            street="Maliebaan 88",
            postcode="3581 CX",
            city="Utrecht",
            email="info@vandijk.example",
            phone="+31 30 555 0140",
            register_no="WKI-DEMO-0147",
            client_account_name="Stichting Derdengelden Van Dijk",
            client_account_iban=iban("RABO", "0300065264"),
            accent="#0b5d5e",
            second_factor_required=False,
        ),
        colour=(11, 93, 94),
        staff={
            Role.ADMIN: "Ingrid van Dijk",
            Role.MANAGER: "Maarten Kuipers",
            Role.COLLECTOR: "Sanne de Boer",
            Role.FINANCE: "Farid Amrani",
        },
    )
    firm_id = add_firm(
        chapter,
        LawFirmFacts(
            name="Visser & Hoekstra Advocaten",
            street="Herengracht 210",
            postcode="1016 BS",
            city="Amsterdam",
            email="kantoor@visserhoekstra.example",
            phone="+31 20 555 0177",
            website="visserhoekstra.example",
            register_lines="KvK 00000000\nBtw NL000000000B01",
        ),
        "VH",
        "Lotte Visser",
    )
    for facts, account, people in (
        (
            CreditorFacts(
                BOUW,
                f"{BOUW} B.V.",
                "Merwedekade 14",
                "3311 BB",
                "Dordrecht",
                "debiteuren@merwede.example",
                locale="nl",
            ),
            iban("ABNA", "0417164300"),
            {Role.OWNER: "Petra Merkx", Role.CLERK: "Tim Verhoeven"},
        ),
        (
            CreditorFacts(
                ENERGIE,
                "Zonnekracht Energie N.V.",
                "Zonneweg 3",
                "8011 AA",
                "Zwolle",
                "incasso@zonnekracht.example",
                locale="nl",
            ),
            iban("INGB", "0001234567"),
            {Role.OWNER: "Jeroen Smit"},
        ),
        (
            CreditorFacts(
                ATELIER,
                "Atelier Noorderzon",
                "Havenstraat 9",
                "9712 GA",
                "Groningen",
                "hallo@noorderzon.example",
                locale="en",
                deducts_vat=False,
            ),
            iban("TRIO", "0379012345"),
            {Role.OWNER: "Emma Noordhof"},
        ),
    ):
        take_on(chapter, facts, account, people, firm_id, own_reminders=facts.name == ENERGIE)
    _builders(chapter)
    households.told(chapter, ENERGIE, ATELIER)
    _remit(chapter)
    own_name.reminded(chapter, ENERGIE)
    procedures.written(chapter, days_ago=20)
    own_name.procedure(chapter, ENERGIE, days_ago=20)


def _builders(chapter: Chapter) -> None:
    paid = worked(
        chapter,
        BOUW,
        Debt(
            name="Aannemersbedrijf Van Loon B.V.",
            street="Industrieweg 22",
            postcode="3316 GK",
            city="Dordrecht",
            email="administratie@vanloon.example",
            org_no="11223344",
            invoice_no="MB-24817",
            days_overdue=96,
            amount="4812.65",
            text="Gevelsteen en mortel, project Wantij",
        ),
        64,
    )
    chapter.pay(paid, None, days_ago=20)
    part = worked(
        chapter,
        BOUW,
        Debt(
            name="Bouwbedrijf De Eik",
            street="Eikenlaan 5",
            postcode="3334 AC",
            city="Zwijndrecht",
            email="info@bouwdeeik.example",
            invoice_no="MB-24902",
            days_overdue=81,
            amount="2340.00",
            text="Dakisolatie en bevestiging",
        ),
        50,
    )
    chapter.pay(part, "1000.00", days_ago=12)
    credited(
        chapter,
        part,
        Credit("286.40", "MB-C-311", "Twaalf rollen dakisolatie ongeopend retour"),
        days_ago=9,
    )
    sent = worked(
        chapter,
        BOUW,
        Debt(
            name="Renovatie Westdijk B.V.",
            street="Westdijk 140",
            postcode="2675 LP",
            city="Honselersdijk",
            email="boekhouding@westdijk.example",
            org_no="55667788",
            invoice_no="MB-25011",
            days_overdue=58,
            amount="7986.20",
            text="Kozijnen en glas",
            agreed_interest="12",
        ),
        30,
    )
    noticed(chapter, sent, days_ago=8, steps=("release", "dispatch"))
    waiting = worked(
        chapter,
        BOUW,
        Debt(
            name="Klusbedrijf Hak & Zn.",
            street="Dorpsstraat 61",
            postcode="4206 BD",
            city="Gorinchem",
            email="hak@klusbedrijfhak.example",
            invoice_no="MB-25066",
            days_overdue=44,
            amount="1264.45",
            text="Gereedschap en verf",
            proofs=("invoice", "order"),
        ),
        16,
    )
    noticed(chapter, waiting, days_ago=1, steps=())
    chapter.hand_over(
        BOUW,
        Debt(
            name="Timmerfabriek Lekstroom B.V.",
            street="Lekdijk 7",
            postcode="2967 GB",
            city="Langerak",
            email="crediteuren@lekstroom.example",
            org_no="99887766",
            invoice_no="MB-25140",
            days_overdue=33,
            amount="15480.00",
            text="Eikenhout, drie leveringen",
        ),
        days_ago=1,
    )
    asked = chapter.hand_over(
        BOUW,
        Debt(
            name="Vloerenhuis Alblas",
            street="Kerkstraat 18",
            postcode="2951 GH",
            city="Alblasserdam",
            email="info@vloerenhuisalblas.example",
            invoice_no="MB-25122",
            days_overdue=29,
            amount="893.90",
            text="Egaline en lijm",
            proofs=("invoice",),
        ),
        days_ago=3,
    )
    with chapter.day(2):
        cases.ask(
            get(Case, asked),
            "Heeft u een getekende afleverbon van deze levering?",
            by=chapter.person(Role.COLLECTOR),
        )


def _remit(chapter: Chapter) -> None:
    """The card provider paid out; one creditor was paid, for another it is prepared."""
    from agency.ledger.models import AccountKind
    from agency.ledger.posting import Line, NewEntry, post
    from agency.ledger.queries import account_balance

    with chapter.day(4):
        held = account_balance(AccountKind.PROVIDER, "EUR")
        post(
            NewEntry(
                key="payout:demo",
                kind="payout",
                text="Payout of the card provider",
                booked_on=clock.today(),
                lines=[Line(AccountKind.CLIENT_BANK, held), Line(AccountKind.PROVIDER, -held)],
            )
        )
    with chapter.day(3):
        done = remittance.prepare(
            get(Creditor, chapter.creditors[ENERGIE]),
            currency="EUR",
            through=clock.today(),
            by=chapter.person(Role.FINANCE),
        )
        remittance_id = done.id
    with chapter.day(2):
        remittance.approve(get(type(done), remittance_id), by=chapter.person(Role.MANAGER))
