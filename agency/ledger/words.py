"""Accounts, books and entries in the office's words."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from agency.ledger.models import AccountKind, Book

BOOKS = {
    Book.CLIENT: _("Client money"),
    Book.OWN: _("The agency's own"),
    Book.CLAIMS: _("Claims"),
}

ACCOUNTS = {
    AccountKind.CLIENT_BANK: _("Trust account at the bank"),
    AccountKind.PROVIDER: _("On its way from the card provider"),
    AccountKind.CREDITOR_FUNDS: _("Held for the creditor"),
    AccountKind.DEBTOR_FUNDS: _("To be returned to debtors"),
    AccountKind.AGENCY_SHARE: _("Fees and VAT, still among client money"),
    AccountKind.SHARE_RECEIVABLE: _("Fees and VAT, due from client money"),
    AccountKind.FEE_INCOME: _("Success fees earned"),
    AccountKind.VAT_PAYABLE: _("VAT owed to the tax office"),
    AccountKind.PROVIDER_COSTS: _("Charged by the card provider"),
    AccountKind.OWED_PRINCIPAL: _("Principal owed by debtors"),
    AccountKind.OWED_INTEREST: _("Interest owed by debtors"),
    AccountKind.OWED_COSTS: _("Collection costs owed by debtors"),
    AccountKind.CLAIMS_HELD: _("Claims held for the creditor"),
}

ENTRIES = {
    "claims.accepted": _("Claims accepted"),
    "charged": _("Interest and costs"),
    "costs.awarded": _("Costs awarded by a court"),
    "claim.credited": _("Credit note"),
    "written_off": _("Written off"),
    "written_off.reversed": _("Write-off taken back"),
    "claim.withdrawn": _("Claim withdrawn"),
    "payment": _("Payment"),
    "payment.shared_anew": _("Payment shared anew"),
    "surplus.moved": _("Used for another case"),
    "surplus.moved_back": _("Use elsewhere undone"),
    "refund": _("Refund"),
    "refund.undone": _("Refund came back"),
    "provider.cost": _("Costs of the card provider"),
    "payout": _("Payout by the card provider"),
    "remittance": _("Remittance"),
}
"""The kinds of entries that can be asked for; any other shows its own name."""


def entry_name(kind: str) -> str:
    """What an entry is called."""
    if kind.endswith(".reversed"):
        return str(gettext("%(what)s, reversed", what=entry_name(kind.removesuffix(".reversed"))))
    return str(ENTRIES.get(kind, kind))
