"""What the hosted page says, in English and Dutch."""

from werkzeug.datastructures import LanguageAccept

WORDS = {
    "en": {
        "pay_to": "Pay {merchant}",
        "save_for": "Save a payment method for {merchant}",
        "test": "Test mode",
        "test_note": "No real money moves. This page stands in for the payment page of Stripe.",
        "back": "Back",
        "email": "E-mail",
        "how": "How do you want to pay?",
        "card": "Card",
        "ideal": "iDEAL",
        "bancontact": "Bancontact",
        "sepa_debit": "SEPA direct debit",
        "number": "Card number",
        "expiry": "Expiry date",
        "expiry_hint": "MM / YY",
        "cvc": "Security code",
        "cvc_hint": "3 or 4 digits",
        "holder": "Name on the card",
        "account_holder": "Name of the account holder",
        "iban": "IBAN",
        "mandate": "By continuing you allow {merchant} to take this amount from your account, once."
        " You can have it returned by your bank within eight weeks.",
        "pay": "Pay {amount}",
        "save": "Save",
        "to_bank": "Continue to your bank",
        "test_cards": "Test cards",
        "card_works": "works",
        "card_challenge": "asks for 3-D Secure",
        "card_declined": "is declined",
        "card_no_money": "has no money left",
        "card_disputed": "works, and is disputed afterwards",
        "any_date": "Any future date and any security code will do.",
        "test_ibans": "Test accounts",
        "iban_works": "is paid",
        "iban_fails": "comes back",
        "closed_complete": "This payment has been made.",
        "closed_complete_more": "You do not need to do anything more. Thank you.",
        "closed_expired": "This payment page has expired.",
        "closed_expired_more": "Nothing was charged. Go back to start again.",
        "closed_canceled": "This payment was canceled.",
        "unknown": "This payment page does not exist.",
        "unknown_more": "Nothing was charged. Check the link, or start again where you came from.",
        "to_shop": "Back to {merchant}",
        "bank": "Test bank",
        "bank_asks": "Your bank asks: do you want to pay {amount} to {merchant}?",
        "bank_saves": "Your bank asks: may {merchant} use this payment method later?",
        "introduce": "Tell Stripe about {merchant}",
        "introduce_wanted": "Stripe still wants to know:",
        "introduce_all": "Tell all of it",
        "introduce_later": "Later",
        "complete": "Complete",
        "fail": "Fail",
        "needs_expiry": "Write the expiry date as MM / YY.",
        "powered": "Stand-in for Stripe Checkout, for tests and demonstration only",
    },
    "nl": {
        "pay_to": "Betaal aan {merchant}",
        "save_for": "Bewaar een betaalmethode voor {merchant}",
        "test": "Testmodus",
        "test_note": "Er gaat geen echt geld om. Deze pagina vervangt de betaalpagina van Stripe.",
        "back": "Terug",
        "email": "E-mail",
        "how": "Hoe wilt u betalen?",
        "card": "Kaart",
        "ideal": "iDEAL",
        "bancontact": "Bancontact",
        "sepa_debit": "SEPA-incasso",
        "number": "Kaartnummer",
        "expiry": "Vervaldatum",
        "expiry_hint": "MM / JJ",
        "cvc": "Beveiligingscode",
        "cvc_hint": "3 of 4 cijfers",
        "holder": "Naam op de kaart",
        "account_holder": "Naam van de rekeninghouder",
        "iban": "IBAN",
        "mandate": "Als u doorgaat, mag {merchant} dit bedrag één keer van uw rekening afschrijven."
        " U kunt het tot acht weken daarna door uw bank laten terugboeken.",
        "pay": "Betaal {amount}",
        "save": "Bewaren",
        "to_bank": "Verder naar uw bank",
        "test_cards": "Testkaarten",
        "card_works": "werkt",
        "card_challenge": "vraagt om 3-D Secure",
        "card_declined": "wordt geweigerd",
        "card_no_money": "heeft te weinig saldo",
        "card_disputed": "werkt, en wordt daarna betwist",
        "any_date": "Elke datum in de toekomst en elke beveiligingscode is goed.",
        "test_ibans": "Testrekeningen",
        "iban_works": "wordt betaald",
        "iban_fails": "komt terug",
        "closed_complete": "Deze betaling is gedaan.",
        "closed_complete_more": "U hoeft niets meer te doen. Dank u wel.",
        "closed_expired": "Deze betaalpagina is verlopen.",
        "closed_expired_more": "Er is niets afgeschreven. Ga terug om opnieuw te beginnen.",
        "closed_canceled": "Deze betaling is geannuleerd.",
        "unknown": "Deze betaalpagina bestaat niet.",
        "unknown_more": "Er is niets afgeschreven. Controleer de link, of begin opnieuw.",
        "to_shop": "Terug naar {merchant}",
        "bank": "Testbank",
        "bank_asks": "Uw bank vraagt: wilt u {amount} betalen aan {merchant}?",
        "bank_saves": "Uw bank vraagt: mag {merchant} deze betaalmethode later gebruiken?",
        "introduce": "Vertel Stripe over {merchant}",
        "introduce_wanted": "Stripe wil nog weten:",
        "introduce_all": "Alles vertellen",
        "introduce_later": "Later",
        "complete": "Akkoord",
        "fail": "Weigeren",
        "needs_expiry": "Schrijf de vervaldatum als MM / JJ.",
        "powered": "Vervangt Stripe Checkout, alleen voor tests en demonstratie",
    },
}

DUTCH = {
    "Your card was declined.": "Uw kaart is geweigerd.",
    "Your card has insufficient funds.": "Er staat te weinig saldo op uw kaart.",
    "Your card has expired.": "Uw kaart is verlopen.",
    "Your card's security code is incorrect.": "De beveiligingscode klopt niet.",
    "Your card's security code is invalid.": "De beveiligingscode klopt niet.",
    "Your card number is incorrect.": "Het kaartnummer klopt niet.",
    "The card number is not a valid credit card number.": "Het kaartnummer klopt niet.",
    "Your card's expiration month is invalid.": "De maand van de vervaldatum klopt niet.",
    "Your card's expiration year is invalid.": "Het jaar van de vervaldatum klopt niet.",
    "The IBAN you provided is invalid.": "Dit IBAN klopt niet.",
    "An error occurred while processing your card. Try again in a little bit.": "Er ging iets mis"
    " bij het verwerken van uw kaart. Probeer het zo nog eens.",
    "We are unable to authenticate your payment method. Please choose a different payment method"
    " and try again.": "Uw bank heeft de betaling niet goedgekeurd. Kies een andere betaalmethode"
    " en probeer het opnieuw.",
}
"""Refusals in Dutch, by Stripe's English wording."""


def language(locale: str | None, accepted: LanguageAccept) -> str:
    """English or Dutch: by the session's locale, or by the browser when that is left open."""
    if locale in (None, "auto"):
        spoken = (wanted.split("-")[0].lower() for wanted in accepted.values())
        return next((lang for lang in spoken if lang in WORDS), "en")
    return "nl" if str(locale).startswith("nl") else "en"


def refusal(message: str, lang: str) -> str:
    """A refusal in the reader's language, as far as it is known there."""
    return DUTCH.get(message, message) if lang == "nl" else message
