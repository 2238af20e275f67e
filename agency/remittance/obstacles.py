"""What keeps a remittance from being paid out, in words that say what to do."""

from flask_babel import gettext as _

from agency.clients.queries import payout_changes
from agency.ledger.models import AccountKind
from agency.ledger.queries import account_balance
from agency.remittance import queries
from agency.remittance.models import Remittance
from portal.accounts.models import User
from portal.filters import money


def obstacle(remittance: Remittance, *, by: User) -> str | None:
    """Why somebody may not approve a remittance now; None when nothing stands in the way.

    Nobody's money pays for somebody else's: the trust account must hold the amount, and it must
    be held for this creditor, also after what went back to debtors since. And nobody alone can
    lead money to another account.
    """
    if why := _own_hand(remittance, by):
        return why
    if remittance.creditor.payout_iban != remittance.payout_iban:
        return str(
            _(
                "The creditor's account has changed since. Cancel this remittance and prepare it again."
            )
        )
    if not queries.settings().client_account_iban:
        return no_client_account()
    held = -account_balance(AccountKind.CREDITOR_FUNDS, remittance.currency, remittance.creditor_id)
    if held < remittance.net:
        return str(
            _(
                "Only %(held)s is still held for this creditor, as money went back to a debtor since. "
                "Cancel this remittance and prepare it again.",
                held=money(held),
            )
        )
    at_bank = account_balance(AccountKind.CLIENT_BANK, remittance.currency)
    if at_bank < remittance.net:
        return str(
            _(
                "The trust account holds %(held)s, less than the %(net)s to pay out. "
                "Wait until the card provider has paid out.",
                held=money(at_bank),
                net=money(remittance.net),
            )
        )
    return None


def _own_hand(remittance: Remittance, by: User) -> str | None:
    if remittance.prepared_by == by.id:
        return str(_("You prepared this remittance. Somebody else must approve it."))
    changed = payout_changes([remittance.creditor_id]).get(remittance.creditor_id)
    if changed and changed.actor_id == by.id:
        return str(
            _("You changed the account of this creditor lately. Somebody else must approve it.")
        )
    return None


def no_client_account() -> str:
    """What to say while the agency has no account to pay from."""
    return str(
        _(
            "There is no client account to pay from yet. "
            "An administrator enters its IBAN in the settings."
        )
    )
