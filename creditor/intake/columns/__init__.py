"""A CSV file that a creditor hands over, read into claims: each row accepted whole or refused."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from creditor.intake.claim_row import ClaimRow, Row, check_row
from creditor.intake.columns.amounts import AmountColumn, read_amount
from creditor.intake.columns.dates import DateColumn, read_date
from creditor.intake.columns.encoding import decode
from creditor.intake.columns.headers import Columns, known, map_columns
from creditor.intake.columns.template import template_csv
from portal.errors import Refused, Words
from portal.money import MINOR_DIGITS, Money

__all__ = ["ClaimRow", "Reading", "Row", "read_claims", "template_csv"]

DELIMITERS = {
    ";": Words("semicolon"),
    ",": Words("comma"),
    "\t": Words("tab"),
    "|": Words("bar"),
}
CURRENCY_OF = {"NO": "NOK", "GB": "GBP", "SE": "SEK", "DK": "DKK", "CH": "CHF", "PL": "PLN"}
DAYS = {
    "invoice_date": Words("Invoice date"),
    "due_date": Words("Due date"),
    "agreed_interest_from": Words("Agreed interest runs from"),
    "reminded_on": Words("Reminded on"),
    "reminder_on": Words("Reminder sent on"),
    "own_demand_on": Words("Own demand sent on"),
}
"""The columns of days. All but the first two may be left out."""
JOINED = {"first_name", "last_name", "house_no", "house_no_addition", "street_2"}

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file said. With `problems` it is refused as a whole and has no rows."""

    rows: list[Row] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)
    """The header in the file of each field that was found."""
    encoding: str = ""
    delimiter: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the person should know: columns left aside, a currency assumed, letters guessed."""

    @property
    def claims(self) -> list[ClaimRow]:
        """The claims of the rows that are accepted."""
        return [row.claim for row in self.rows if row.claim]

    @property
    def refused(self) -> list[Row]:
        """The rows that are not."""
        return [row for row in self.rows if not row.claim]


def read_claims(
    data: bytes, *, today: date, default_country: str = "NL", max_rows: int = 100_000
) -> Reading:
    """Read a hand-over. Encoding, delimiter, decimals and dates are found for the whole file.

    Nothing is guessed that changes an amount or a date: a column that can be read in two ways
    refuses the file, in `problems`. `default_country` (two letters) stands where a row has none,
    and its currency where the file has none.
    """
    encoding = delimiter = ""
    try:
        text, encoding, guess = decode(data)
        delimiter, header_at = _layout(text)
        sheet = _Sheet(text, delimiter, header_at)
        sheet.survey(max_rows)
        rows = list(sheet.rows(today, default_country))
    except Refused as refusal:
        return Reading(encoding=encoding, delimiter=delimiter, problems=[refusal.words])
    if not rows:
        problem = Words("The file has a header and no rows below it.")
        return Reading(encoding=encoding, delimiter=delimiter, problems=[problem])
    notes = [note for note in (guess, *sheet.columns.notes) if note]
    if "currency" not in sheet.columns.places:
        notes.append(
            Words(
                "No column names a currency: %(currency)s is assumed.",
                currency=sheet.currency(default_country),
            )
        )
    return Reading(rows, sheet.columns.headers, encoding, delimiter, notes=notes)


def _layout(text: str) -> tuple[str, int]:
    """The delimiter, and the line of the header: where most headers are known."""
    best = (0, "", 0)
    for delimiter in DELIMITERS:
        try:
            for line, cells in _records(text[:100_000], delimiter):
                if line > 20:
                    break
                best = max(best, (known(cells), delimiter, -line))
        except Refused:
            continue
    found, delimiter, line = best
    if found < 2:
        first = "".join(c if c.isprintable() else " " for c in text.lstrip()[:80])
        raise Refused(
            "No line names the columns. The first line of the file must, such as "
            "“invoice number;due date;amount”; it begins with “%(first)s”. Take "
            "our example file as a pattern.",
            first=first,
        )
    return delimiter, -line


def _records(text: str, delimiter: str) -> Iterator[Line]:
    """The rows that are not blank, each with the line it begins on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Refused(
            "From line %(line)s on the quotation marks do not match, so rows "
            "cannot be told apart. Check that line, or save the file again from "
            "the spreadsheet.",
            line=line,
        ) from None


class _Sheet:
    """A file in two passes: first see how its columns are written, then read the rows."""

    def __init__(self, text: str, delimiter: str, header_at: int) -> None:
        self.text, self.delimiter, self.header_at = text, delimiter, header_at
        header = next(cells for line, cells in _records(text, delimiter) if line == header_at)
        self.width = len(header)
        self.columns: Columns = map_columns(header)
        self.first_with: dict[str, tuple[int, int]] = {}
        self.differing: set[str] = set()

    def survey(self, max_rows: int) -> None:
        """Look at all rows before reading any. Refused when there are too many."""
        places, headers = self.columns.places, self.columns.headers
        amounts = AmountColumn(headers["principal"])
        dates = {name: DateColumn(headers[name]) for name in DAYS if name in headers}
        for count, (line, cells) in enumerate(self._lines(), start=1):
            if count > max_rows:
                raise Refused(
                    "The file has more than %(most)s rows. Split it and send the parts.",
                    most=f"{max_rows:,}",
                )
            cells.extend([""] * (self.width - len(cells)))
            amounts.see(line, cells[places["principal"]])
            for name, column in dates.items():
                column.see(line, cells[places[name]].strip())
            self._note_invoice(line, cells)
        self.decimal_sign = amounts.decide()
        self.more_days = dates.keys() - {"invoice_date", "due_date"}
        self.orders = {name: column.decide(*dates.values()) for name, column in dates.items()}

    def rows(self, today: date, default_country: str) -> Iterator[Row]:
        """Each row, accepted or refused."""
        for line, cells in self._lines():
            given = self._given(cells)
            errors: list[str] = []
            if any(cell.strip() for cell in cells[self.width :]):
                errors.append(
                    Words(
                        "The row has more cells than the header. Put texts with a "
                        "%(sign)s in quotation marks.",
                        sign=DELIMITERS[self.delimiter],
                    )
                )
            self._check_repeated(line, given, errors)
            invoice_date = self._date("invoice_date", given, errors)
            due_date = self._date("due_date", given, errors)
            for name in self.more_days & given.keys():
                day = self._date(name, given, errors)
                given[name] = day.isoformat() if day else ""
            yield check_row(
                line,
                given,
                invoice_date=invoice_date,
                due_date=due_date,
                principal=self._amount(given, default_country, errors),
                errors=errors,
                today=today,
                default_country=default_country,
            )

    def currency(self, default_country: str) -> str:
        """The currency of rows that name none."""
        return CURRENCY_OF.get(default_country, "EUR")

    def _lines(self) -> Iterator[Line]:
        for line, cells in _records(self.text, self.delimiter):
            if line > self.header_at:
                yield line, cells

    def _given(self, cells: Sequence[str]) -> dict[str, str]:
        size = len(cells)
        given = {
            name: cells[place].strip()
            for name, place in self.columns.places.items()
            if place < size and cells[place]
        }
        if not JOINED.isdisjoint(given):
            _join(given)
        return given

    def _note_invoice(self, line: int, cells: Sequence[str]) -> None:
        number = cells[self.columns.places["invoice_no"]].strip().casefold()
        if number:
            first = self.first_with.setdefault(number, (line, hash(tuple(cells))))
            if first[0] != line and first[1] != hash(tuple(cells)):
                self.differing.add(number)

    def _check_repeated(self, line: int, given: Mapping[str, str], errors: list[str]) -> None:
        number = given.get("invoice_no", "").casefold()
        if not number:
            return
        first = self.first_with[number][0]
        if first != line:
            errors.append(Words("The invoice number is on line %(line)s already.", line=first))
        elif number in self.differing:
            errors.append(Words("The invoice number is on another line too, with other contents."))

    def _date(self, name: str, given: Mapping[str, str], errors: list[str]) -> date | None:
        cell = given.get(name)
        if not cell:
            return None
        try:
            return read_date(cell, self.orders[name])
        except ValueError as error:
            errors.append(Words("%(column)s: %(why)s", column=DAYS[name], why=error.args[0]))
            return None

    def _amount(
        self, given: Mapping[str, str], default_country: str, errors: list[str]
    ) -> Money | None:
        currency = given.get("currency", "").upper().replace("€", "EUR")
        if currency and currency not in MINOR_DIGITS:
            errors.append(
                Words(
                    "“%(given)s” is no currency we handle: %(known)s.",
                    given=given["currency"],
                    known=", ".join(MINOR_DIGITS),
                )
            )
            return None
        cell = given.get("principal")
        if not cell:
            return None
        try:
            return read_amount(
                cell, self.decimal_sign, currency, default=self.currency(default_country)
            )
        except ValueError as error:
            errors.append(Words("Amount: %(why)s", why=error.args[0]))
            return None


def _join(given: dict[str, str]) -> None:
    """Put together what some files keep in several columns: names, street and number."""
    parts = {name: given.pop(name, "") for name in JOINED}
    if not given.get("debtor_name") and parts["last_name"]:
        given["debtor_name"] = " ".join(filter(None, (parts["first_name"], parts["last_name"])))
    number = parts["house_no"] + (
        f"-{parts['house_no_addition']}" if parts["house_no_addition"] else ""
    )
    street = " ".join(filter(None, (given.get("street", ""), number)))
    given["street"] = ", ".join(filter(None, (street, parts["street_2"])))
