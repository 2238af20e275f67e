"""What the agency says of itself: address, client account, brand, rules of the house."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from agency.clients import queries
from agency.clients.bank_accounts import bic_of
from agency.clients.changes import change
from agency.clients.services.logos import NO_LOGO
from portal.accounts.models import AgencySettings, User
from portal.audit import services as audit
from portal.brand import check_accent

CLIENT_ACCOUNT = ("client_account_name", "client_account_iban", "client_account_bic")


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """The settings that an administrator writes."""

    legal_name: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    register_no: str = ""
    vat_no: str = ""
    client_account_name: str = ""
    client_account_iban: str = ""
    accent: str = ""
    second_factor_required: bool = True


def change_house(
    settings: AgencySettings, facts: HouseFacts, *, logo: Mapping[str, str] = NO_LOGO, by: User
) -> None:
    """Change the agency's settings. Refused when nobody could read white text on the accent.

    A changed client account is an event of its own: from then on debtors pay to another account.
    """
    values = {**asdict(facts), **logo, "client_account_bic": bic_of(facts.client_account_iban)}
    values["accent"] = check_accent(facts.accent) if facts.accent else ""
    if account := change(settings, {name: values.pop(name) for name in CLIENT_ACCOUNT}):
        audit.record(
            settings,
            queries.CLIENT_ACCOUNT_CHANGED,
            by=by,
            before=account.before,
            after=account.after,
        )
    if changed := change(settings, values):
        audit.record(
            settings, "agency.settings_changed", by=by, before=changed.before, after=changed.after
        )
