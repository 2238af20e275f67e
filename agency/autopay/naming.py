"""What a saved card or account is called, to debtors and to the office, in any language."""

from agency.autopay.models import SavedMethod

_BRANDS = {"visa": "Visa", "mastercard": "Mastercard", "amex": "American Express"}


def name_of(saved: SavedMethod) -> str:
    """A card or account as people know it: its brand, or that it is an account, and the last digits."""
    if saved.kind == "sepa_debit":
        return f"IBAN •••• {saved.last4}"
    brand = _BRANDS.get(saved.brand, saved.brand.replace("_", " ").title())
    return f"{brand} •••• {saved.last4}"
