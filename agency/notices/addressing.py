"""Whom a notice is sent to: the debtor, or the lawyer who acts for it."""

from dataclasses import dataclass

from babel import Locale

from agency.cases.models import Debtor
from agency.compliance.queries import lawyer_of
from portal import db
from portal.accounts.models import Agency
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class Addressee:
    """The lines in the window, whether they are a whole address, the e-mail address, the lawyer."""

    lines: tuple[str, ...]
    has_address: bool
    email: str
    lawyer: str
    mobile: str = ""
    """The number that takes text messages; none where a lawyer is written to."""

    @property
    def channels(self) -> list[str]:
        """The ways on which the addressee can be reached."""
        single = ["email"] * bool(self.email) + ["post"] * self.has_address
        return [*single, "both"] if len(single) > 1 else single


def addressee_of(debtor: Debtor) -> Addressee:
    """Who is written to about a debtor; a debtor with a lawyer never is itself.

    The country stands last where it is not that of the agency.
    """
    if lawyer := lawyer_of(debtor):
        address = tuple(line.strip() for line in lawyer.address.splitlines() if line.strip())
        return Addressee((lawyer.name, *address), bool(address), lawyer.email, lawyer.name)
    home = db.session.get_one(Agency, acting().agency_id).country
    country = "" if debtor.country == home else Locale("en").territories[debtor.country].upper()
    lines = (debtor.name, debtor.street, f"{debtor.postcode}  {debtor.city}".strip(), country)
    has_address = bool(debtor.street and debtor.city) and not debtor.address_fails
    return Addressee(
        tuple(line for line in lines if line), has_address, debtor.email, "", debtor.working_mobile
    )
