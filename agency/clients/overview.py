"""A creditor at a glance: its terms, law firms, people and standing, and what is to be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from agency.clients import queries
from agency.clients.models import Agreement, Creditor, LawFirm
from agency.clients.queries import Standing
from agency.clients.tariff import Tariff, read_tariff
from agency.clients.wording import age_text, change_text, fields_text
from portal import clock
from portal.accounts.models import Invitation
from portal.accounts.queries import Member, members, open_invitations
from portal.audit.models import Event
from portal.filters import day, percent

_ICONS = {
    "creditor.created": "plus",
    "creditor.payout_account_changed": "bank",
    "creditor.law_firms_engaged": "scale",
    "agreement.made": "sign",
    "creditor.closed": "x-circle",
    "creditor.reopened": "refresh",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement with its tariff read, and the state it is in."""

    agreement: Agreement
    tariff: Tariff
    is_current: bool

    @property
    def is_to_come(self) -> bool:
        """Whether it begins later."""
        return self.agreement.valid_from > clock.today()

    @property
    def range(self) -> str:
        """From the lowest percent of the bands to the highest."""
        percents = sorted(band.percent for band in self.tariff.bands)
        lowest, highest = percent(percents[0]), percent(percents[-1])
        return lowest if lowest == highest else f"{lowest} – {highest}"

    @property
    def contracts(self) -> str:
        """What the creditor's contracts usually say, as far as some law asks; empty if nothing."""
        said = self.agreement
        share = percent(said.agreed_costs_percent) if said.agreed_costs_percent else ""
        parts = [
            _("let costs be charged") if said.costs_clause else "",
            _("name costs of %(share)s", share=share) if share else "",
            _("fix the due date") if said.due_agreed else "",
        ]
        return ", ".join(filter(None, parts))

    @property
    def own_reminders(self) -> str:
        """Whether reminders in the creditor's own name are agreed, by whom and since when."""
        said = self.agreement
        if not said.own_reminders:
            return str(_("Not agreed"))
        on = day(clock.day_of(said.agreed_at))
        who = said.agreer.name if said.agreer else _("the system")
        return str(_("Agreed on %(day)s, entered by %(who)s", day=on, who=who))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The tariff as a table: what, and how many percent."""
        return tariff_rows(self.tariff)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done about a creditor: the address of the page for it, and its name."""

    what: str
    endpoint: str
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done to a creditor, as the timeline shows it."""

    event: Event
    url: str = ""

    @property
    def kind(self) -> str:
        """Its colour: a changed account stands out."""
        return "warn" if self.event.kind == queries.PAYOUT_CHANGED else "neutral"

    @property
    def icon(self) -> str:
        """Its picture."""
        return _ICONS.get(self.event.kind, "pencil")

    @property
    def at(self) -> datetime:
        """When."""
        return self.event.at

    @property
    def by(self) -> str:
        """Who did it."""
        return self.event.actor

    @property
    def title(self) -> str:
        """What was done."""
        return change_text(self.event.kind)

    @property
    def text(self) -> str:
        """Which fields it was about."""
        if self.event.kind != "creditor.changed":
            return ""
        return fields_text(self.event.data["after"])


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of a creditor shows."""

    terms: Sequence[Terms]
    """Newest first."""
    standing: Standing
    firms: Sequence[LawFirm]
    people: Sequence[Member]
    invited: Sequence[Invitation]
    payout_change: Event | None
    changes: Sequence[Change]
    next_step: NextStep | None

    @property
    def current(self) -> Terms | None:
        """The terms in force."""
        return next((each for each in self.terms if each.is_current), None)


def overview(creditor: Creditor) -> Overview:
    """Gather it."""
    terms = _terms(creditor, clock.today())
    people = members(creditor.id)
    invited = open_invitations(creditor.id)
    return Overview(
        terms=terms,
        standing=queries.standings([creditor.id]).get(creditor.id, Standing()),
        firms=queries.engaged_firms(creditor.id),
        people=people,
        invited=invited,
        payout_change=queries.payout_changes([creditor.id]).get(creditor.id),
        changes=[
            Change(event)
            for event in queries.changes_of(
                creditor.id, *(each.agreement.id for each in terms), limit=12
            )
        ],
        next_step=_next_step(
            creditor,
            has_terms=any(each.is_current for each in terms),
            has_people=bool(people or invited),
        ),
    )


def tariff_rows(tariff: Tariff) -> list[tuple[str, str]]:
    """A tariff as a table reads: the bands, then what adds to them and takes from them."""
    rows, over = [], None
    for band in tariff.bands:
        rows.append((age_text(over, band.max_age_days), percent(band.percent)))
        over = band.max_age_days
    extras = (
        (_("With order or contract and proof of delivery"), "−", tariff.documented_discount),
        (_("Disputed by the debtor"), "+", tariff.disputed_surcharge),
        (_("Debtor is a consumer"), "+", tariff.consumer_surcharge),
        (_("Debtor lives abroad"), "+", tariff.abroad_surcharge),
        (_("Least success fee"), "", tariff.minimum_percent),
    )
    return rows + [(text, sign + percent(points)) for text, sign, points in extras if points]


def _terms(creditor: Creditor, today: date) -> list[Terms]:
    newest_first = sorted(creditor.agreements, key=lambda each: each.valid_from, reverse=True)
    current = next((each for each in newest_first if each.valid_from <= today), None)
    return [Terms(each, read_tariff(each.tariff), each is current) for each in newest_first]


def _next_step(creditor: Creditor, *, has_terms: bool, has_people: bool) -> NextStep | None:
    """The first thing that keeps claims or money of this creditor from flowing."""
    if creditor.closed_at:
        return None
    if not has_terms:
        return NextStep(
            _("Without an agreement it cannot hand over claims."),
            "agency.agreements.new",
            _("Enter the agreement"),
        )
    if not creditor.payout_iban:
        return NextStep(
            _("Without an account nothing can be paid out to it."),
            "agency.creditors.edit_payout_account",
            _("Enter its account"),
        )
    if not has_people:
        return NextStep(
            _("Nobody of it has a login yet, so nobody can hand over claims."),
            "agency.creditors.show",
            _("Invite somebody"),
        )
    return None
