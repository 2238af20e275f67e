"""Words of the debtor's pages that more than one place needs: what one can say, and how it is read."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _

OBJECTIONS: Mapping[str, object] = {
    "paid": _("I have paid this already"),
    "not_received": _("I did not get what I ordered"),
    "not_right": _("It was damaged or not what was agreed"),
    "amount": _("The amount is not right"),
    "not_ordered": _("I did not order this"),
    "other": _("Something else"),
}
"""Why somebody does not agree."""

CALL_TIMES: Mapping[str, object] = {
    "any": _("Any time on working days"),
    "morning": _("In the morning, 9 to 12"),
    "afternoon": _("In the afternoon, 12 to 17"),
    "evening": _("Early in the evening, 17 to 20"),
}
"""When somebody likes to be called."""

DOCUMENTS: Mapping[str, object] = {
    "invoice": _("The invoice"),
    "order": _("The order"),
    "contract": _("The contract"),
    "delivery_proof": _("Proof of delivery"),
    "reminder": _("A reminder"),
    "correspondence": _("Letters and mails"),
    "acknowledgement": _("Acknowledgement of the debt"),
}
"""What a document is."""

CHANNELS: Mapping[str, object] = {
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "sms": _("Text message"),
    "post": _("Letter by post"),
}
"""How we reach somebody."""

STOPPABLE = ("email", "phone", "sms")
"""What a debtor can stop by itself; letters that the law asks for go by post."""

METHODS: Mapping[str, object] = {
    "card": _("Card"),
    "ideal": _("iDEAL"),
    "bancontact": _("Bancontact"),
    "sepa_debit": _("Direct debit"),
}
"""By what somebody may pay."""

PAID_BY: Mapping[str, object] = {
    **METHODS,
    "moved": _("From what was paid too much on another case"),
}
"""How somebody paid."""


def named(methods: Iterable[str]) -> str:
    """Ways to pay, as one reads them in a row."""
    return ", ".join(str(METHODS[method]) for method in methods)


RELATIONS: Mapping[str, object] = {
    "company": _("A company of mine"),
    "other_company": _("Another company"),
    "partner": _("My partner"),
    "family": _("Somebody of my family"),
    "friend": _("A friend"),
    "other": _("Somebody else"),
}
"""What a guarantor is to the debtor who names it."""

COMPANIES = ("company", "other_company")
"""Those of them that are no person."""

GUARANTORS: Mapping[str, object] = {"person": _("A person"), "business": _("A business")}
"""As what a guarantor signs, on which depends what form the law asks of it."""
