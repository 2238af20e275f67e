"""When a claim lapses, what starts the term anew or makes it stand still, and the alarms ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.errors import LawMissing
from agency.law.limitation import Interruption, alarms, lapses_on, limitation
from agency.law.vocabulary import ClaimKind, InterruptionKind
from portal.errors import Refused

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


@pytest.mark.parametrize(
    ("country", "kind", "due_on", "last_day"),
    [
        ("DE", "contract", "2023-03-15", "2026-12-31"),  # from the end of the year
        ("DE", "contract", "2023-12-31", "2026-12-31"),
        ("DE", "judgment", "2023-03-15", "2053-03-15"),
        ("NO", "contract", "2023-11-01", "2026-10-31"),  # barred from 1 November
        ("NO", "judgment", "2023-11-01", "2033-10-31"),
        ("UK", "contract", "2020-11-01", "2026-11-01"),
        ("BE", "contract", "2020-11-01", "2030-11-01"),
        ("BE", "periodic", "2020-11-01", "2025-11-01"),
        ("BE", "small_trade", "2020-11-01", "2021-11-01"),
        ("FR", "consumer_sale", "2020-11-01", "2022-11-01"),
        ("FR", "contract", "2020-11-01", "2025-11-01"),
        ("LT", "contract", "2020-11-01", "2030-11-01"),
        ("LT", "penalty", "2020-08-31", "2021-02-28"),
    ],
)
def test_the_terms_of_other_countries(country, kind, due_on, last_day):
    found = limitation(date.fromisoformat(due_on), kind=ClaimKind(kind), country=country)
    assert found.last_day == date.fromisoformat(last_day)


def act(day, kind, until=None):
    ended = date.fromisoformat(until) if until else None
    return Interruption(date.fromisoformat(day), InterruptionKind(kind), ended)


@pytest.mark.parametrize(
    ("country", "due_on", "acts", "last_day"),
    [
        # A part payment starts three whole years anew, not from the end of the year.
        ("DE", "2023-03-15", [act("2025-06-10", "part_payment")], "2028-06-10"),
        # A demand does nothing in Germany.
        ("DE", "2023-03-15", [act("2025-06-10", "written")], "2026-12-31"),
        # A payment order stops the clock for its days and six months after its end.
        ("DE", "2023-03-15", [act("2026-12-01", "payment_order", "2026-12-31")], "2027-07-31"),
        # Negotiations: 31 days stand still, and three months remain at least.
        ("DE", "2023-03-15", [act("2026-12-01", "negotiation", "2026-12-31")], "2027-03-31"),
        ("DE", "2023-03-15", [act("2024-01-01", "negotiation", "2024-01-31")], "2027-01-31"),
        ("NO", "2023-11-01", [act("2025-01-10", "acknowledgment")], "2028-01-10"),
        ("NO", "2023-11-01", [act("2025-01-10", "written")], "2026-10-31"),
        ("UK", "2020-11-01", [act("2024-01-10", "part_payment")], "2030-01-10"),
        ("UK", "2020-11-01", [act("2024-01-10", "written")], "2026-11-01"),
        ("FR", "2020-11-01", [act("2024-01-10", "lawsuit", "2025-03-01")], "2030-03-01"),
        # A registered notice gives a year once, and never less than there was.
        ("BE", "2016-11-01", [act("2026-10-01", "formal_notice")], "2027-10-01"),
        ("BE", "2016-11-01", [act("2020-10-01", "formal_notice")], "2026-11-01"),
        (
            "BE",
            "2016-11-01",
            [act("2026-10-01", "formal_notice"), act("2027-09-01", "formal_notice")],
            "2027-10-01",
        ),
    ],
)
def test_what_moves_a_term_in_other_countries(country, due_on, acts, last_day):
    found = lapses_on(date.fromisoformat(due_on), interruptions=acts, country=country)
    assert found == date.fromisoformat(last_day)


def test_an_act_whose_effect_is_not_known_is_not_guessed():
    acts = [act("2025-01-10", "written")]
    with pytest.raises(LawMissing, match="Ask a lawyer"):
        limitation(date(2024, 1, 1), interruptions=acts, country="LT")


def test_a_belgian_notice_of_before_its_law_is_not_guessed():
    acts = [act("2013-07-10", "formal_notice")]
    with pytest.raises(LawMissing, match="formal_notice"):
        limitation(date(2010, 1, 1), interruptions=acts, country="BE")


def test_a_standstill_without_an_end_is_refused():
    with pytest.raises(Refused, match="today if it goes on"):
        limitation(date(2024, 1, 1), interruptions=[act("2025-01-10", "lawsuit")], country="DE")


def test_american_limitation_is_left_to_the_states():
    with pytest.raises(LawMissing, match="law of the states"):
        limitation(date(2024, 1, 1), country="US")


def test_alarms_ring_ahead_of_the_last_day():
    found = limitation(date(2021, 3, 1))
    rung = [
        (alarm.rings_on, alarm.days_ahead)
        for alarm in alarms(found, date(2026, 1, 30))
        if alarm.has_rung
    ]
    assert rung == [(date(2025, 9, 2), 180), (date(2025, 12, 1), 90), (date(2026, 1, 30), 30)]
    assert not any(alarm.has_rung for alarm in alarms(found, date(2025, 9, 1)))


@given(
    st.sampled_from(["NL", "BE", "NO", "UK", "DE", "FR", "LT"]),
    st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    st.lists(
        st.tuples(
            st.dates(date(2010, 1, 1), date(2040, 1, 1)),
            st.sampled_from(["acknowledgment", "part_payment", "lawsuit"]),
            st.integers(0, 800),
        ),
        max_size=4,
    ),
)
def test_no_act_ends_a_term_sooner_in_any_country(country, due_on, rows):
    acts = [
        Interruption(day, InterruptionKind(kind), day + timedelta(days=length))
        for day, kind, length in rows
    ]
    assert lapses_on(due_on, interruptions=acts, country=country) >= lapses_on(
        due_on, country=country
    )
