"""Whether the law of the debtors' countries allows the steps, and lets them follow one another."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from agency.law.contact import Approach, may_contact
from agency.law.errors import LawMissing
from agency.law.notices import runs_by_law, term_ends, why_too_early
from agency.law.packs.conduct import conduct
from agency.law.packs.notice_rows import notice_kinds, notice_rule
from agency.law.texts import needs_letter_before, why_no_text
from agency.law.vocabulary import Channel, DebtorKind, NoticeKind
from agency.strategy.kinds import By, Deed, Sender
from agency.strategy.ladder.facts import ANY_OTHER, Ladder, Problem, StepFacts
from portal.errors import Refused, Words

CHANNELS = {
    By.EMAIL: (Channel.EMAIL,),
    By.POST: (Channel.POST,),
    By.BOTH: (Channel.EMAIL, Channel.POST),
    By.BEST: (Channel.EMAIL, Channel.POST),
    By.SMS: (Channel.SMS,),
}
"""The ways by which a notice may go out."""
APPROACHES = {Deed.CALL: Channel.PHONE, Deed.VISIT: Channel.VISIT}


def law_problems(ladder: Ladder, on: date) -> Iterator[Problem]:
    """What the law forbids on a ladder, for each of its debtors whose country is named."""
    for country, kind in ladder.debtors:
        if country == ANY_OTHER:
            continue
        for step in ladder.steps:
            for words in _forbidden(ladder, step, country, kind, on):
                yield Problem(step, words, ((country, kind),))


def _forbidden(
    ladder: Ladder, step: StepFacts, country: str, kind: DebtorKind, on: date
) -> Iterator[str]:
    if step.deed in APPROACHES:
        yield from _never_approached(APPROACHES[Deed(step.deed)], country, kind, on)
    if step.deed != Deed.NOTICE:
        return
    if words := _no_such_notice(NoticeKind(step.letter), country, kind):
        yield words
        return
    if step.channel == By.SMS:
        yield from _as_a_text(ladder, step, country)
    else:
        yield from _by_its_own_law(step, country, kind, on)
    yield from _needs_the_free_term(ladder, step, country, kind, on)
    yield from _within_a_term(ladder, step, country, kind, on.year)


def _as_a_text(ladder: Ladder, step: StepFacts, country: str) -> Iterator[str]:
    """A text reminds of what was asked in full before: by every case, whichever step it took."""
    if why := why_no_text(NoticeKind(step.letter), country):
        yield why
    elif needs_letter_before() and not any(
        all(_asks_in_full(each) for each in ladder.at(place)) and ladder.stops_all(place)
        for place in ladder.places
        if place < step.position
    ):
        yield Words(
            "A text message only reminds of what a letter or an e-mail has asked for. Put one before "
            "it that goes to every debtor."
        )


def _asks_in_full(step: StepFacts) -> bool:
    return step.deed == Deed.NOTICE and step.channel != By.SMS and step.sender != Sender.CREDITOR


def _never_approached(
    channel: Channel, country: str, kind: DebtorKind, on: date
) -> Iterator[Words]:
    noon = datetime.combine(on, time(12), UTC)
    try:
        zone = conduct(country).zones[0]
        verdict = may_contact(
            Approach(channel=channel, at=noon, country=country, debtor=kind, zone=zone)
        )
    except LawMissing:
        yield Words("It is not known when debtors there may be approached. Leave them out.")
        return
    if not verdict.allowed and verdict.next_at is None:
        yield Words(
            "The law never allows this there (%(article)s). Leave them out.",
            article=verdict.article,
        )


def _no_such_notice(notice: NoticeKind, country: str, kind: DebtorKind) -> Words | None:
    try:
        known = notice_kinds(country)
    except LawMissing:
        return Words("The rules for notices there are not known. Leave them out.")
    if (notice, kind) in known:
        return None
    return Words("There is no such notice to such debtors. Leave them out, or choose another.")


def _by_its_own_law(step: StepFacts, country: str, kind: DebtorKind, on: date) -> Iterator[Words]:
    notice = NoticeKind(step.letter)
    if notice is NoticeKind.FOURTEEN_DAY_LETTER and step.after_due_days < 1:
        yield Words(
            "The letter with the free term counts only once the claim is overdue (%(article)s). "
            "Let a day or more pass after the due date.",
            article=_term_article(country, notice, kind),
        )
    if not runs_by_law(country, notice, kind):
        return
    for channel in CHANNELS[By(step.channel)]:
        try:
            term_ends(country, notice, kind, [channel], on)
        except Refused:
            yield Words(
                "By law this notice cannot go by %(channel)s there (%(article)s). Choose another "
                "way.",
                channel=Words("e-mail") if channel is Channel.EMAIL else Words("post"),
                article=_term_article(country, notice, kind),
            )


def _needs_the_free_term(
    ladder: Ladder, step: StepFacts, country: str, kind: DebtorKind, on: date
) -> Iterator[Words]:
    notice = NoticeKind(step.letter)
    if not why_too_early(country, notice, kind, (), on):
        return
    if not any(
        other.letter == NoticeKind.FOURTEEN_DAY_LETTER and other.position < step.position
        for other in ladder.steps
    ):
        yield Words(
            "It may only follow the letter with the free term (%(source)s). Put a fourteen-day "
            "letter before it.",
            source=notice_rule(country, notice, kind).sources[0].text,
        )


def _within_a_term(
    ladder: Ladder, step: StepFacts, country: str, kind: DebtorKind, year: int
) -> Iterator[Words]:
    """The terms of earlier notices that may still run when this one goes out."""
    for other in ladder.steps:
        if other.position >= step.position or other.deed != Deed.NOTICE or other.channel == By.SMS:
            continue
        notice = NoticeKind(other.letter)
        needed = term_days(country, notice, kind, By(other.channel), year)
        found = ladder.least_days(other.position, step)
        if needed is not None and found <= needed:
            yield Words(
                "It may follow “%(before)s” after %(found)s days, but the term that this must give "
                "ends up to %(needed)s days after it is sent (%(article)s). Let %(least)s days pass.",
                before=other.name,
                found=found,
                needed=needed,
                least=needed + 1,
                article=_term_article(country, notice, kind),
            )


@cache
def term_days(country: str, notice: NoticeKind, kind: DebtorKind, by: By, year: int) -> int | None:
    """After how many days the term of a notice has ended, on whichever day of a year it is sent.

    None where the law sets no term, knows no such notice, or does not let it go that way.
    """
    if (notice, kind) not in notice_kinds(country):
        return None
    days = [date(year, 1, 1) + timedelta(days) for days in range(366)]
    try:
        ends = [(day, term_ends(country, notice, kind, CHANNELS[by], day)) for day in days]
    except Refused:
        return None
    return max(((end - day).days for day, end in ends if end is not None), default=None)


def _term_article(country: str, notice: NoticeKind, kind: DebtorKind) -> str:
    rule = notice_rule(country, notice, kind)
    return next((each.article for each in rule.elements if each.is_term), rule.sources[0].text)
