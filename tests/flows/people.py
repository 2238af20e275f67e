"""Who takes part in a flow."""

import uuid
from dataclasses import dataclass

from flask import Flask

from portal.accounts.permissions import Role
from tests.office import Office, Person, open_office
from tests.standins.stripe import StripeStandIn

CREDITOR = "Zonneveld Bouwmaterialen"
AGENCY = "Maas & Waal Incasso"
DEBTOR, DEBTOR_EMAIL = "Bakkerij De Korenschoof", "administratie@korenschoof.example"


@dataclass(frozen=True)
class House:
    """An agency at work for a creditor."""

    office: Office
    creditor_id: uuid.UUID
    clerk: Person
    owner: Person
    lawyer: Person
    secret_key: str
    """Of the agency's account with the card provider."""


def open_house(app: Flask, stripe: StripeStandIn) -> House:
    """An agency with everybody who takes part."""
    office = open_office(app, AGENCY)
    creditor_id = office.new_creditor(CREDITOR)
    _, lawyer = office.new_law_firm(creditor_id)
    return House(
        office=office,
        creditor_id=creditor_id,
        clerk=office.person(Role.CLERK, creditor_id),
        owner=office.person(Role.OWNER, creditor_id),
        lawyer=lawyer,
        secret_key=office.open_stripe(stripe),
    )
