"""A strategy as a file of text (TOML): written so that reading it gives the very same, read strictly."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from agency.law.vocabulary import DebtorKind
from agency.strategy.kinds import STEP_NOTICES, By, Deed, Reach, Segment, Sender, Tone
from agency.strategy.ladder import MANAGER, StepFacts
from portal.errors import Refused, Words
from portal.money import MINOR_DIGITS, Money

FORMAT = "strategy/1"
MOST_CHARACTERS = 500_000
MOST_STEPS = 200
MOST_OF_NAME = 120
MOST_RANK = 9_999
DEFAULT_DECIDE_DAYS = 14
DAYS = 3_650
"""The longest wait that a step may ask for."""

_AMOUNT = re.compile(r"\d{1,13}(?:\.\d{1,4})?", re.ASCII)
_COUNTRY = re.compile("[A-Z]{2}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A strategy with one version of its steps, apart from any agency; a creditor is its number."""

    name: str
    rank: int = 100
    currency: str = "EUR"
    creditor: int | None = None
    countries: tuple[str, ...] = ()
    debtor_kind: str = ""
    decide_days: int = DEFAULT_DECIDE_DAYS
    note: str = ""
    steps: tuple[StepFacts, ...] = ()


def write(strategy: Written) -> str:
    """The file of a strategy; what is empty or usual is left out."""
    head = [
        ("format", FORMAT),
        ("name", strategy.name),
        ("rank", strategy.rank),
        ("currency", strategy.currency),
        ("creditor", strategy.creditor),
        ("countries", strategy.countries),
        ("debtor_kind", strategy.debtor_kind),
        ("decide_days", strategy.decide_days),
        ("note", strategy.note),
    ]
    parts = [_lines(head)]
    parts += ["[[steps]]\n" + _lines(_step(step, strategy.currency)) for step in strategy.steps]
    return "\n".join(parts)


def read(text: str) -> Written:
    """A strategy from its file. Refused where anything is missing, unknown or of another kind."""
    if len(text) > MOST_CHARACTERS:
        raise Refused(Words("The file is too large to be a strategy."))
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("The file is not valid TOML: %(why)s", why=str(error)) from None
    top = _Table(values, "")
    if top.text("format") != FORMAT:
        raise Refused(
            "The file says another format than “%(format)s”. Export a strategy to see how it looks.",
            format=FORMAT,
        )
    currency = top.text("currency")
    if currency not in MINOR_DIGITS:
        raise top.wrong("currency", Words("one of %(words)s", words=", ".join(MINOR_DIGITS)))
    steps = top.tables("steps")
    if len(steps) > MOST_STEPS:
        raise Refused("A strategy has %(most)s steps at most.", most=MOST_STEPS)
    made = Written(
        name=top.name(),
        rank=top.whole("rank", 100, 1, MOST_RANK),
        currency=currency,
        creditor=top.whole("creditor", None, 1, 2**31) if "creditor" in values else None,
        countries=top.countries(),
        debtor_kind=top.choice("debtor_kind", ("", *DebtorKind), ""),
        decide_days=top.whole("decide_days", DEFAULT_DECIDE_DAYS, 1, 365),
        note=top.text("note", ""),
        steps=tuple(_read_step(step, currency) for step in steps),
    )
    top.close()
    return made


def _step(step: StepFacts, currency: str) -> Iterator[tuple[str, Any]]:
    yield from (
        ("name", step.name),
        ("position", step.position),
        ("variant", None if step.variant == 1 else step.variant),
        ("deed", step.deed),
        ("notice", step.notice_kind),
        ("channel", step.channel),
        ("tone", step.tone),
        ("sender", "" if step.sender == Sender.AGENCY else step.sender),
        ("approver", step.approver),
        ("after_due_days", step.after_due_days),
        ("after_previous_days", step.after_previous_days),
        ("countries", step.countries),
        ("debtor_kind", step.debtor_kind),
        ("segments", step.segments),
        ("reach", step.reach),
        ("balance_from", step.from_minor and Money(step.from_minor, currency)),
        (
            "balance_below",
            None if step.below_minor is None else Money(step.below_minor, currency),
        ),
        ("age_from", step.from_age or None),
        ("age_below", step.below_age),
    )


def _lines(pairs: Any) -> str:
    return "".join(
        f"{key} = {_value(value)}\n"
        for key, value in pairs
        if value not in (None, "", ()) and not (key.startswith("balance_from") and value == 0)
    )


def _value(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Money):
        return _value(str(value.decimal))
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    # What JSON writes within quotes TOML reads alike, but for the one character that JSON lets be.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _read_step(table: "_Table", currency: str) -> StepFacts:
    below = table.amount("balance_below", currency) if "balance_below" in table.values else None
    made = StepFacts(
        position=table.whole("position", None, 1, MOST_STEPS),
        variant=table.whole("variant", 1, 1, MOST_STEPS),
        name=table.name(),
        deed=table.choice("deed", Deed),
        notice_kind=table.choice("notice", ("", *STEP_NOTICES), ""),
        channel=table.choice("channel", ("", *By), ""),
        tone=table.choice("tone", ("", *Tone), ""),
        sender=table.choice("sender", Sender, Sender.AGENCY),
        approver=table.choice("approver", ("", MANAGER), ""),
        after_due_days=table.whole("after_due_days"),
        after_previous_days=table.whole("after_previous_days"),
        countries=table.countries(),
        debtor_kind=table.choice("debtor_kind", ("", *DebtorKind), ""),
        segments=table.segments(),
        reach=table.choice("reach", Reach, Reach.ANY),
        from_minor=table.amount("balance_from", currency),
        below_minor=below,
        from_age=table.whole("age_from", 0),
        below_age=table.whole("age_below") if "age_below" in table.values else None,
    )
    table.close()
    return made


class _Table:
    """A table of the file: each key is read once, and what is left over is refused by its place."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.values, self.where, self.asked = values, where, set[str]()

    def text(self, key: str, default: str | None = None) -> str:
        return self._read(key, default, lambda v: isinstance(v, str), Words("a text"))

    def whole(self, key: str, default: int | None = None, least: int = 0, most: int = DAYS) -> int:
        return self._read(
            key,
            default,
            lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v <= most,
            Words("a whole number from %(least)s to %(most)s", least=least, most=most),
        )

    def choice(self, key: str, words: Iterable[str], default: str | None = None) -> str:
        known = [str(word) for word in words]
        found = self.text(key, default)
        if found not in known:
            raise self.wrong(key, _one_of(known))
        return found

    def name(self) -> str:
        found = self.text("name").strip()
        if not 1 <= len(found) <= MOST_OF_NAME or not found.isprintable():
            raise self.wrong(
                "name", Words("a line of %(most)s characters at most", most=MOST_OF_NAME)
            )
        return found

    def segments(self) -> tuple[str, ...]:
        found = self.texts("segments")
        if not set(found) <= set(Segment):
            raise self.wrong("segments", _one_of(Segment))
        return found

    def countries(self) -> tuple[str, ...]:
        found = self.texts("countries")
        if not all(_COUNTRY.fullmatch(each) for each in found):
            raise self.wrong("countries", Words("a list of two capital letters each"))
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found: list[str] = self._read(key, [], _are_texts, Words("a list of texts"))
        return tuple(found)

    def amount(self, key: str, currency: str) -> int:
        typed = self.text(key, "0")
        try:
            if _AMOUNT.fullmatch(typed):
                return Money.of(typed, currency).minor
        except ValueError:
            pass
        raise self.wrong(key, Words("an amount such as “100.00”, between quotes"))

    def tables(self, key: str) -> list["_Table"]:
        found: list[dict[str, Any]] = self._read(key, [], _are_tables, Words("a list of tables"))
        return [_Table(values, f"{key}[{i}].") for i, values in enumerate(found, 1)]

    def wrong(self, key: str, wanted: Words) -> Refused:
        return Refused(
            "%(place)s in the file is not as it should be: it wants %(wanted)s.",
            place=f"{self.where}{key}",
            wanted=wanted,
        )

    def close(self) -> None:
        if unknown := sorted(set(self.values) - self.asked):
            raise Refused(
                "The file says %(place)s, which is not known. Nothing was taken in.",
                place=", ".join(f"{self.where}{key}" for key in unknown),
            )

    def _read(
        self, key: str, default: T | None, is_right: Callable[[Any], bool], wanted: Words
    ) -> T:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise Refused("The file does not say %(place)s.", place=f"{self.where}{key}")
        if not is_right(value):
            raise self.wrong(key, wanted)
        return value  # type: ignore[no-any-return]


def _one_of(words: Iterable[str]) -> Words:
    return Words("one of %(words)s", words=", ".join(f"“{word}”" for word in words))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
