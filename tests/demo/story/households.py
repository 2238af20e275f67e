"""Households that owe their energy, and a café that owes its wall painting."""

from agency.cases import requests
from agency.cases.models import Case, RequestKind
from agency.cases.paylinks import link_for
from agency.contacts.kinds import Outcome
from portal.tenancy import acting_for
from portal.web import get
from tests.demo.story import talks
from tests.demo.story.agency import Chapter, Debt
from tests.demo.story.contact import declared
from tests.demo.story.working import worked


def told(chapter: Chapter, energy: str, studio: str) -> None:
    """Payments, requests and an objection; one paid too much."""
    paid = worked(
        chapter,
        energy,
        Debt(
            kind="consumer",
            name="Anouk Jansen",
            street="Tulpstraat 12",
            postcode="8012 CX",
            city="Zwolle",
            email="anouk.jansen@mail.example",
            invoice_no="ZK-330117",
            days_overdue=120,
            amount="284.60",
            text="Jaarafrekening stroom",
            proofs=("invoice", "order"),
            reminded=True,
        ),
        70,
    )
    chapter.pay(paid, "380.00", days_ago=33)
    part = worked(
        chapter,
        energy,
        Debt(
            kind="consumer",
            name="Rick Bakker",
            street="Lijsterbesstraat 40",
            postcode="7425 AB",
            city="Deventer",
            email="rick.bakker@mail.example",
            phone="+31 6 5550 1022",
            invoice_no="ZK-330942",
            days_overdue=88,
            amount="612.35",
            text="Termijnen maart tot en met mei",
            proofs=("invoice", "order"),
            reminded=True,
        ),
        45,
    )
    chapter.pay(part, "150.00", days_ago=9)
    with chapter.day(4):
        requests.make(
            get(Case, part), RequestKind.CALL_ME, text="Na 18 uur graag", phone="+31 6 5550 1022"
        )
    objects = worked(
        chapter,
        energy,
        Debt(
            kind="consumer",
            name="Fatima El Amrani",
            street="Merelplein 3",
            postcode="8013 HJ",
            city="Zwolle",
            email="f.elamrani@mail.example",
            invoice_no="ZK-331208",
            days_overdue=62,
            amount="198.75",
            text="Slotafrekening",
            proofs=("invoice",),
            reminded=True,
        ),
        28,
    )
    with chapter.day(5):
        requests.make(
            get(Case, objects),
            RequestKind.OBJECTION,
            text="Ik ben op 1 juli verhuisd en heb dat doorgegeven.",
        )
    plain = worked(
        chapter,
        studio,
        Debt(
            name="Café De Singel",
            street="Singel 77",
            postcode="9718 AB",
            city="Groningen",
            email="office@cafedesingel.example",
            phone="+31 50 555 0123",
            language="en",
            invoice_no="2026-041",
            days_overdue=40,
            amount="1750.00",
            text="Wall painting and lettering",
            proofs=("invoice", "order"),
        ),
        20,
    )
    talks.call(chapter, plain, Outcome.MESSAGE_LEFT, days_ago=8)
    talks.promise(
        chapter, plain, "1750.00", days_ago=1, within=9, note="The season begins; pays from it."
    )
    with acting_for(chapter.agency_id):
        link_for(get(Case, plain))
    declared(chapter, evenings=part, care=objects, no_email=plain)
