"""How a column writes its amounts, decided once for the whole file."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from portal.errors import Refused, Words
from portal.money import MINOR_DIGITS, Money

COMMA, POINT = ",", "."
SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "KR": None, "KR.": None, "FR.": "CHF"}
AMOUNT = re.compile(
    r"(?P<minus>[-−+])?\s*(?P<before>[A-Za-z]{2,3}\.?|[€£$])?\s*(?P<inner>[-−+])?\s*"
    r"(?P<body>[0-9][0-9.,'’\s]*?)(?P<round>[.,](?:-{1,2}|–|—))?(?P<after_minus>-)?"
    r"\s*(?P<after>[A-Za-z]{2,3}\.?|[€£$])?"
)
USUAL = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{3}){1,3}|[0-9]{1,9})([.,])([0-9]{2})")
"""By far the most amounts: told apart fast, since files have a hundred thousand of them."""
SPACED = re.compile(r"[0-9]{1,3}(?:[\s'’][0-9]{3})+(?=$|[.,])")


@dataclass(slots=True)
class AmountColumn:
    """Looks at every amount of a column before any is read."""

    name: str
    proof: dict[str, tuple[int, str]] = field(default_factory=dict)
    doubt: tuple[int, str] | None = None

    def see(self, line: int, cell: str) -> None:
        """Note what one cell proves about the decimal sign."""
        usual = USUAL.fullmatch(cell)
        if usual and usual[2] not in usual[1]:
            if usual[2] not in self.proof:
                self.proof[usual[2]] = (line, cell)
            return
        match = AMOUNT.fullmatch(cell.strip())
        if not match:
            return
        if match["round"]:
            self.proof.setdefault(match["round"][0], (line, cell.strip()))
            return
        body = _ungrouped(match["body"])
        signs = re.findall(r"[.,]", body)
        if not signs:
            return
        last, other = signs[-1], COMMA if signs[-1] == POINT else POINT
        whole, _, rest = body.rpartition(last)
        if len(signs) == 1 and len(rest) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole):
            self.doubt = self.doubt or (line, cell.strip())
        elif whole.isdecimal() or _is_grouped(whole, other):
            self.proof.setdefault(last, (line, cell.strip()))
        elif _is_grouped(body, last):
            self.proof.setdefault(other, (line, cell.strip()))

    def decide(self) -> str:
        """The decimal sign of the column: a comma or a point. Refused when it cannot be told."""
        if len(self.proof) == 2:
            (line, cell), (other_line, other) = self.proof[COMMA], self.proof[POINT]
            raise Refused(
                "The column “%(name)s” writes amounts in two ways: “%(cell)s” on line "
                "%(line)s and “%(other)s” on line %(other_line)s. Use one decimal "
                "sign in the whole column.",
                name=self.name,
                cell=cell,
                line=line,
                other=other,
                other_line=other_line,
            )
        if self.proof:
            return next(iter(self.proof))
        if self.doubt:
            line, cell = self.doubt
            raise Refused(
                "The column “%(name)s” can be read in two ways: “%(cell)s” on line "
                "%(line)s may be %(figure)s thousand or %(figure)s and a fraction. "
                "Write every amount with two decimals.",
                name=self.name,
                cell=cell,
                line=line,
                figure=cell[:-4],
            )
        return POINT


def read_amount(cell: str, decimal_sign: str, currency: str = "", *, default: str = "EUR") -> Money:
    """An amount in the row's `currency`, or the one that the cell names, or else `default`.

    ValueError, in words, on what is no amount, has more decimals than the currency, or names
    another currency than the row does.
    """
    usual, grouping = USUAL.fullmatch(cell), POINT if decimal_sign == COMMA else COMMA
    if (
        usual
        and usual[2] == decimal_sign not in usual[1]
        and MINOR_DIGITS[currency or default] == 2
    ):
        return Money(int(usual[1].replace(grouping, "") + usual[3]), currency or default)
    match = AMOUNT.fullmatch(cell.strip())
    if not match:
        raise ValueError(Words("“%(cell)s” is not an amount.", cell=cell))
    named = _named_currency(match["before"] or match["after"], cell)
    if named and currency and named != currency:
        raise ValueError(
            Words(
                "The amount is in %(one)s but the row's currency is %(other)s.",
                one=named,
                other=currency,
            )
        )
    body = _ungrouped(match["body"])
    whole, _, fraction = body.partition(decimal_sign)
    if grouping in whole:
        if not _is_grouped(whole, grouping):
            raise ValueError(Words("“%(cell)s” is not an amount.", cell=cell))
        whole = whole.replace(grouping, "")
    if not whole.isdecimal() or (fraction and not fraction.isdecimal()) or not body[-1].isdecimal():
        raise ValueError(Words("“%(cell)s” is not an amount.", cell=cell))
    if len(whole) > 12:
        raise ValueError(Words("“%(cell)s” is larger than any claim we take.", cell=cell))
    code = named or currency or default
    if len(fraction) > MINOR_DIGITS[code]:
        raise ValueError(
            Words(
                "“%(cell)s” has more than %(most)s decimals.",
                cell=cell,
                most=MINOR_DIGITS[code],
            )
        )
    minus = match["minus"] in {"-", "−"} or match["inner"] in {"-", "−"} or match["after_minus"]
    return Money.of(Decimal(f"{'-' if minus else ''}{whole}.{fraction or 0}"), code)


def _is_grouped(digits: str, sign: str) -> bool:
    """Whether a sign parts the digits into thousands, as in 1.234.567."""
    first, *others = digits.split(sign)
    if not others or len(first) > 3 or not first.isdecimal():
        return False
    return all(len(part) == 3 and part.isdecimal() for part in others)


def _ungrouped(body: str) -> str:
    """Without the spaces or apostrophes that group thousands; other spaces stay and are refused."""
    body = body.strip()
    return re.sub(r"[\s'’]", "", body) if SPACED.match(body) else body


def _named_currency(name: str | None, cell: str) -> str | None:
    if not name:
        return None
    code = SIGNS.get(name.upper(), name.upper())
    if code and code not in MINOR_DIGITS:
        raise ValueError(Words("“%(cell)s” names a currency we do not know.", cell=cell))
    return code
