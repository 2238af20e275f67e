"""What was paid too much, in the office's words."""

from flask_babel import lazy_gettext as _

from agency.cases.timeline import looks
from agency.compliance.kinds import Source
from agency.compliance.wording import SOURCES
from portal.audit.words import words

CHANNELS = {
    source: SOURCES[source]
    for source in (Source.PHONE, Source.EMAIL, Source.LETTER, Source.SMS, Source.VISIT)
}
"""By what way a debtor says it to somebody."""
ALL_CHANNELS = {**CHANNELS, Source.PORTAL: SOURCES[Source.PORTAL]}

looks({"surplus.asked_back": ("refresh", "warn"), "surplus.used": ("arrow-right", "info")})
words(
    {
        "surplus.used": _("noted for what the debtor wants it used that it paid too much"),
        "surplus.asked_back": _("noted that the debtor wants back what it paid too much"),
        "surplus.asked": _("asked the debtor by mail what to do with what it paid too much"),
        "surplus.reminded": _("reminded finance of money that is kept for debtors"),
        "surplus.days_changed": _(
            "changed after how many days finance is reminded of what was paid too much"
        ),
    }
)
