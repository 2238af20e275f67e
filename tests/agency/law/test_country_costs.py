"""What each country lets a creditor add: the edges of its tariffs, and who owes nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.costs import Circumstances, CostStep, FeeLetter, collection_costs, compensation
from agency.law.errors import LawMissing
from agency.law.packs import countries, pack
from agency.law.vocabulary import DebtorKind, Effort, FeeLetterKind
from portal.money import Money

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
ON = date(2026, 11, 22)


def costs(country, principal, debtor=CONSUMER, on=ON, *, vat=False, demanded=True, **known):
    return collection_costs(
        Money.of(principal, pack(country).currency),
        debtor=debtor,
        on=on,
        demanded=demanded,
        creditor_deducts_vat=not vat,
        vat_declared=vat,
        country=country,
        known=Circumstances(**known),
    )


def steps(found):
    return [(str(line.step), str(line.amount.decimal)) for line in found.lines]


@pytest.mark.parametrize(
    ("balance", "lump_sum"),
    [
        ("0.01", "20.00"),
        ("150.00", "20.00"),
        ("150.01", "30.00"),
        ("500.00", "65.00"),
        ("500.01", "65.00"),
        ("39200.00", "2000.00"),
        ("90000.00", "2000.00"),
    ],
)
def test_a_belgian_consumer_owes_at_most_the_lump_sum(balance, lump_sum):
    assert str(costs("BE", balance, clause=True).total.decimal) == lump_sum


def test_a_belgian_consumer_owes_nothing_without_a_clause_and_no_more_than_it_names():
    assert not costs("BE", "1000").total
    agreed = costs("BE", "1000", clause=True, agreed=Money.of(50))
    assert agreed.total == Money.of(50)
    assert steps(agreed)[-1] == ("maximum", "-40.00")


@pytest.mark.parametrize(
    ("claim", "known", "expected"),
    [
        ("1000", {}, [("fee", "46.50"), ("expenses", "9.30")]),
        ("1000", {"effort": Effort.NORMAL}, [("fee", "83.70"), ("expenses", "16.74")]),
        ("1000", {"effort": Effort.EXTENSIVE}, [("fee", "120.90"), ("expenses", "20.00")]),
        ("1000", {"disputed": True}, [("fee", "120.90"), ("expenses", "20.00")]),
        ("50", {"effort": Effort.NORMAL}, [("fee", "27.45"), ("expenses", "5.49")]),
        ("50.01", {"effort": Effort.NORMAL}, [("fee", "46.35"), ("expenses", "9.27")]),
        ("10000.01", {"effort": Effort.NORMAL}, [("fee", "636.30"), ("expenses", "20.00")]),
    ],
)
def test_a_german_collector_costs_a_part_of_the_lawyers_fee(claim, known, expected):
    assert steps(costs("DE", claim, **known)) == expected


@pytest.mark.parametrize(
    ("value", "on", "fee"),
    [
        ("500", "2025-05-31", "49.00"),
        ("500", "2025-06-01", "51.50"),
        ("500.01", "2025-06-01", "93.00"),
        ("2000", "2025-06-01", "176.00"),
        ("5000", "2025-06-01", "354.50"),
        ("8000", "2025-05-31", "502.00"),
        ("25000", "2025-06-01", "927.00"),
        ("50000", "2025-06-01", "1357.00"),
        ("200000", "2025-05-31", "2219.00"),
    ],
)
def test_the_german_table_of_fees_at_its_edges(value, on, fee):
    day = date.fromisoformat(on)
    table = [row for row in pack("DE").costs.fee_tables if row.valid_from <= day][-1]
    assert table.fee_for(Money.of(value)) == Money.of(fee)


def test_forty_euro_is_credited_against_the_german_fee():
    assert steps(costs("DE", "1000", BUSINESS, demanded=False)) == [("compensation", "40.00")]
    assert steps(costs("DE", "40", BUSINESS)) == [
        ("fee", "15.25"),
        ("expenses", "3.05"),
        ("compensation", "21.70"),
    ]


def test_german_vat_comes_only_where_it_was_declared():
    assert steps(costs("DE", "1000", effort=Effort.NORMAL, vat=True))[-1] == ("vat", "19.08")


DUE = date(2026, 9, 1)


def letters(*sent):
    return tuple(FeeLetter(FeeLetterKind(kind), date.fromisoformat(day)) for kind, day in sent)


def test_norwegian_letters_carry_their_fee_and_the_agency_s_work_its_own():
    found = costs(
        "NO",
        "8000",
        due_on=DUE,
        letters=letters(
            ("reminder", "2026-09-15"), ("warning", "2026-10-01"), ("agency_demand", "2026-10-20")
        ),
        vat=True,
    )
    assert steps(found) == [
        ("letter", "38.00"),
        ("letter", "38.00"),
        ("work", "600.00"),
        ("vat", "150.00"),
    ]


@pytest.mark.parametrize(("on", "fee"), [("2026-11-11", "600.00"), ("2026-11-12", "1200.00")])
def test_norwegian_work_is_heavy_once_the_term_is_missed_by_more_than_28_days(on, fee):
    sent = letters(("agency_demand", "2026-09-30"))
    found = costs("NO", "8000", on=date.fromisoformat(on), due_on=DUE, letters=sent)
    assert steps(found) == [("work", fee)]


def test_norwegian_work_costs_a_business_half_as_much_again_and_the_fixed_sum_is_set_off():
    sent = letters(("agency_demand", "2026-11-01"))
    assert steps(costs("NO", "8000", BUSINESS, due_on=DUE, letters=sent)) == [("work", "900.00")]
    small = letters(("reminder", "2026-09-20"))
    assert steps(costs("NO", "8000", BUSINESS, due_on=DUE, letters=small)) == [
        ("letter", "38.00"),
        ("compensation", "392.00"),
    ]


def test_norwegian_fees_go_by_the_base_amount_of_the_day_on_which_the_principal_is_paid():
    sent = letters(("agency_demand", "2025-12-01"))
    known = {"due_on": date(2025, 10, 1), "letters": sent}
    paid = costs("NO", "8000", on=date(2026, 1, 5), paid_on=date(2025, 12, 30), **known)
    unpaid = costs("NO", "8000", on=date(2026, 1, 5), **known)
    assert (steps(paid), steps(unpaid)) == ([("work", "560.00")], [("work", "600.00")])


def test_an_objection_ends_all_norwegian_costs():
    sent = letters(("agency_demand", "2026-10-01"))
    assert not costs("NO", "8000", due_on=DUE, letters=sent, disputed=True).total


@pytest.mark.parametrize(
    ("sent", "charged"),
    [
        ([("reminder", "2026-09-14")], 0),
        ([("reminder", "2026-09-15")], 1),
        ([("reminder", "2026-09-15"), ("warning", "2026-09-29")], 1),
        ([("reminder", "2026-09-15"), ("warning", "2026-09-30")], 2),
        (
            [
                ("reminder", "2026-09-15"),
                ("warning", "2026-09-30"),
                ("reminder", "2026-10-15"),
                ("own_demand", "2026-11-02"),
                ("own_demand", "2026-11-20"),
            ],
            3,
        ),
    ],
)
def test_a_norwegian_letter_carries_a_fee_only_in_its_time_and_number(sent, charged):
    found = costs("NO", "8000", due_on=DUE, letters=letters(*sent))
    assert len([line for line in found.lines if line.step is CostStep.LETTER]) == charged


@pytest.mark.parametrize(("again", "charged"), [("2026-07-10", 2), ("2026-07-11", 3)])
def test_a_norwegian_letter_may_carry_a_fee_again_after_six_months(again, charged):
    sent = letters(("reminder", "2025-12-20"), ("warning", "2026-01-10"), ("reminder", again))
    found = costs("NO", "8000", due_on=date(2025, 12, 1), letters=sent)
    assert len(found.lines) == charged


def test_norwegian_letters_need_the_due_date():
    with pytest.raises(ValueError, match="due date"):
        costs("NO", "8000", letters=letters(("reminder", "2026-09-15")))


@pytest.mark.parametrize(
    ("debt", "fixed"),
    [("999.99", "40"), ("1000", "70"), ("9999.99", "70"), ("10000", "100")],
)
def test_the_british_fixed_sum_goes_by_the_debt(debt, fixed):
    assert compensation("UK", ON).amount_for(Money.of(debt, "GBP")) == Money.of(fixed, "GBP")
    assert costs("UK", debt, BUSINESS).total == Money.of(fixed, "GBP")


def test_what_a_business_was_proven_to_cost_is_owed_beyond_the_fixed_sum():
    pounds = Money.of(95, "GBP")
    assert steps(costs("UK", "500", BUSINESS, proven=pounds)) == [("proven", "95.00")]
    assert steps(costs("FR", "500", BUSINESS, proven=Money.of("39.99"))) == [
        ("proven", "39.99"),
        ("compensation", "0.01"),
    ]


@pytest.mark.parametrize("country", ["FR", "LT", "UK", "US"])
def test_where_the_law_gives_nothing_a_consumer_is_charged_nothing(country):
    currency = pack(country).currency
    assert not costs(country, "500", proven=Money.of(95, currency)).total


def test_in_the_united_states_only_what_was_agreed_is_charged():
    agreed = Money.of("25.00", "USD")
    assert steps(costs("US", "500", agreed=agreed)) == [("agreed", "25.00")]
    assert not costs("US", "500", BUSINESS).total


def test_costs_of_a_claim_in_another_currency_are_refused():
    with pytest.raises(LawMissing, match="in NOK, and there is no rule for claims in EUR"):
        collection_costs(Money.of(100), debtor=BUSINESS, on=ON, country="NO")


def test_the_norwegian_sum_of_a_half_year_that_was_not_found_is_refused_by_name():
    with pytest.raises(LawMissing, match="H2-2017"):
        compensation("NO", date(2017, 7, 1))


@given(
    st.sampled_from([country for country in countries() if country != "EU"]),
    st.sampled_from(DebtorKind),
    st.integers(0, 60_000_000),
    st.integers(0, 60_000_000),
)
def test_costs_never_fall_as_the_principal_grows(country, debtor, one, other):
    known = Circumstances(
        clause=True,
        due_on=DUE,
        letters=letters(("reminder", "2026-09-15"), ("agency_demand", "2026-10-01")),
    )
    less, more = (
        collection_costs(
            Money(minor, pack(country).currency), debtor=debtor, on=ON, country=country, known=known
        )
        for minor in sorted((one, other))
    )
    assert less.total <= more.total
    for found in (less, more):
        assert sum(line.amount.minor for line in found.lines) == found.total.minor
