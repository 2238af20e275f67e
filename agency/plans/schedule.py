"""The instalments of a payment plan: made from a balance, and held against the books ever after. Pure.

What was agreed is never written anew when the books change. Where a plan stands is worked out from
what was agreed, what came in since and what is still owed, so that its total is the balance always.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.money import Money, total

SPLIT_DAYS = 14
"""How long after its first half the second one of an instalment is due."""

TRIFLE = 100
"""Less than so many minor units can neither be taken nor be paid by card."""


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment: its place in the plan, its day and its amount."""

    number: int
    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Line(Due):
    """An instalment as it stands by the books."""

    paid: Money

    @property
    def left(self) -> Money:
        """What is still to come of it."""
        return self.amount - self.paid

    @property
    def is_paid(self) -> bool:
        """Whether all of it came in."""
        return not self.left


def days(first_on: date, count: int, day: int) -> list[date]:
    """The days of instalments: the first, then the same day of each following month.

    `day` is the day of the month that was chosen; a month that is too short is paid at its end.
    """
    return [first_on, *(_in_month(first_on, months, day) for months in range(1, count))]


def first_day(day: int, *, earliest: date) -> date:
    """The first day of a plan that is paid on a day of the month, not before `earliest`."""
    this_month = _in_month(earliest, 0, day)
    return this_month if this_month >= earliest else _in_month(earliest, 1, day)


def by_number(
    owed: Money, count: int, *, first_on: date, day: int, first: Money | None = None
) -> tuple[Due, ...]:
    """So many instalments of one amount, the last of which takes what rounding left over.

    `first` is the amount of the first one where it is another. ValueError where the instalments
    would be nothing.
    """
    rest, others = (owed, count) if first is None else (owed - first, count - 1)
    if count < 1 or owed.minor < count or (others and rest.minor < others):
        raise ValueError("There is less to pay than there are instalments.")
    if not others and rest:
        raise ValueError("One instalment pays all.")
    each = rest.minor // others if others else 0
    amounts = [Money(each, owed.currency)] * max(others - 1, 0)
    amounts += [rest - total(amounts, owed.currency)] if others else []
    if first is not None:
        amounts = [first, *amounts]
    return _numbered(amounts, first_on, day)


def by_amount(owed: Money, amount: Money, *, first_on: date, day: int) -> tuple[Due, ...]:
    """Instalments of an amount until all is paid; the last one takes the rest."""
    if amount.minor < 1 or owed.minor < 1:
        raise ValueError("An instalment is above zero.")
    whole, rest = divmod(owed.minor, amount.minor)
    amounts = [amount] * whole + ([Money(rest, owed.currency)] if rest else [])
    return _numbered(amounts, first_on, day)


def defer(agreed: Sequence[Due], number: int, day: int) -> tuple[Due, ...]:
    """The same amounts with an instalment, and all after it, a month later.

    What is not due on the day of the month that was chosen, as a first instalment or the second half of
    another may be, keeps its own.
    """
    return tuple(
        replace(each, due_on=_a_month_later(each.due_on, day)) if each.number >= number else each
        for each in agreed
    )


def move(agreed: Sequence[Due], number: int, first_on: date, day: int) -> tuple[Due, ...]:
    """The same amounts with an instalment on another day, and all after it a month after each other."""
    later = [each for each in agreed if each.number >= number]
    new = dict(zip((each.number for each in later), days(first_on, len(later), day), strict=True))
    return tuple(replace(each, due_on=new.get(each.number, each.due_on)) for each in agreed)


def split(agreed: Sequence[Due], number: int) -> tuple[Due, ...]:
    """An instalment in two halves, the second two weeks later; those after it are numbered anew.

    ValueError where the halves would be nothing, or the second would come after the next one.
    """
    one = agreed[number - 1]
    second_on = one.due_on + timedelta(days=SPLIT_DAYS)
    after = agreed[number:]
    if one.amount.minor < 2 or (after and second_on >= after[0].due_on):
        raise ValueError("This instalment cannot be split.")
    rest = Money(one.amount.minor // 2, one.amount.currency)
    return (
        *agreed[: number - 1],
        replace(one, amount=one.amount - rest),
        Due(number + 1, second_on, rest),
        *(replace(each, number=each.number + 1) for each in after),
    )


def standing(agreed: Sequence[Due], received: Money, owed: Money, day: int) -> tuple[Line, ...]:
    """The instalments as they stand: their amounts are what came in and what is owed, to the cent.

    What came on top (interest, court costs) fills the last one up to the usual amount and prolongs
    the plan by further ones; a small rest joins the last. What was taken off is taken off the end.
    What came in pays them in their order, so money before its day is an instalment paid early. What it
    leaves of one, where that is too little to be paid by itself, is paid with the next.
    """
    wanted = received + owed
    more = wanted - total((each.amount for each in agreed), wanted.currency)
    dues = _longer(agreed, more, day) if more.minor > 0 else _shorter(agreed, -more)
    lines, purse, over = [], received, Money.zero(wanted.currency)
    for each in dues:
        amount = each.amount + over
        paid = min(purse, amount)
        purse -= paid
        is_trifle = paid and (amount - paid).minor < TRIFLE and each is not dues[-1]
        over = amount - paid if is_trifle else Money.zero(wanted.currency)
        lines.append(Line(each.number, each.due_on, amount - over, paid))
    return tuple(lines)


def next_of(lines: Sequence[Line]) -> Line | None:
    """The instalment that is to be paid next."""
    return next((line for line in lines if not line.is_paid), None)


def late(lines: Sequence[Line], on: date) -> tuple[Line, ...]:
    """The instalments whose day has passed and which are not paid."""
    return tuple(line for line in lines if not line.is_paid and line.due_on < on)


def is_broken(
    lines: Sequence[Line], on: date, *, grace_days: int, rested_until: date | None = None
) -> bool:
    """Whether an instalment was not paid by the end of the days of grace after its own day.

    They begin anew where its case rested through a later day, as nobody asked for it meanwhile.
    """
    grace, rested = timedelta(days=grace_days), rested_until or date.min
    return any(max(line.due_on, rested) + grace < on for line in late(lines, on))


def _longer(agreed: Sequence[Due], more: Money, day: int) -> list[Due]:
    usual = agreed[-2].amount if len(agreed) > 1 else agreed[-1].amount
    *dues, last = agreed
    room = max(usual - last.amount, Money.zero(more.currency))
    filled = min(room, more)
    dues.append(replace(last, amount=last.amount + filled))
    further, rest = divmod((more - filled).minor, usual.minor)
    amounts = [usual] * further
    if 2 * rest >= usual.minor:
        amounts.append(Money(rest, more.currency))
        rest = 0
    for amount in amounts:
        dues.append(Due(dues[-1].number + 1, _in_month(dues[-1].due_on, 1, day), amount))
    dues[-1] = replace(dues[-1], amount=dues[-1].amount + Money(rest, more.currency))
    return dues


def _shorter(agreed: Sequence[Due], less: Money) -> list[Due]:
    dues = list(agreed)
    while less and dues:
        last = dues.pop()
        cut = min(less, last.amount)
        less -= cut
        if last.amount > cut:
            dues.append(replace(last, amount=last.amount - cut))
    return dues


def _numbered(amounts: Sequence[Money], first_on: date, day: int) -> tuple[Due, ...]:
    due = days(first_on, len(amounts), day)
    return tuple(
        Due(number, on, amount)
        for number, (on, amount) in enumerate(zip(due, amounts, strict=True), start=1)
    )


def _a_month_later(due_on: date, day: int) -> date:
    return _in_month(due_on, 1, day if _in_month(due_on, 0, day) == due_on else due_on.day)


def _in_month(start: date, months: int, day: int) -> date:
    """A day of the month so many months after that of `start`, or its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
