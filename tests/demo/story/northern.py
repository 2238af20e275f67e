"""Noorderlicht Incasso in Groningen: a second agency, which the first one cannot see."""

from flask import Flask

from agency.clients.services.creditors import CreditorFacts
from agency.clients.services.house import HouseFacts
from agency.clients.services.law_firms import LawFirmFacts
from agency.contacts.kinds import Outcome
from portal.accounts.permissions import Role
from tests.demo.story import talks
from tests.demo.story.agency import Debt, add_firm, open_agency, take_on
from tests.demo.story.vandijk import iban
from tests.standins.stripe import StripeStandIn

SLUG = "noorderlicht"
FIETS = "Rijwielfabriek Hunze"


def tell(app: Flask, stripe: StripeStandIn) -> None:
    """A young agency with one creditor."""
    chapter = open_agency(
        app,
        stripe,
        slug=SLUG,
        name="Noorderlicht Incasso",
        house=HouseFacts(
            legal_name="Noorderlicht Incasso B.V.",
            street="Oosterstraat 31",
            postcode="9711 NN",
            city="Groningen",
            email="post@noorderlicht.example",
            phone="+31 50 555 0166",
            register_no="WKI-DEMO-0312",
            client_account_name="Stichting Derdengelden Noorderlicht",
            client_account_iban=iban("INGB", "0007654321"),
            accent="#3b3a8f",
            second_factor_required=False,
        ),
        colour=(59, 58, 143),
        staff={
            Role.ADMIN: "Wietse Postma",
            Role.MANAGER: "Hanneke Dijkema",
            Role.COLLECTOR: "Joris Bos",
            Role.FINANCE: "Lieke Wiersma",
        },
    )
    firm_id = add_firm(
        chapter,
        LawFirmFacts(
            name="Terpstra Advocatuur",
            street="Vismarkt 12",
            postcode="9711 KS",
            city="Groningen",
            email="post@terpstra.example",
            phone="+31 50 555 0188",
        ),
        "TA",
        "Anne Terpstra",
    )
    take_on(
        chapter,
        CreditorFacts(
            FIETS,
            f"{FIETS} B.V.",
            "Hunzeweg 2",
            "9641 AA",
            "Veendam",
            "debiteuren@hunze.example",
            locale="nl",
        ),
        iban("RABO", "0123456789"),
        {Role.OWNER: "Sietske Hofman"},
        firm_id,
    )
    paid = chapter.hand_over(
        FIETS,
        Debt(
            name="Fietsenwinkel Het Stuur",
            street="Stationsweg 4",
            postcode="9401 AB",
            city="Assen",
            email="info@hetstuur.example",
            phone="+31 592 555 018",
            invoice_no="RH-7781",
            days_overdue=75,
            amount="3120.00",
            text="Acht stadsfietsen",
        ),
        days_ago=40,
    )
    chapter.accept(paid, days_ago=39)
    talks.call(chapter, paid, Outcome.NO_ANSWER, days_ago=35)
    talks.promise(
        chapter, paid, "3120.00", days_ago=34, within=4, note="Wacht op geld van een klant."
    )
    talks.judge(chapter, days_ago=25)
    talks.promise(
        chapter, paid, "1500.00", days_ago=14, within=10, note="Betaalt de helft, en later de rest."
    )
    chapter.pay(paid, "1500.00", days_ago=10)
    chapter.hand_over(
        FIETS,
        Debt(
            name="Verhuur Waddenfiets",
            street="Havenweg 20",
            postcode="9976 VN",
            city="Lauwersoog",
            email="boek@waddenfiets.example",
            invoice_no="RH-7835",
            days_overdue=36,
            amount="5640.50",
            text="Zestien huurfietsen",
        ),
        days_ago=2,
    )
