"""When a Dutch claim lapses, and what starts the term anew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.errors import LawMissing
from agency.law.limitation import Interruption, lapses_on, limitation
from agency.law.vocabulary import ClaimKind, InterruptionKind

WRITTEN = InterruptionKind.WRITTEN


@pytest.mark.parametrize(
    ("kind", "due_on", "last_day"),
    [
        (ClaimKind.CONTRACT, date(2021, 3, 1), date(2026, 3, 1)),
        (ClaimKind.PERIODIC, date(2021, 3, 1), date(2026, 3, 1)),
        (ClaimKind.CONSUMER_SALE, date(2024, 3, 1), date(2026, 3, 1)),
        (ClaimKind.JUDGMENT, date(2021, 3, 1), date(2041, 3, 1)),
        (ClaimKind.JUDGMENT_PERIODIC, date(2021, 3, 1), date(2026, 3, 1)),
        (ClaimKind.CONTRACT, date(2020, 2, 28), date(2025, 2, 28)),
        (ClaimKind.CONTRACT, date(2020, 2, 29), date(2025, 2, 28)),
        (ClaimKind.CONTRACT, date(2019, 2, 28), date(2024, 2, 29)),
    ],
)
def test_the_last_day_of_each_kind_of_claim(kind, due_on, last_day):
    found = limitation(due_on, kind=kind)
    assert (found.last_day, lapses_on(due_on, kind=kind)) == (last_day, last_day)
    assert not found.is_barred(last_day)
    assert found.is_barred(found.barred_from)


def test_a_written_demand_starts_five_years_anew_and_is_shown():
    found = limitation(date(2021, 3, 1), interruptions=[Interruption(date(2025, 6, 15), WRITTEN)])
    assert found.last_day == date(2030, 6, 15)
    assert found.steps[-1].from_on == date(2025, 6, 16)
    assert "3:317" in found.steps[-1].article
    assert "3:319" in found.steps[-1].article


def test_a_demand_after_the_claim_lapsed_does_not_revive_it():
    late = Interruption(date(2026, 3, 2), WRITTEN)
    assert lapses_on(date(2021, 3, 1), interruptions=[late]) == date(2026, 3, 1)


def test_an_early_interruption_of_a_judgment_does_not_shorten_its_twenty_years():
    early = Interruption(date(2022, 1, 1), WRITTEN)
    late = Interruption(date(2040, 1, 1), WRITTEN)
    assert lapses_on(date(2021, 3, 1), kind=ClaimKind.JUDGMENT, interruptions=[early]) == date(
        2041, 3, 1
    )
    assert lapses_on(
        date(2021, 3, 1), kind=ClaimKind.JUDGMENT, interruptions=[early, late]
    ) == date(2045, 1, 1)


def test_acknowledgments_one_after_the_other_keep_a_claim_alive_in_any_order():
    kinds = InterruptionKind.ACKNOWLEDGMENT
    acts = [Interruption(date(year, 1, 1), kinds) for year in (2029, 2021, 2025)]
    assert lapses_on(date(2020, 1, 1), interruptions=acts) == date(2034, 1, 1)


def test_a_claim_from_before_the_code_is_refused():
    with pytest.raises(LawMissing, match="limitation"):
        limitation(date(1991, 12, 31))


@given(
    st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=5),
)
def test_an_interruption_never_ends_a_term_sooner(due_on, days):
    acts = [Interruption(day, WRITTEN) for day in days]
    assert lapses_on(due_on, interruptions=acts) >= lapses_on(due_on)
