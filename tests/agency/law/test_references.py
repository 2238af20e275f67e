"""References a bank checks, and the code that a banking app reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.references import (
    ReferenceKind,
    epc_qr,
    from_case_number,
    is_betalingskenmerk,
    is_rf,
    kind_of,
    make_betalingskenmerk,
    make_ogm,
    make_rf,
    plain,
)
from portal.money import Money

PAYEE = {"name": "Example Collections Trust Account", "iban": "DE33100205000001194700"}


@pytest.mark.parametrize(
    ("base", "reference"),
    [
        ("2348231", "RF712348231"),
        ("12345 12345", "RF451234512345"),
        ("539007547034", "RF18539007547034"),
        ("tu06fx", "RF96TU06FX"),
    ],
)
def test_an_rf_reference_is_made_and_read(base, reference):
    assert make_rf(base) == reference
    assert is_rf(reference)
    assert kind_of(reference) is ReferenceKind.RF


def test_a_wrong_check_digit_is_no_reference():
    assert not is_rf("RF68539007547034")
    assert kind_of("RF68539007547034") is None
    assert kind_of("+++090/9337/55494+++") is None
    assert not is_betalingskenmerk("4000056789012345")
    assert kind_of("thank you") is None


def test_a_betalingskenmerk_says_its_own_length():
    assert make_betalingskenmerk("234534622567") == "12234534622567"
    assert kind_of("1 2234 5346 22567") is ReferenceKind.BETALINGSKENMERK
    assert len(make_betalingskenmerk("42")) == 9
    assert not is_betalingskenmerk("13234534622567")


def test_a_check_digit_of_ten_is_written_one_and_of_eleven_zero():
    assert make_betalingskenmerk("1") == "170000001"  # 1x2 + 7x3 = 23, 23 mod 11 = 1
    assert make_betalingskenmerk("6") == "070000006"  # 6x2 + 7x3 = 33, 33 mod 11 = 0


@pytest.mark.parametrize("base", ["", "é", "A" * 22, "12_3"])
def test_what_does_not_fit_an_rf_reference_is_refused(base):
    with pytest.raises(ValueError, match="RF reference"):
        make_rf(base)


@pytest.mark.parametrize("base", ["", "12345678901", "0", "12a"])
def test_what_does_not_fit_a_structured_communication_is_refused(base):
    with pytest.raises(ValueError, match="structured communication"):
        make_ogm(base)


@pytest.mark.parametrize("base", ["", "1234567890123", "12a"])
def test_what_does_not_fit_a_betalingskenmerk_is_refused(base):
    with pytest.raises(ValueError, match="betalingskenmerk"):
        make_betalingskenmerk(base)


def test_a_case_number_becomes_each_kind_of_reference():
    assert from_case_number("C-2026/00123") == make_rf("C202600123")
    assert from_case_number("2026-000123", ReferenceKind.OGM) == "+++202/6000/12320+++"
    kenmerk = from_case_number("C-2026/00123", ReferenceKind.BETALINGSKENMERK)
    assert is_betalingskenmerk(kenmerk)
    assert kenmerk.endswith("202600123")


@given(st.from_regex(r"[A-Z0-9]{1,21}", fullmatch=True))
def test_every_rf_reference_made_is_valid_and_one_wrong_digit_is_not(base):
    reference = make_rf(base)
    assert is_rf(reference)
    wrong = reference[:3] + str((int(reference[3]) + 1) % 10) + reference[4:]
    assert not is_rf(wrong)


@given(st.integers(1, 9_999_999_999))
def test_every_structured_communication_made_is_valid(number):
    assert kind_of(make_ogm(str(number))) is ReferenceKind.OGM


@given(st.integers(0, 999_999_999_999))
def test_every_betalingskenmerk_made_is_valid(number):
    assert is_betalingskenmerk(make_betalingskenmerk(str(number)))


def test_a_reference_goes_to_the_bank_without_signs():
    assert plain("+++090/9337/55493+++") == "090933755493"
    assert plain("rf18 5390 0754 7034") == "RF18539007547034"


def test_the_code_holds_name_account_amount_and_reference():
    payload = epc_qr(**PAYEE, amount=Money.of("1234.50"), reference="RF71 2348 231")
    assert payload.split("\n") == [
        *("BCD", "002", "1", "SCT", "", PAYEE["name"], PAYEE["iban"], "EUR1234.50", ""),
        "RF712348231",
    ]


def test_the_code_holds_a_message_and_information_in_their_own_lines():
    payload = epc_qr(
        **PAYEE,
        amount=Money.of("0.01"),
        text="Factuur 7",
        information="Dank u",
        bic="BFSWDE33XXX",
        purpose="GDDS",
        version="001",
    )
    lines = payload.split("\n")
    assert lines[4] == "BFSWDE33XXX"
    assert lines[7:] == ["EUR0.01", "GDDS", "", "Factuur 7", "Dank u"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 71}, "name"),
        ({"name": "A\nB"}, "control"),
        ({"iban": "DE34100205000001194700"}, "IBAN"),
        ({"amount": Money(0)}, "0.01"),
        ({"amount": Money.of("1000000000")}, "999,999,999.99"),
        ({"amount": Money.of(5, "NOK")}, "EUR"),
        ({"reference": "RF00123"}, "RF reference"),
        ({"reference": "RF712348231", "text": "both"}, "not both"),
        ({"text": "x" * 141}, "message"),
        ({"information": "x" * 71}, "information"),
        ({"version": "001"}, "BIC"),
        ({"version": "003"}, "version"),
        ({"bic": "NOPE"}, "BIC"),
        ({"purpose": "TOOLONG"}, "purpose"),
        ({"name": "€" * 70, "text": "€" * 60}, "331 bytes"),
    ],
)
def test_the_code_refuses_what_a_banking_app_would(wrong, why):
    fields = {**PAYEE, "amount": Money.of(10), **wrong}
    with pytest.raises(ValueError, match=why):
        epc_qr(**fields)


def test_the_longest_allowed_fields_fit():
    payload = epc_qr(
        **{**PAYEE, "name": "x" * 70},
        amount=Money.of("999999999.99"),
        text="x" * 140,
    )
    assert "EUR999999999.99" in payload
