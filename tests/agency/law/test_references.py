"""References a bank checks, and the code that a banking app reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.references import (
    SCHEMES,
    ReferenceKind,
    epc_qr,
    from_case_number,
    is_betalingskenmerk,
    is_kid10,
    is_kid11,
    is_rf,
    kind_of,
    make_betalingskenmerk,
    make_kid10,
    make_kid11,
    make_ogm,
    make_qrr,
    make_rf,
    make_viite,
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


@pytest.mark.parametrize(
    ("kind", "base", "reference"),
    [
        (ReferenceKind.KID10, "12345678", "123456782"),
        (ReferenceKind.KID10, "001001", "0010017"),
        (ReferenceKind.KID10, "60224", "602243"),
        (ReferenceKind.KID11, "12345678", "123456785"),
        (ReferenceKind.KID11, "0000001", "00000019"),
        (ReferenceKind.KID11, "0000006", "0000006-"),
        (ReferenceKind.QRR, "21000000000313947143000901", "210000000003139471430009017"),
        (ReferenceKind.QRR, "42", make_qrr("00000000000000000000000042")),
        (ReferenceKind.VIITE, "123456", "1234561"),
    ],
)
def test_published_references_of_other_countries(kind, base, reference):
    assert SCHEMES[kind].make(base) == reference
    assert SCHEMES[kind].is_valid(reference)


def test_the_bank_agrees_on_the_length_of_a_kid():
    assert make_kid10("1001", length=7) == "0010017"
    assert make_kid11("6", length=8) == "0000006-"
    assert is_kid10("0010017", length=7)
    assert not is_kid10("0010017", length=8)
    assert not is_kid11("0000006-", length=9)
    for wrong in (
        {"base": "1" * 25},
        {"base": "123", "length": 3},
        {"base": "-"},
        {"base": "1", "length": 27},
    ):
        with pytest.raises(ValueError, match="KID"):
            make_kid10(**wrong)


@pytest.mark.parametrize("base", ["", "0", "1" * 27, "12a"])
def test_what_does_not_fit_a_qr_reference_is_refused(base):
    with pytest.raises(ValueError, match="QR reference"):
        make_qrr(base)


@pytest.mark.parametrize("base", ["12", "000", "1" * 20, "12a"])
def test_what_does_not_fit_a_viitenumero_is_refused(base):
    with pytest.raises(ValueError, match="viitenumero"):
        make_viite(base)


CATCHES_ALL = [kind for kind in ReferenceKind if kind is not ReferenceKind.BETALINGSKENMERK]


@given(st.sampled_from(CATCHES_ALL), st.integers(100, 9_999_999_999), st.data())
def test_every_reference_made_is_valid_and_no_single_wrong_digit_is(kind, number, data):
    reference = SCHEMES[kind].make(str(number))
    assert SCHEMES[kind].is_valid(reference)
    digits = [i for i, letter in enumerate(reference) if letter.isdigit()]
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != reference[at]]))
    assert not SCHEMES[kind].is_valid(reference[:at] + other + reference[at + 1 :])


@given(st.integers(0, 999_999_999_999), st.data())
def test_a_betalingskenmerk_shows_a_wrong_digit_but_for_the_one_and_nought_written_for_ten(
    number, data
):
    reference = make_betalingskenmerk(str(number))
    at = data.draw(st.integers(2, len(reference) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != reference[at]]))
    wrong = reference[:at] + other + reference[at + 1 :]
    assert not is_betalingskenmerk(wrong) or reference[0] in "01"


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
