"""Tariffs: what they must hold, what a claim costs by them, and what proof is worth."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.clients.tariff import Band, ClaimFacts, Reason, Tariff, fee, quote, read_tariff, vat
from portal.errors import Refused
from portal.money import Money
from tests.office import TARIFF

FULL = {
    "bands": [
        {"max_age_days": 90, "percent": "12.5"},
        {"max_age_days": None, "percent": "25"},
    ],
    "documented_discount": "6",
    "disputed_surcharge": "5",
    "consumer_surcharge": "2.25",
    "abroad_surcharge": "10",
    "minimum_percent": "10",
    "home_country": "NL",
}
PROVED = frozenset({"order", "delivery_proof"})


@pytest.mark.parametrize(
    ("age_days", "percent"),
    [(-30, 15), (0, 15), (120, 15), (121, 20), (365, 20), (366, 30), (20_000, 30)],
)
def test_a_claim_pays_the_percent_of_its_age(age_days: int, percent: int) -> None:
    assert quote(read_tariff(TARIFF), ClaimFacts(age_days)).percent == percent


@pytest.mark.parametrize(
    ("evidence", "percent"),
    [
        (set(), "20"),
        ({"order"}, "20"),
        ({"delivery_proof"}, "20"),
        ({"invoice", "reminder"}, "20"),
        ({"order", "delivery_proof"}, "17"),
        ({"contract", "delivery_proof"}, "17"),
        ({"contract", "order", "delivery_proof", "invoice"}, "17"),
    ],
)
def test_only_order_and_delivery_together_make_it_cheaper(evidence: set[str], percent: str) -> None:
    found = quote(read_tariff(TARIFF), ClaimFacts(200, frozenset(evidence)))
    assert found.percent == Decimal(percent)


def test_the_quote_says_which_rows_led_to_it() -> None:
    facts = ClaimFacts(91, PROVED, disputed=True, debtor_kind="consumer", country="BE")
    found = quote(read_tariff(FULL), facts)
    assert [(reason.code, reason.points) for reason in found.reasons] == [
        ("age", Decimal(25)),
        ("documented", Decimal(-6)),
        ("disputed", Decimal(5)),
        ("consumer", Decimal("2.25")),
        ("abroad", Decimal(10)),
    ]
    assert found.percent == Decimal("36.25")
    assert found.reasons[0].figures == {"days": "91", "over": "90"}
    assert found.reasons[4].figures == {"country": "BE"}


def test_the_least_fee_of_the_agreement_is_a_row_of_its_own() -> None:
    found = quote(read_tariff(FULL), ClaimFacts(10, PROVED))
    assert found.percent == 10
    assert found.reasons[-1] == Reason("minimum", Decimal("3.5"), {"percent": "10"})


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (set(), [("order", "17"), ("delivery_proof", "17")]),
        ({"contract"}, [("delivery_proof", "17")]),
        ({"delivery_proof"}, [("order", "17")]),
        (PROVED, []),
    ],
)
def test_the_quote_says_what_missing_proof_would_save(
    evidence: set[str], missing: list[tuple[str, str]]
) -> None:
    found = quote(read_tariff(TARIFF), ClaimFacts(200, frozenset(evidence)))
    assert [(m.evidence, str(m.percent_with_it)) for m in found.missing] == missing


def test_proof_that_saves_nothing_is_not_asked_for() -> None:
    without = {key: value for key, value in TARIFF.items() if key != "documented_discount"}
    assert quote(read_tariff(without), ClaimFacts(1)).missing == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bands": []}, "one band"),
        ({"bands": "15"}, "list of bands"),
        ({"bands": [{"max_age_days": 120, "percent": "15"}]}, "older than 120 days"),
        ({"bands": [*FULL["bands"], {"max_age_days": None, "percent": "30"}]}, "overlap"),
        ({"bands": [FULL["bands"][0], *FULL["bands"]]}, "cannot follow"),
        ({"bands": [{"max_age_days": -1, "percent": "1"}, FULL["bands"][1]]}, "cannot follow"),
        ({"bands": [{"max_age_days": 1.5, "percent": "1"}]}, "whole days"),
        ({"bands": [{"max_age_days": True, "percent": "1"}]}, "whole days"),
        ({"bands": [{"max_age_days": None}]}, "an age and a percent"),
        ({"bands": [{"max_age_days": None, "percent": "9", "note": "x"}]}, "“note”"),
        ({"bands": [{"max_age_days": None, "percent": 12.5}]}, "written as text"),
        ({"bands": [{"max_age_days": None, "percent": "50.01"}]}, "between 0 and 50"),
        ({"bands": [{"max_age_days": None, "percent": "-1"}]}, "between 0 and 50"),
        ({"bands": [{"max_age_days": None, "percent": "NaN"}]}, "between 0 and 50"),
        ({"bands": [{"max_age_days": None, "percent": "12.345"}]}, "Two decimals"),
        ({"bands": [{"max_age_days": None, "percent": "twelve"}]}, "not a percent"),
        ({"disputed_surcharge": "-5"}, "disputed surcharge is -5"),
        ({"abroad_surcharge": "30"}, "would cost 62.25 %"),
        ({"minimum_percent": "13"}, "never count"),
        ({"success_bonus": "1"}, "“success_bonus”"),
        ({"home_country": "Holland"}, "two letters"),
    ],
)
def test_what_is_no_tariff_is_refused_in_words(change: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_tariff(FULL | change)


def test_a_tariff_is_kept_as_it_was_agreed() -> None:
    assert read_tariff(FULL).as_json() == FULL
    assert read_tariff(read_tariff(TARIFF).as_json()) == read_tariff(TARIFF)


@pytest.mark.parametrize(
    ("amount", "percent", "due"),
    [
        ("100.00", "15", "15.00"),
        ("0.10", "15", "0.02"),
        ("0.03", "15", "0.00"),
        ("-0.10", "15", "-0.02"),
        ("1234.56", "17.5", "216.05"),
        ("-1234.56", "17.5", "-216.05"),
        ("99.99", "0", "0.00"),
    ],
)
def test_the_fee_rounds_half_a_cent_away_from_zero(amount: str, percent: str, due: str) -> None:
    assert fee(Money.of(amount), Decimal(percent)) == Money.of(due)


def test_the_vat_is_taken_of_the_rounded_fee() -> None:
    assert vat(Money.of("0.50"), Decimal(21)) == Money.of("0.11")
    assert vat(Money.of("216.05"), Decimal(21)) == Money.of("45.37")
    assert vat(Money.of("-216.05"), Decimal(21)) == Money.of("-45.37")


points = st.decimals(0, 10, places=2)
kinds = st.sampled_from(["invoice", "order", "contract", "delivery_proof", "reminder"])


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    ends = sorted(draw(st.sets(st.integers(0, 2_000), max_size=5)))
    percents = draw(
        st.lists(st.decimals(0, 20, places=2), min_size=len(ends) + 1, max_size=len(ends) + 1)
    )
    return Tariff(
        tuple(Band(end, p) for end, p in zip([*ends, None], percents, strict=True)),
        draw(points),
        draw(points),
        draw(points),
        draw(points),
        draw(st.decimals(0, min(percents), places=2)),
    )


facts = st.builds(
    ClaimFacts,
    age_days=st.integers(-60, 3_000),
    evidence=st.frozensets(kinds),
    disputed=st.booleans(),
    debtor_kind=st.sampled_from(["consumer", "business"]),
    country=st.sampled_from(["NL", "BE", "NO"]),
)


@given(tariffs(), facts, kinds)
def test_more_proof_never_costs_more(tariff: Tariff, claim: ClaimFacts, kind: str) -> None:
    more = ClaimFacts(
        claim.age_days,
        claim.evidence | {kind},
        claim.disputed,
        claim.debtor_kind,
        claim.country,
    )
    assert quote(tariff, more).percent <= quote(tariff, claim).percent


@given(tariffs(), facts)
def test_the_parts_add_up_and_what_is_promised_for_proof_is_kept(
    tariff: Tariff, claim: ClaimFacts
) -> None:
    found = quote(tariff, claim)
    assert sum(reason.points for reason in found.reasons) == found.percent
    assert tariff.minimum_percent <= found.percent <= 50
    if found.missing:
        proved = claim.evidence | {missing.evidence for missing in found.missing}
        then = quote(
            tariff,
            ClaimFacts(claim.age_days, proved, claim.disputed, claim.debtor_kind, claim.country),
        )
        assert {missing.percent_with_it for missing in found.missing} == {then.percent}
        assert then.percent < found.percent


@given(tariffs(), facts)
def test_what_a_claim_keeps_of_its_quote_reads_the_same(tariff: Tariff, claim: ClaimFacts) -> None:
    found = quote(tariff, claim)
    assert tuple(Reason.from_json(kept) for kept in found.reasons_as_json()) == found.reasons


@given(tariffs())
def test_every_tariff_survives_being_written(tariff: Tariff) -> None:
    assert read_tariff(tariff.as_json()) == tariff


@given(st.integers(-(10**12), 10**12), st.decimals(0, 50, places=2))
def test_money_given_back_takes_back_exactly_its_fee(minor: int, percent: Decimal) -> None:
    assert fee(Money(-minor), percent) == -fee(Money(minor), percent)
