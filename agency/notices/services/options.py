"""What the page of a new notice offers: kinds, ways, signatories, figures and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agency.cases.models import Case
from agency.charges.services import CaseOwed, owed
from agency.clients.models import Lawyer
from agency.compliance.queries import preferred_channel
from agency.law.notices import runs_by_law
from agency.law.vocabulary import NoticeKind
from agency.notices import queries
from agency.notices.addressing import addressee_of
from agency.notices.languages import languages_for, locale_for
from agency.notices.models import Notice
from agency.notices.services import obstacles, texting
from agency.notices.services.figures import claims_for
from agency.notices.services.fitting import best_kind, kinds_for, law_knows
from agency.notices.services.preparing import TEXT_TERM, Draft, draft, term_of
from agency.notices.text_wording import whole
from agency.notices.tones import Tone
from portal import clock
from portal.accounts.models import User
from portal.errors import Refused
from portal.i18n import said


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a new notice, and how the kind chosen would read today.

    `kinds` are those that the law knows for this debtor, each with why it cannot be prepared now, or
    nothing. `obstacle` says why nothing can be prepared now; then there is no draft.
    """

    kind: NoticeKind
    kinds: dict[NoticeKind, str]
    channels: Sequence[str]
    channel: str
    """The one to begin with: what the debtor likes best and the law allows."""
    lawyers: Sequence[Lawyer]
    languages: Mapping[str, str]
    """Those that the kind can be written in, by their own names."""
    locale: str
    due_on: date
    runs_by_law: bool
    """Whether the law counts the term, so that there is no day to choose."""
    held: Mapping[str, str]
    """The channels by which the debtor may not be approached now, with why and from when."""
    open_notice: Notice | None
    obstacle: str
    why_no_costs: str
    """Why the law allows no costs yet; empty where it does."""
    draft: Draft | None
    text: str
    """What a text message would say, where one may go; empty where none may."""


def of(case: Case, kind: str, *, by: User) -> Options:
    """The options of a case; the kind that fits best where none, or an unknown one, is named."""
    found = owed(case, clock.today())
    kinds = kinds_for(case, found)
    chosen = NoticeKind(kind) if kind in set(NoticeKind) else best_kind(kinds)
    obstacle = obstacles.of_case(case) or obstacles.of_lawyer(case) or kinds[chosen]
    shown = None
    if not obstacle:
        try:
            shown = draft(case, chosen, by=by)
        except Refused as refusal:
            obstacle = said(refusal.words)
    channels = addressee_of(case.debtor).channels
    text = _text(case, chosen, found, shown) if shown else ""
    ways = [*channels, "sms"] if text else channels
    held = _held(case, chosen, ways) if shown else {}
    return Options(
        kind=chosen,
        kinds={kind: why for kind, why in kinds.items() if law_knows(kind, case)},
        channels=ways,
        channel=_best(case, channels, held),
        lawyers=queries.signing_lawyers(case.creditor_id),
        languages=languages_for(case.debtor, chosen) if shown else {},
        locale=locale_for(case.debtor, chosen) if shown else "",
        due_on=clock.today() + term_of(chosen),
        runs_by_law=shown is not None
        and runs_by_law(case.debtor.country, chosen, case.debtor.debtor_kind),
        held=held,
        open_notice=queries.open_notice(case),
        obstacle=obstacle,
        why_no_costs=_why_no_costs(found),
        draft=shown,
        text=text,
    )


def _text(case: Case, kind: NoticeKind, found: CaseOwed, shown: Draft) -> str:
    if texting.why_not(case, kind, [each.claim.id for each in claims_for(kind, found)]):
        return ""
    due_on, locale = clock.today() + TEXT_TERM, locale_for(case.debtor, kind)
    words = texting.words_for(shown.contents, kind, Tone.NEUTRAL, locale, due_on=due_on)
    return whole(words.texts.paragraphs, words.texts.notes)


def _why_no_costs(found: CaseOwed) -> str:
    gates = (claim.charge.gate for claim in found.claims)
    return next((said(gate.reason) for gate in gates if not gate.is_open(found.on)), "")


def best_channel(case: Case, kind: NoticeKind) -> str:
    """The way that the debtor likes best and the law allows now; empty where there is none."""
    channels = addressee_of(case.debtor).channels
    return _best(case, channels, _held(case, kind, channels))


def _held(case: Case, kind: NoticeKind, channels: Sequence[str]) -> dict[str, str]:
    single = [channel for channel in channels if channel != "both"]
    return obstacles.held_channels(case, kind, single)


def _best(case: Case, channels: Sequence[str], held: Mapping[str, str]) -> str:
    open_now = [channel for channel in channels if channel not in held and channel != "both"]
    liked = preferred_channel(case.debtor)
    if liked in open_now:
        return liked
    return next(iter([*open_now, *channels]), "")
