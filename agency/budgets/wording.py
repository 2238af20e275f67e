"""Income and outgo in words."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from agency.budgets.bearable import Every
from agency.compliance.kinds import Source
from agency.compliance.wording import SOURCES as LEARNED

CATEGORIES = {
    "wages": _("Wages"),
    "benefits": _("Benefits"),
    "allowances": _("Allowances for rent, care and children"),
    "pension": _("Pension"),
    "maintenance_in": _("Maintenance received"),
    "business": _("Profit of an own business"),
    "other_income": _("Other income"),
    "housing": _("Rent or mortgage"),
    "energy": _("Gas and electricity"),
    "water": _("Water"),
    "telecom": _("Telephone, internet and television"),
    "local_taxes": _("Local taxes"),
    "health": _("Health insurance and care"),
    "insurances": _("Other insurance"),
    "food": _("Food and household"),
    "clothing": _("Clothing"),
    "transport": _("Transport"),
    "child_care": _("Child care"),
    "school": _("School and study"),
    "maintenance_out": _("Maintenance paid"),
    "debts": _("Paying off other debts"),
    "other_outgo": _("Other outgo"),
}
"""What is asked for."""

EVERY = {
    Every.MONTH: _("each month"),
    Every.FOUR_WEEKS: _("each four weeks"),
    Every.WEEK: _("each week"),
}

HEARD = [
    (source.value, LEARNED[source])
    for source in (Source.PHONE, Source.EMAIL, Source.LETTER, Source.VISIT)
]
"""By what way a statement is heard, or its end."""


def consent_words() -> str:
    """What is read out before anything is asked."""
    return str(
        gettext(
            "You may tell us what your household earns and spends, so that we look for an instalment you "
            "can bear. You need not. We use it for nothing else, nobody outside sees the figures, and you "
            "can take it back at any time; then we remove them."
        )
    )
