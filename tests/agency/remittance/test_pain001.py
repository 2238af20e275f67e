"""The bank file: valid for the bank, for the very amount, named so that it is taken once."""

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from lxml import etree
from sepaxml.validation import try_valid_xml

from agency.remittance.pain001 import SCHEMA, Account, bank_file
from portal.money import Money

SEPA = etree.XMLSchema(etree.parse(str(files("sepaxml") / "schemas" / f"{SCHEMA}.xsd")))
NAMESPACES = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
FACTS: dict[str, Any] = {
    "payer": Account(
        "Stichting Derdengelden Lantaarn", "NL02ABNA0123456789", "ABNANL2A", "Rotterdam", "NL"
    ),
    "payee": Account("Kantoorwerk B.V.", "NL91ABNA0417164300", "ABNANL2A", "Utrecht", "NL"),
    "amount": Money.of("5839.41"),
    "reference": "R-2026-0031",
    "text": "R-2026-0031 Lantaarn Incasso B.V.",
    "on": date(2026, 11, 22),
    "made_at": datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
}


def read(**changes: Any) -> etree._Element:
    """The file as a tree, once it is valid."""
    root = etree.fromstring(bank_file(**{**FACTS, **changes}))
    assert SEPA.validate(root), SEPA.error_log
    return root


def test_the_librarys_own_check_agrees() -> None:
    try_valid_xml(bank_file(**FACTS), SCHEMA)


def said(root: etree._Element, path: str) -> list[str]:
    """The texts at a path of tags."""
    steps = "/".join(f"p:{tag}" for tag in path.split("/"))
    found = root.xpath(f".//{steps}", namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(each.text) for each in found if isinstance(each, etree._Element)]


def test_it_is_valid_and_holds_the_amount_both_accounts_and_the_reference() -> None:
    root = read()
    assert said(root, "InstdAmt") == ["5839.41"]
    assert set(said(root, "CtrlSum")) == {"5839.41"}
    assert root.xpath("string(//p:InstdAmt/@Ccy)", namespaces=NAMESPACES) == "EUR"
    assert said(root, "DbtrAcct/Id/IBAN") == ["NL02ABNA0123456789"]
    assert said(root, "CdtrAcct/Id/IBAN") == ["NL91ABNA0417164300"]
    assert said(root, "FinInstnId/BICFI") == ["ABNANL2A", "ABNANL2A"]
    assert said(root, "Cdtr/Nm") == ["Kantoorwerk B.V."]
    assert said(root, "EndToEndId") == ["R-2026-0031"]
    assert said(root, "Ustrd") == ["R-2026-0031 Lantaarn Incasso B.V."]
    assert said(root, "ReqdExctnDt/Dt") == ["2026-11-22"]
    assert said(root, "CreDtTm") == ["2026-11-23T00:30:00"]


@pytest.mark.parametrize(
    ("minor", "written"),
    [(1, "0.01"), (99, "0.99"), (100, "1.00"), (99_999_999_999, "999999999.99")],
)
def test_an_amount_is_written_without_a_float(minor: int, written: str) -> None:
    root = read(amount=Money(minor))
    assert said(root, "InstdAmt") == [written]
    assert set(said(root, "CtrlSum")) == {written}


def test_the_same_facts_give_the_same_bytes_under_the_same_name() -> None:
    assert bank_file(**FACTS) == bank_file(**FACTS)
    root = read()
    assert said(root, "GrpHdr/MsgId") == said(root, "PmtInfId") == ["R-2026-0031"]


def test_a_bank_that_is_known_by_its_iban_alone() -> None:
    root = read(payee=Account("Kantoorwerk", "DE89370400440532013000", "", "Köln", "DE"))
    assert said(root, "CdtrAcct/Id/IBAN") == ["DE89370400440532013000"]
    payer = Account("Lantaarn", "NL02ABNA0123456789", "", "Rotterdam", "NL")
    assert said(read(payer=payer), "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Groot & Söhne GmbH", "Groot + Sohne GmbH"),
        ("Große Ærø", "Grosse AEro"),
        ("Café «Zürich» <script>", "Cafe Zurich script"),
        ("Ελλάδα", "Ellada"),
        ("x" * 90, "x" * 70),
        ("Tab\there  and   there", "Tab here and there"),
    ],
)
def test_names_are_written_in_letters_that_every_bank_takes(name: str, written: str) -> None:
    payee = Account(name, "NL91ABNA0417164300", "ABNANL2A", "Ελλάδα", "NL")
    root = read(payee=payee)
    assert said(root, "Cdtr/Nm") == [written]
    assert said(root, "TwnNm") == []


def test_a_long_text_is_cut_where_the_scheme_ends() -> None:
    root = read(text="wort " * 60, reference="R-" + "9" * 60)
    assert len(said(root, "Ustrd")[0]) <= 140
    assert len(said(root, "MsgId")[0]) == 35


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"amount": Money.zero()}, "more than nothing"),
        ({"amount": Money.of("-1.00")}, "more than nothing"),
        ({"amount": Money.of(1, "NOK")}, "SEPA pays out euro"),
        ({"payer": Account("A", "", "", "B", "NL")}, "needs an IBAN to pay from"),
        ({"payee": Account("A", "", "", "B", "NL")}, "needs an IBAN"),
        ({"payee": Account("A", "4300 0000", "", "B", "NL")}, "is no valid pain.001.001.09"),
        ({"payee": Account("", "NL91ABNA0417164300", "", "B", "NL")}, "is no valid"),
    ],
)
def test_what_no_bank_would_take_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        bank_file(**{**FACTS, **changes})
