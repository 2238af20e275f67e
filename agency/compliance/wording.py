"""Words of the pages about contact: kinds, ways, channels and days, as staff read them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from agency.compliance.kinds import Basis, DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.law.contact import Verdict
from agency.law.vocabulary import Channel
from portal.audit.words import name_of
from portal.filters import instant
from portal.i18n import LOCALES, said

KINDS = {
    DeclarationKind.OPT_OUT: _("Not by this channel"),
    DeclarationKind.CONSENT: _("Agrees to a channel"),
    DeclarationKind.CEASE: _("Wants no contact at all"),
    DeclarationKind.REPRESENTED: _("Represented by a lawyer"),
    DeclarationKind.DEBT_MEDIATION: _("In debt mediation"),
    DeclarationKind.BREATHING_SPACE: _("In a breathing space"),
    DeclarationKind.INCONVENIENT: _("Not at these hours"),
    DeclarationKind.VULNERABLE: _("Needs care"),
    DeclarationKind.LANGUAGE: _("Language"),
    DeclarationKind.PREFERRED_CHANNEL: _("Preferred channel"),
    DeclarationKind.DECEASED: _("Deceased"),
    DeclarationKind.INSOLVENT: _("Insolvent"),
}
"""What is declared."""

MEANINGS = {
    DeclarationKind.OPT_OUT: _("The debtor wants no e-mail, calls, texts, letters or visits."),
    DeclarationKind.CONSENT: _("The debtor agreed to be approached by a channel."),
    DeclarationKind.CEASE: _(
        "The debtor asked to be left alone. Only what the law asks for goes out."
    ),
    DeclarationKind.REPRESENTED: _("All contact goes through the lawyer."),
    DeclarationKind.DEBT_MEDIATION: _("A mediator or guardian deals with the debts."),
    DeclarationKind.BREATHING_SPACE: _("The law gives the debtor rest until a day."),
    DeclarationKind.INCONVENIENT: _("Hours or days at which the debtor cannot be approached."),
    DeclarationKind.VULNERABLE: _("We adapt how we work. What we adapt is noted, never the cause."),
    DeclarationKind.LANGUAGE: _("The language in which the debtor wants to be written to."),
    DeclarationKind.PREFERRED_CHANNEL: _("The channel that the debtor likes best."),
    DeclarationKind.DECEASED: _("The debtor has died. Contact goes to the heirs or the notary."),
    DeclarationKind.INSOLVENT: _("A court has appointed a trustee, to whom contact goes."),
}
"""What each of them does."""

LOOKS = {
    DeclarationKind.CONSENT: "ok",
    DeclarationKind.LANGUAGE: "info",
    DeclarationKind.PREFERRED_CHANNEL: "info",
}
"""The colour of those that shut no door."""

SOURCES = {
    Source.PHONE: _("by telephone"),
    Source.LETTER: _("by letter"),
    Source.EMAIL: _("by e-mail"),
    Source.SMS: _("by text message"),
    Source.VISIT: _("in person"),
    Source.CREDITOR: _("through the creditor"),
    Source.REGISTER: _("from a public register"),
    Source.PORTAL: _("on the payment page"),
}
"""How we learned of it."""

BASES = {
    Basis.CONSENT: _("The person agreed that we note it"),
    Basis.DUTY: _("The law obliges us to take it into account"),
}
"""Why a flag may be kept."""

CHANNELS = {
    Channel.EMAIL: _("E-mail"),
    Channel.PHONE: _("Telephone"),
    Channel.SMS: _("Text message"),
    Channel.POST: _("Letter by post"),
    Channel.VISIT: _("Visit"),
}
"""How a debtor is approached."""

DAYS = [
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
]
"""The days of a week, as they are counted."""


def why_not(verdict: Verdict) -> str:
    """Why a contact may not be made, and from when it may."""
    if verdict.next_at is None:
        return said(verdict.reason)
    text: str = gettext(
        "%(reason)s Possible from %(when)s.",
        reason=said(verdict.reason),
        when=instant(verdict.next_at),
    )
    return text


def language(locale: str) -> str:
    """A language by its own name."""
    return LOCALES.get(locale, locale)


def person(name: str) -> str:
    """Who recorded or ended something."""
    return name_of(name)


def facts(it: Declaration) -> list[str]:
    """What a declaration says in short: the channel, language, hours or person it names."""
    found = [
        str(CHANNELS[Channel(it.channel)]) if it.channel else "",
        language(it.locale),
        hours(it) if it.from_hour is not None else "",
        it.name,
    ]
    return [fact for fact in found if fact]


def hours(it: Declaration) -> str:
    """The hours that do not suit, with their days."""
    days = ", ".join(str(DAYS[day]) for day in sorted(it.days)) or gettext("Every day")
    text: str = gettext(
        "%(days)s, %(since)s to %(until)s",
        days=days,
        since=f"{it.from_hour:02}:00",
        until=f"{it.before_hour:02}:00",
    )
    return text


def numbered_days() -> list[tuple[int, object]]:
    """The days of the week to tick."""
    return list(enumerate(DAYS))


def hours_of_day() -> list[tuple[int, str]]:
    """The hours of a day to choose from, with its end."""
    return [(hour, f"{hour:02}:00") for hour in range(25)]
