"""`flask law` about money: quotes, rates, packs."""

import json

import pytest
from click.testing import CliRunner

from agency.law.cli import law_cli


def law(*arguments):
    return CliRunner().invoke(law_cli, arguments)


def quoted(*arguments):
    result = law("quote", *arguments, "--json")
    return json.loads(result.stdout), result.exit_code


DUTCH = ("--country", "NL", "--debtor", "consumer", "--principal", "500.00", "--due", "2024-01-01")


def test_a_quote_says_interest_costs_and_that_the_gate_is_shut():
    said, code = quoted(*DUTCH, "--on", "2024-06-30")
    assert code == 0
    assert said["interest"]["amount"] == "17.36"
    assert said["interest"]["lines"] == [
        {
            "from": "2024-01-02",
            "until": "2024-06-30",
            "days": 181,
            "percent": "7",
            "base": "500.00",
            "amount": "17.36",
            "article": "art. 6:119 BW",
            "status": "confirmed",
        }
    ]
    assert (said["costs"]["total"], said["costs"]["charged"]) == ("75.00", "0.00")
    assert (said["gate"]["open"], said["gate"]["charge_from"]) == (False, None)
    assert said["total"] == "517.36"
    assert said["missing"] == []


def test_after_the_letter_s_term_the_costs_are_charged():
    said, _ = quoted(*DUTCH, "--on", "2024-06-30", "--reminded", "2024-05-01", "--vat")
    assert said["gate"]["open"]
    assert (said["costs"]["vat"], said["costs"]["charged"]) == ("15.75", "90.75")
    assert said["total"] == "608.11"


def test_an_american_quote_says_that_all_besides_the_principal_must_be_agreed():
    american = (
        "--country",
        "US",
        "--principal",
        "500",
        "--due",
        "2026-01-01",
        "--on",
        "2026-06-30",
    )
    for debtor in ("consumer", "business"):
        said, code = quoted(*american, "--debtor", debtor)
        assert (said["total"], code) == ("500.00", 0)
        assert "nothing is owed beyond the principal unless the contract says so" in said["remark"]
    lines = law("quote", *american, "--debtor", "consumer").output
    assert "unless the contract says so" in lines
    assert "unless the contract" not in law("quote", *DUTCH, "--on", "2024-06-30").output


def test_a_quote_reads_as_tables():
    lines = law("quote", *DUTCH, "--on", "2024-06-30").output.splitlines()
    assert lines[0] == "500.00 EUR, due 2024-01-01, consumer in NL, on 2024-06-30"
    assert lines[-1] == "Total 517.36 EUR"
    assert any("181 days  7%  over 500.00 EUR  17.36 EUR  art. 6:119 BW" in x for x in lines)


def test_a_quote_over_an_unread_half_year_names_it_and_fails():
    said, code = quoted(*DUTCH, "--on", "2027-01-01")
    assert code == 1
    assert said["interest"] is None
    assert all("H1-2027" in why for why in said["missing"])


@pytest.mark.parametrize(
    ("country", "debtor", "more", "interest", "charged", "currency"),
    [
        ("NO", "business", (), "127.97", "0.00", "NOK"),
        ("UK", "business", (), "129.21", "70.00", "GBP"),
        ("UK", "consumer", (), "0.00", "0.00", "GBP"),
        ("FR", "business", (), "129.14", "40.00", "EUR"),
        ("LT", "consumer", (), "52.74", "0.00", "EUR"),
        ("US", "business", (), "0.00", "0.00", "USD"),
        ("DE", "consumer", (), "0.00", "0.00", "EUR"),
        ("DE", "consumer", ("--due-agreed",), "67.11", "0.00", "EUR"),
        ("BE", "consumer", ("--clause",), "0.00", "0.00", "EUR"),
    ],
)
def test_each_country_is_quoted_in_its_own_currency(
    country, debtor, more, interest, charged, currency
):
    said, _ = quoted(
        *("--country", country, "--debtor", debtor, "--principal", "1000", *more),
        *("--due", "2025-10-31", "--on", "2026-11-20"),
    )
    found = said["interest"]["amount"], said["costs"]["charged"], said["currency"]
    assert found == (interest, charged, currency)


def test_norwegian_letters_are_quoted_with_their_fees():
    said, _ = quoted(
        *("--country", "NO", "--debtor", "consumer", "--principal", "8000", "--due", "2026-09-01"),
        *("--on", "2026-11-22", "--reminded", "2026-09-20"),
        *("--letter", "warning:2026-09-20", "--letter", "agency_demand:2026-11-01"),
    )
    assert [line["amount"] for line in said["costs"]["lines"]] == ["38.00", "600.00"]
    assert said["costs"]["charged"] == "638.00"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--principal", "many"), "not a number"),
        (("--principal", "1.001"), "decimals"),
        (("--principal", "-5"), "zero or more"),
        (("--country", "ZZ"), "there are no rules for ZZ"),
        (("--due", "soon"), "does not match"),
        (("--letter", "poem:2026-01-01"), "not like reminder"),
        (("--agreed-rate", "-1"), "zero or more"),
    ],
)
def test_a_quote_that_makes_no_sense_is_refused(arguments, why):
    result = law("quote", *DUTCH, "--on", "2024-06-30", *arguments)
    assert result.exit_code != 0
    assert why in result.output


def test_a_rate_comes_with_its_source():
    result = law("rate", "--country", "UK", "--kind", "commercial", "--on", "2025-09-01", "--json")
    said = json.loads(result.stdout)
    assert (said["percent"], said["reference"], said["until"]) == ("12.25", "4.25", "2025-12-31")
    assert said["source"]


def test_a_rate_of_an_older_obligation():
    asked = ("rate", "--country", "DE", "--kind", "commercial", "--on", "2026-11-22")
    assert "10.52" in law(*asked).output
    assert "9.52" in law(*asked, "--obligation", "2014-07-28").output


def test_an_unknown_rate_is_refused_by_its_half_year():
    result = law("rate", "--country", "NL", "--kind", "statutory", "--on", "2027-01-01")
    assert result.exit_code == 1
    assert "H1-2027" in result.output


def test_a_kind_that_a_country_does_not_have_is_refused_with_those_that_it_has():
    result = law("rate", "--country", "NO", "--kind", "commercial", "--on", "2026-11-22")
    assert result.exit_code == 1
    assert "Kinds with rates: statutory." in result.output


def test_the_packs_are_whole_and_say_what_is_coming():
    result = law("packs", "--check", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert "NO: not in force, from a day that is not set: Inkassoloven of 2026" in result.output
    assert "UK: not in force" in result.output
    assert "not known" not in result.output


def test_the_packs_say_what_a_later_day_lacks():
    output = law("packs", "--check", "--on", "2027-01-01").output
    assert "The NL statutory interest rate (art. 6:119 BW) for H1-2027 is not known yet" in output
    assert "The rules of Belgium were reviewed through 2026-12-31" in output
    assert "The fixed compensation of Norway for H1-2027 is not known" in output


def test_a_broken_pack_fails_the_check(monkeypatch):
    from agency.law.cli import packs
    from agency.law.errors import PackError

    def broken(country):
        raise PackError(f"{country}.costs is missing.")

    monkeypatch.setattr(packs, "pack", broken)
    result = law("packs", "--check")
    assert result.exit_code == 1
    assert "NL: NL.costs is missing." in result.output
