"""The legal position of a case today, subject by subject."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.running import InterestBasis
from agency.charges.services import CaseOwed, ClaimOwed, histories_of, owed
from agency.clients.countries import country_name
from agency.law.courts import routes
from agency.law.limitation import Interruption, alarms
from agency.law.packs import pack
from agency.legal_position.acts import (
    WORDS,
    Lapse,
    acknowledged,
    lapse_of,
    promised_in_writing,
)
from agency.legal_position.findings import Finding, known
from portal.filters import day, in_days, money, percent
from portal.i18n import current_locale, said


def position_of(case: Case) -> list[Finding]:
    """All that the law says of a case, in the order in which people ask."""
    found = owed(case, case.reckoned_on)
    on = case.reckoned_on
    unknown = str(_("Not known"))
    law, court = str(_("Law applied")), str(_("Court"))
    return [
        *known(law, unknown, lambda: _law(case, on)),
        *_interest(found),
        *_costs(found, on),
        *known(str(_("Limitation")), unknown, lambda: _limitation(case, found, on)),
        *known(court, unknown, lambda: _court(case, found, on)),
    ]


def _law(case: Case, on: date) -> Sequence[Finding]:
    law = pack(case.debtor.country)
    through = day(law.reviewed_through)
    if on > law.reviewed_through:
        why = _(
            "Its rules were reviewed through %(day)s only. Nothing new is charged.", day=through
        )
        return [
            Finding(
                str(_("Law applied")),
                "warn",
                country_name(case.debtor.country, current_locale()),
                str(why),
            )
        ]
    why = _("Its rules were reviewed through %(day)s.", day=through)
    return [
        Finding(
            str(_("Law applied")),
            "ok",
            country_name(case.debtor.country, current_locale()),
            str(why),
        )
    ]


def _interest(found: CaseOwed) -> Iterator[Finding]:
    """The rate that runs now, once for claims on which the same one does."""
    seen = set()
    for line in found.claims:
        finding = _interest_on(line)
        if (finding.state, finding.why) not in seen:
            seen.add((finding.state, finding.why))
            yield finding


def _interest_on(line: ClaimOwed) -> Finding:
    about, stretches = str(_("Interest")), line.charge.detail.lines
    if line.claim.interest_basis == InterestBasis.NONE:
        return Finding(about, "neutral", str(_("None runs")), str(_("The creditor asks for none.")))
    if not stretches:
        missing = line.charge.law_missing
        why = said(missing) if missing else str(_("None runs by law on this claim."))
        return Finding(about, "warn" if missing else "neutral", str(_("None runs")), why)
    last = stretches[-1]
    agreed = line.claim.interest_basis == InterestBasis.AGREED
    right = _("As agreed with the debtor.") if agreed else _("By law.")
    if line.charge.law_missing:
        state = _("Stands still since %(day)s", day=day(last.until_on))
        return Finding(about, "warn", str(state), said(line.charge.law_missing), last.article)
    state = _("%(rate)s a year", rate=percent(last.percent))
    return Finding(about, "ok", str(state), str(right), last.article)


def _costs(found: CaseOwed, on: date) -> Iterator[Finding]:
    for line in found.claims:
        gate = line.charge.gate
        about = str(_("Costs on %(invoice)s", invoice=line.claim.invoice_no))
        if gate.is_open(on):
            state = _("Allowed since %(day)s", day=day(gate.charge_from))
            yield Finding(about, "ok", str(state), said(gate.reason), gate.article)
        elif gate.charge_from:
            state = _("Not allowed; from %(day)s", day=day(gate.charge_from))
            yield Finding(about, "warn", str(state), said(gate.reason), gate.article)
        else:
            state = str(_("Not allowed as things are"))
            yield Finding(about, "bad", state, said(gate.reason), gate.article)


def _limitation(case: Case, found: CaseOwed, on: date) -> Iterator[Finding]:
    """The claim that lapses first, and what moved that; what the law is silent on is left out."""
    histories, promised = histories_of(case), promised_in_writing(case)
    lapses = [
        lapse_of(line.claim, case, histories.get(line.claim.id), promised, on)
        for line in found.claims
    ]
    if not lapses:
        return
    first = min(lapses, key=lambda each: each.term.last_day)
    rings = any(alarm.has_rung for alarm in alarms(first.term, on))
    kind = "bad" if first.term.is_barred(on) else "warn" if rings else "ok"
    state = (
        _("Lapsed on %(day)s", day=day(first.term.barred_from))
        if first.term.is_barred(on)
        else _("Until %(day)s", day=day(first.term.last_day))
    )
    yield Finding(
        str(_("Limitation")),
        kind,
        str(state),
        " ".join(_why(first, acknowledged(case))),
        first.term.steps[-1].article,
    )


def _why(first: Lapse, documents: Mapping[Any, Sequence[str]]) -> Iterator[str]:
    """Which claim lapses first, what moved its last day, and what was left out."""
    yield _(
        "%(invoice)s lapses first, %(when)s, unless something interrupts it.",
        invoice=first.claim.invoice_no,
        when=in_days(first.term.last_day),
    )
    if first.counted:
        yield _("Interrupted by: %(acts)s.", acts=_named(first.counted))
    else:
        yield _("Nothing in the file has interrupted it.")
    if first.silent:
        yield _(
            "Not counted, since the rules of this country do not say what it does: %(acts)s.",
            acts=_named(first.silent),
        )
    if names := documents.get(first.claim.id):
        yield _(
            "Not counted, since its day is not recorded: acknowledgement of debt (%(names)s).",
            names=", ".join(names),
        )


def _named(acts: Sequence[Interruption]) -> str:
    return ", ".join(
        str(_("%(act)s of %(day)s", act=str(WORDS[act.kind]), day=day(act.on))) for act in acts
    )


def _court(case: Case, found: CaseOwed, on: date) -> Sequence[Finding]:
    """The routes that are open to what is owed now, with what they cost."""
    about = str(_("Court"))
    made = []
    for route in routes(case.debtor.country, found.total, debtor=case.debtor.debtor_kind, on=on):
        if route.fee:
            why = _(
                "Fee %(fee)s. %(form)s.", fee=money(route.fee.amount), form=said(route.court.form)
            )
        else:
            why = _("%(form)s. %(why)s", form=said(route.court.form), why=said(route.why_no_fee))
        lawyer = f" {_('A lawyer is needed.')}" if route.court.lawyer_needed else ""
        made.append(
            Finding(about, "neutral", route.court.name, f"{why}{lawyer}", route.court.article)
        )
    return made
