"""A whole file: any that was written is read, and none brings the reader down."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import hostile
from tests.creditor.intake.test_columns import read


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name;Invoice no;Due date\nJan;1;2\n", "no column for the invoice date and the amount"),
        (b"hello world\n", "No line names the columns"),
        (hostile.HEADER.encode(), "a header and no rows"),
        (hostile.csv_of([], hostile.HEADER + ";city"), "Two columns are called “city”"),
        (hostile.csv_rows(3).replace(b"F2;", b'"F2;'), "From line 3 on the quotation marks"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    reading = read(content)
    assert reading.rows == []
    assert words in reading.problems[0]


def test_more_rows_than_allowed_refuse_the_file() -> None:
    [problem] = read(hostile.csv_rows(11), max_rows=10).problems
    assert problem == "The file has more than 10 rows. Split it and send the parts."
    assert len(read(hostile.csv_rows(10), max_rows=10).claims) == 10


def test_a_hundred_thousand_rows_are_read_and_one_more_is_too_many() -> None:
    content = hostile.csv_rows(100_001)

    assert "more than 100,000 rows" in read(content).problems[0]
    assert len(read(content[: content.rindex(b"consumer")]).claims) == 100_000


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30
).filter(lambda text: not text.startswith("="))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(WORDS, st.integers(1, 10**9), st.dates(date(2000, 1, 1), date(2026, 11, 21))),
        min_size=1,
        max_size=5,
    ),
    delimiter=st.sampled_from(";,\t|"),
    decimal_sign=st.sampled_from(".,"),
    grouped=st.booleans(),
    day=st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d.%m.%Y"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_what_is_read(
    rows: list[tuple[str, int, date]],
    delimiter: str,
    decimal_sign: str,
    grouped: bool,
    day: str,
    encoding: str,
) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["name", "email", "invoice no", "invoice date", "due date", "amount"])
    for number, (name, cents, on) in enumerate(rows):
        amount = f"{cents // 100:{',' if grouped else ''}}|{cents % 100:02}"
        amount = amount.replace(",", "." if decimal_sign == "," else ",").replace("|", decimal_sign)
        written = on.strftime(day)
        writer.writerow([name, "a@example.com", f"F{number}", written, written, amount])

    reading = read(text.getvalue().encode(encoding))

    assert reading.problems == []
    assert [row.errors for row in reading.rows] == [[] for _ in rows]
    assert [
        (claim.debtor_name, claim.principal.minor, claim.due_date) for claim in reading.claims
    ] == rows


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: hostile.csv_of([text])))
def test_no_file_brings_the_reader_down(content: bytes) -> None:
    reading = read(content)
    assert bool(reading.problems) != bool(reading.rows)
