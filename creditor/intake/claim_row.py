"""One claim as it was handed over, and the rules that every row must pass, whatever it came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from email_validator import EmailNotValidError, validate_email

from creditor.intake.places import POSTCODES, country_code, language_code, postcode_of
from portal.money import Money

DebtorKind = Literal["consumer", "business"]

LONGEST = {
    "debtor_name": 200,
    "street": 200,
    "city": 100,
    "postcode": 20,
    "invoice_no": 60,
    "customer_no": 60,
    "debtor_org_no": 40,
    "debtor_vat": 30,
    "debtor_phone": 40,
    "debtor_email": 254,
    "description": 1_000,
}
LABELS = {
    "debtor_name": "The debtor's name",
    "street": "The street",
    "city": "The city",
    "postcode": "The postcode",
    "invoice_no": "The invoice number",
    "customer_no": "The customer number",
    "debtor_org_no": "The company number",
    "debtor_vat": "The VAT number",
    "debtor_phone": "The phone number",
    "debtor_email": "The e-mail address",
    "description": "The description",
}
CONSUMER_WORDS = (
    "consumer, consument, particulier, privat, private, privatperson, privatkunde, verbraucher, "
    "consommateur, person, persoon, prive, privé, b2c, c"
)
BUSINESS_WORDS = (
    "business, company, bedrijf, zakelijk, firma, unternehmen, geschäftlich, geschäftskunde, "
    "entreprise, société, professionnel, onderneming, b2b, b"
)
KINDS: dict[str, DebtorKind] = {
    **dict.fromkeys(CONSUMER_WORDS.split(", "), "consumer"),
    **dict.fromkeys(BUSINESS_WORDS.split(", "), "business"),
}
LEGAL_FORM = re.compile(
    r"(?:^|\s)(?i:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ag|ohg|kg|ug|sarl|s\.a\.r\.l\.|s\.a\.|sas|srl|sprl|"
    r"bvba|ltd\.?|limited|plc|llp|llc|inc\.?|aps|asa|oyj?|u\.?a\.?|a/s)$"
    r"|(?:^|\s)(?:B\.?V\.?|N\.V\.|AG|GmbH|SARL|Ltd)(?=\s)"
)
SIMPLE_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+[.-])+[A-Za-z]{2,24}"
)
OLDEST_YEARS = 30
SHORT = min(LONGEST.values())


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
    texts = {name: _clean(text, name, errors) for name, text in given.items() if text}
    _check_presence(texts, default_country, errors)
    _check_dates(texts, invoice_date, due_date, today, errors)
    if principal is not None and principal.minor <= 0:
        errors.append(f"The amount is {principal}: a claim is more than zero.")
    country = _checked_country(texts, default_country, errors)
    postcode = _checked_postcode(texts, country, errors)
    email = _checked_email(texts, errors)
    phone = _checked_phone(texts, errors)
    language = _checked_language(texts, errors)
    kind, reason = _kind(texts, errors)
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
    )
    return Row(line, claim)


def _clean(text: str, name: str, errors: list[str]) -> str:
    """One line of text, without formulas and without characters that nobody sees."""
    if text.isascii() and text.isprintable() and text[0] != "=" and "  " not in text:
        return text if len(text) <= SHORT else _within_length(text, name, errors)
    text = " ".join(text.split())
    label = LABELS.get(name, f"The column {name}")
    if text.startswith("="):
        quoted = re.fullmatch(r'="([^"]*)"', text)
        if not quoted:
            errors.append(f"{label} starts with “=”. Formulas are not worked out: write the value.")
            return ""
        text = quoted[1].strip()
    if not text.isprintable():
        errors.append(f"{label} holds characters that cannot be printed.")
        return ""
    return _within_length(text, name, errors)


def _within_length(text: str, name: str, errors: list[str]) -> str:
    most = LONGEST.get(name, 200)
    if len(text) > most:
        errors.append(f"{LABELS.get(name, name)} is longer than {most} characters.")
    return text


def _check_presence(texts: Mapping[str, str], default_country: str, errors: list[str]) -> None:
    for name, what in (
        ("debtor_name", "The debtor's name is missing."),
        ("invoice_no", "The invoice number is missing."),
        ("invoice_date", "The invoice date is missing."),
        ("due_date", "The due date is missing."),
        ("principal", "The amount is missing."),
    ):
        if not texts.get(name):
            errors.append(what)
    address = ["street", "city"]
    if (country_code(texts.get("country", "")) or default_country) in POSTCODES:
        address.insert(1, "postcode")
    missing = [name for name in address if not texts.get(name)]
    if missing and not texts.get("debtor_email"):
        if len(missing) == len(address):
            errors.append("There is neither an address nor an e-mail address of the debtor.")
        else:
            what = " and the ".join(LABELS[name].removeprefix("The ") for name in missing)
            errors.append(f"The address lacks the {what}, and there is no e-mail address.")


def _check_dates(
    texts: Mapping[str, str],
    invoice_date: date | None,
    due_date: date | None,
    today: date,
    errors: list[str],
) -> None:
    if invoice_date and invoice_date > today:
        errors.append(f"The invoice date {invoice_date} lies in the future.")
    elif invoice_date and invoice_date.year < today.year - OLDEST_YEARS:
        errors.append(f"The invoice date {invoice_date} is more than {OLDEST_YEARS} years ago.")
    if invoice_date and due_date and due_date < invoice_date:
        errors.append(f"The due date {due_date} lies before the invoice date {invoice_date}.")
    elif due_date and due_date >= today:
        errors.append(f"The due date {due_date} has not passed: the claim is not overdue yet.")


def _checked_country(texts: Mapping[str, str], default: str, errors: list[str]) -> str:
    given = texts.get("country", "")
    code = country_code(given) if given else default
    if not code:
        errors.append(f"“{given}” is no country we know. Write its code, such as NL or DE.")
    return code or ""


def _checked_postcode(texts: Mapping[str, str], country: str, errors: list[str]) -> str:
    given = texts.get("postcode", "")
    if not given or not country:
        return given
    try:
        return postcode_of(given, country)
    except ValueError as error:
        errors.append(str(error))
        return ""


def _checked_email(texts: Mapping[str, str], errors: list[str]) -> str:
    given = texts.get("debtor_email", "")
    if not given or SIMPLE_EMAIL.fullmatch(given):
        return given
    try:
        found = validate_email(given, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        found = None
    if found is None or "." not in found.domain:
        errors.append(f"“{given}” is not an e-mail address.")
        return ""
    return found.normalized


def _checked_phone(texts: Mapping[str, str], errors: list[str]) -> str:
    given = texts.get("debtor_phone", "")
    if given and not (re.fullmatch(r"\+?[\d\s()./-]+", given) and sum(map(str.isdigit, given)) > 4):
        errors.append(f"“{given}” is not a phone number.")
    return given


def _checked_language(texts: Mapping[str, str], errors: list[str]) -> str:
    given = texts.get("language", "")
    code = language_code(given) if given else ""
    if code is None:
        errors.append(f"“{given}” is no language we know. Write its code, such as nl or en.")
    return code or ""


def _kind(texts: Mapping[str, str], errors: list[str]) -> tuple[DebtorKind, str]:
    """Consumer or business. Who shows no sign of a business gets a consumer's protection."""
    if given := texts.get("debtor_kind", ""):
        kind = KINDS.get(given.casefold())
        if kind is None:
            errors.append(f"“{given}” is neither consumer nor business.")
        return kind or "consumer", "stated"
    if texts.get("debtor_vat"):
        return "business", "has a VAT number"
    if texts.get("debtor_org_no"):
        return "business", "has a company number"
    if LEGAL_FORM.search(texts.get("debtor_name", "")):
        return "business", "the name has a legal form"
    return "consumer", "no sign of a business"
