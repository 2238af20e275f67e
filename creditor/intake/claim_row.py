"""One claim as it was handed over, and the rules that every row must pass, whatever it came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from creditor.intake.agreed import checked_agreed
from creditor.intake.contract import checked_contract
from creditor.intake.fields import (
    DebtorKind,
    checked_country,
    checked_email,
    checked_language,
    checked_phone,
    checked_postcode,
    clean,
    kind_of,
)
from creditor.intake.places import POSTCODES, country_code
from creditor.intake.problems import Problem
from portal.errors import Words, listed
from portal.money import Money

OLDEST_YEARS = 30
ADDRESS = {
    "street": Words("the street"),
    "postcode": Words("the postcode"),
    "city": Words("the city"),
}
NEEDED = {
    "debtor_name": Words("The debtor's name is missing."),
    "invoice_no": Words("The invoice number is missing."),
    "invoice_date": Words("The invoice date is missing."),
    "due_date": Words("The due date is missing."),
    "principal": Words("The amount is missing."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim that passed every check: ready to be quoted and accepted."""

    debtor_kind: DebtorKind
    kind_reason: str
    """How the kind was told: stated, or by what sign."""
    debtor_name: str
    debtor_org_no: str = ""
    debtor_vat: str = ""
    debtor_email: str = ""
    debtor_phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str
    language: str = ""
    customer_no: str = ""
    invoice_no: str
    invoice_date: date
    due_date: date
    principal: Money
    description: str = ""
    agreed_interest: str = ""
    """The yearly percentage that was agreed, `none` where none is asked; the law's where empty."""
    agreed_interest_from: str = ""
    """The first day of agreed interest, where it is later than the day after the due date."""
    costs_clause: str = ""
    """Whether the contract lets costs be charged: `yes`, `no`, or nothing; so with the next two."""
    due_agreed: str = ""
    disputed: str = ""
    agreed_costs: str = ""
    """The costs that the contract names: an amount, or a percentage."""
    reminded_on: str = ""
    reminded_channel: str = ""
    reminder_on: str = ""
    """The creditor's own letters, by the day on which they went."""
    own_demand_on: str = ""

    @property
    def currency(self) -> str:
        """The currency of the principal."""
        return self.principal.currency


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a hand-over: a claim, or the reasons why it is refused, never both."""

    line: int
    claim: ClaimRow | None
    errors: list[str] = field(default_factory=list)
    given: Mapping[str, str] = field(default_factory=dict)
    """What a refused row said, by field, so that it can be shown and mended."""


def check_row(
    line: int,
    given: Mapping[str, str],
    *,
    invoice_date: date | None,
    due_date: date | None,
    principal: Money | None,
    errors: list[str],
    today: date,
    default_country: str,
) -> Row:
    """Accept a row whole or refuse it with every reason.

    `given` holds the texts by field; dates and principal were read by the caller, who put what
    could not be read into `errors`. A claim is overdue: its due date lies before `today`.
    """
    texts = {name: clean(text, name, errors) for name, text in given.items() if text}
    _check_presence(texts, default_country, errors)
    _check_dates(texts, invoice_date, due_date, today, errors)
    if principal is not None and principal.minor <= 0:
        errors.append(
            Problem(
                "principal",
                "The amount is %(amount)s: a claim is more than zero.",
                amount=principal,
            )
        )
    country = checked_country(texts, default_country, errors)
    postcode = checked_postcode(texts, country, errors)
    email = checked_email(texts, errors)
    phone = checked_phone(texts, errors)
    language = checked_language(texts, errors)
    agreed, agreed_from = checked_agreed(texts, errors)
    currency = principal.currency if principal else ""
    contract = checked_contract(texts, currency, today, errors)
    kind, reason = kind_of(texts, errors)
    if errors or invoice_date is None or due_date is None or principal is None:
        return Row(line, None, errors, dict(given))
    claim = ClaimRow(
        debtor_kind=kind,
        kind_reason=reason,
        debtor_name=texts["debtor_name"],
        debtor_org_no=texts.get("debtor_org_no", ""),
        debtor_vat=re.sub(r"[\s.]", "", texts.get("debtor_vat", "")).upper(),
        debtor_email=email,
        debtor_phone=phone,
        street=texts.get("street", ""),
        postcode=postcode,
        city=texts.get("city", ""),
        country=country,
        language=language,
        customer_no=texts.get("customer_no", ""),
        invoice_no=texts["invoice_no"],
        invoice_date=invoice_date,
        due_date=due_date,
        principal=principal,
        description=texts.get("description", ""),
        agreed_interest=agreed,
        agreed_interest_from=agreed_from,
        **contract,
    )
    return Row(line, claim)


def _check_presence(texts: Mapping[str, str], default_country: str, errors: list[str]) -> None:
    for name, what in NEEDED.items():
        if not texts.get(name):
            errors.append(Problem(name, what))
    address = ["street", "city"]
    if (country_code(texts.get("country", "")) or default_country) in POSTCODES:
        address.insert(1, "postcode")
    missing = [name for name in address if not texts.get(name)]
    if missing and not texts.get("debtor_email"):
        if len(missing) == len(address):
            errors.append(
                Problem(
                    "street", "There is neither an address nor an e-mail address of the debtor."
                )
            )
        else:
            what = listed([ADDRESS[name] for name in missing])
            errors.append(
                Problem(
                    missing[0],
                    "The address lacks %(what)s, and there is no e-mail address.",
                    what=what,
                )
            )


def _check_dates(
    texts: Mapping[str, str],
    invoice_date: date | None,
    due_date: date | None,
    today: date,
    errors: list[str],
) -> None:
    if invoice_date and invoice_date > today:
        errors.append(
            Problem(
                "invoice_date",
                "The invoice date %(day)s lies in the future.",
                day=invoice_date,
            )
        )
    elif invoice_date and invoice_date.year < today.year - OLDEST_YEARS:
        errors.append(
            Problem(
                "invoice_date",
                "The invoice date %(day)s is more than %(years)s years ago.",
                day=invoice_date,
                years=OLDEST_YEARS,
            )
        )
    if invoice_date and due_date and due_date < invoice_date:
        errors.append(
            Problem(
                "due_date",
                "The due date %(due)s lies before the invoice date %(day)s.",
                due=due_date,
                day=invoice_date,
            )
        )
    elif due_date and due_date >= today:
        errors.append(
            Problem(
                "due_date",
                "The due date %(day)s has not passed: the claim is not overdue yet.",
                day=due_date,
            )
        )
