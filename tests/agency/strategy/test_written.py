"""A strategy as a file comes back as the very same, and a file with a fault is refused by its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.strategy.house import house_steps
from agency.strategy.ladder import StepFacts
from agency.strategy.written import Written, read, write
from portal.errors import Refused
from tests.agency.strategy.rungs import DUTCH

HOUSE = Written(name="Consumers", creditor=7, countries=("NL",), steps=tuple(house_steps(DUTCH)))
FILE = write(HOUSE)

NAMES = (
    st.text(
        st.characters(blacklist_categories=("C", "Z"), whitelist_characters=" "),
        min_size=1,
        max_size=60,
    )
    .map(str.strip)
    .filter(lambda name: bool(name) and name.isprintable())
)


@st.composite
def steps(draw: st.DrawFn) -> StepFacts:
    deed = draw(st.sampled_from(["notice", "call", "visit", "decide", "nothing"]))
    is_notice = deed == "notice"
    from_minor, from_age = draw(st.integers(0, 10**9)), draw(st.integers(0, 900))
    return StepFacts(
        position=draw(st.integers(1, 20)),
        variant=draw(st.integers(1, 9)),
        name=draw(NAMES),
        deed=deed,
        notice_kind="demand" if is_notice else "",
        channel=draw(st.sampled_from(["email", "post", "both", "best"])) if is_notice else "",
        tone=draw(st.sampled_from(["", "friendly", "neutral", "firm"])) if is_notice else "",
        sender=draw(st.sampled_from(["agency", "creditor"])),
        approver=draw(st.sampled_from(["", "manager"])),
        after_due_days=draw(st.integers(0, 3650)),
        after_previous_days=draw(st.integers(0, 3650)),
        countries=draw(st.sampled_from([(), ("NL",), ("NL", "NO")])),
        debtor_kind=draw(st.sampled_from(["", "consumer", "business"])),
        segments=draw(st.sampled_from([(), ("A",), ("B", "C")])),
        reach=draw(st.sampled_from(["", "email", "phone", "no_email", "no_phone"])),
        from_minor=from_minor,
        below_minor=draw(st.none() | st.integers(from_minor + 1, from_minor + 10**6)),
        from_age=from_age,
        below_age=draw(st.none() | st.integers(from_age + 1, 3650)),
    )


@given(
    NAMES,
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=60),
    st.lists(steps(), max_size=4),
    st.sampled_from(["EUR", "NOK", "JPY"]),
    st.none() | st.integers(1, 999),
)
def test_a_strategy_comes_back_from_its_file_as_it_was(
    name: str, note: str, made: list[StepFacts], currency: str, creditor: int | None
) -> None:
    strategy = Written(
        name=name, note=note, steps=tuple(made), currency=currency, creditor=creditor
    )
    assert read(write(strategy)) == strategy
    assert write(read(write(strategy))) == write(strategy)


def test_amounts_stand_in_the_file_with_their_cents() -> None:
    step = StepFacts(
        position=1, name="x", deed="call", after_due_days=1, after_previous_days=0, from_minor=5005
    )
    text = write(Written(name="x", steps=(step,)))
    assert 'balance_from = "50.05"' in text


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('format = "strategy/1"', 'format = "strategy/2"', "another format"),
        ('format = "strategy/1"\n', "", "does not say format"),
        ("rank = 100", 'rank = "100"', "rank in the file"),
        ("rank = 100", "rank = 0", "rank in the file"),
        ("rank = 100", "rang = 100", "rang, which is not known"),
        ('currency = "EUR"', 'currency = "XXX"', "currency in the file"),
        ('name = "Call"', 'name = ""', r"steps\[3\].name"),
        ('deed = "call"', 'deed = "sing"', r"steps\[3\].deed"),
        ('deed = "call"', "", r"does not say steps\[3\].deed"),
        ('deed = "call"', 'deed = "call"\nblame = true', r"steps\[3\].blame, which is not known"),
        ('deed = "call"', 'deed = "call"\nbalance_from = 5', r"steps\[3\].balance_from"),
        ('deed = "call"', 'deed = "call"\nbalance_from = "5.001"', r"steps\[3\].balance_from"),
        ('deed = "call"', 'deed = "call"\nsegments = ["D"]', r"steps\[3\].segments"),
        ('deed = "call"', 'deed = "call"\nafter_due_days = 1', "not valid TOML"),
        ("after_due_days = 16", "after_due_days = 9999", r"steps\[3\].after_due_days"),
        ("after_due_days = 16", "after_due_days = true", r"steps\[3\].after_due_days"),
        ('countries = ["NL"]', 'countries = ["Netherlands"]', "countries in the file"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_its_place(old: str, new: str, why: str) -> None:
    assert old in FILE
    with pytest.raises(Refused, match=why):
        read(FILE.replace(old, new, 1))
