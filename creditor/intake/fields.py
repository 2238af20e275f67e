"""The fields of a claim, one by one: what is typed, checked and written the usual way. Pure."""

import re
from collections.abc import Mapping
from typing import Literal

from email_validator import EmailNotValidError, validate_email

from creditor.intake.places import country_code, language_code, postcode_of
from creditor.intake.problems import Problem, in_field
from portal.errors import Words

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
    "agreed_interest": 20,
    "agreed_costs": 20,
}
LABELS = {
    "debtor_name": Words("The debtor's name"),
    "street": Words("The street"),
    "city": Words("The city"),
    "postcode": Words("The postcode"),
    "invoice_no": Words("The invoice number"),
    "customer_no": Words("The customer number"),
    "debtor_org_no": Words("The company number"),
    "debtor_vat": Words("The VAT number"),
    "debtor_phone": Words("The phone number"),
    "debtor_email": Words("The e-mail address"),
    "description": Words("The description"),
    "agreed_interest": Words("The agreed interest"),
    "agreed_costs": Words("The agreed costs"),
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
SHORT = min(LONGEST.values())


def clean(text: str, name: str, errors: list[str]) -> str:
    """One line of text, without formulas and without characters that nobody sees."""
    if text.isascii() and text.isprintable() and text[0] not in "='" and "  " not in text:
        return text if len(text) <= SHORT else _within_length(text, name, errors)
    text = " ".join(text.split())
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]  # So our own table of refused rows keeps text from being run.
    label = LABELS.get(name) or Words("The column %(name)s", name=name)
    if text.startswith("="):
        quoted = re.fullmatch(r'="([^"]*)"', text)
        if not quoted:
            errors.append(
                Problem(
                    name,
                    "%(label)s starts with “=”. Formulas are not worked out: write the value.",
                    label=label,
                )
            )
            return ""
        text = quoted[1].strip()
    if not text.isprintable():
        errors.append(
            Problem(name, "%(label)s holds characters that cannot be printed.", label=label)
        )
        return ""
    return _within_length(text, name, errors)


def _within_length(text: str, name: str, errors: list[str]) -> str:
    most = LONGEST.get(name, 200)
    if len(text) > most:
        errors.append(
            Problem(
                name,
                "%(label)s is longer than %(most)s characters.",
                label=LABELS.get(name, name),
                most=most,
            )
        )
    return text


def checked_country(texts: Mapping[str, str], default: str, errors: list[str]) -> str:
    """The country's two letters; the default where none is given."""
    given = texts.get("country", "")
    code = country_code(given) if given else default
    if not code:
        errors.append(
            Problem(
                "country",
                "“%(given)s” is no country we know. Write its code, such as NL or DE.",
                given=given,
            )
        )
    return code or ""


def checked_postcode(texts: Mapping[str, str], country: str, errors: list[str]) -> str:
    """The postcode as its country writes it."""
    given = texts.get("postcode", "")
    if not given or not country:
        return given
    try:
        return postcode_of(given, country)
    except ValueError as error:
        errors.append(in_field("postcode", error.args[0]))
        return ""


def checked_email(texts: Mapping[str, str], errors: list[str]) -> str:
    """The e-mail address, if it can be one."""
    given = texts.get("debtor_email", "")
    if not given or SIMPLE_EMAIL.fullmatch(given):
        return given
    try:
        found = validate_email(given, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        found = None
    if found is None or "." not in found.domain:
        errors.append(Problem("debtor_email", "“%(given)s” is not an e-mail address.", given=given))
        return ""
    return found.normalized


def checked_phone(texts: Mapping[str, str], errors: list[str]) -> str:
    """The phone number as it is given, if it can be one."""
    given = texts.get("debtor_phone", "")
    if given and not (re.fullmatch(r"\+?[\d\s()./-]+", given) and sum(map(str.isdigit, given)) > 4):
        errors.append(Problem("debtor_phone", "“%(given)s” is not a phone number.", given=given))
    return given


def checked_language(texts: Mapping[str, str], errors: list[str]) -> str:
    """The language's two letters; empty where none is given."""
    given = texts.get("language", "")
    code = language_code(given) if given else ""
    if code is None:
        errors.append(
            Problem(
                "language",
                "“%(given)s” is no language we know. Write its code, such as nl or en.",
                given=given,
            )
        )
    return code or ""


def kind_of(texts: Mapping[str, str], errors: list[str]) -> tuple[DebtorKind, str]:
    """Consumer or business. Who shows no sign of a business gets a consumer's protection."""
    if given := texts.get("debtor_kind", ""):
        kind = KINDS.get(given.casefold())
        if kind is None:
            errors.append(
                Problem("debtor_kind", "“%(given)s” is neither consumer nor business.", given=given)
            )
        return kind or "consumer", "stated"
    if texts.get("debtor_vat"):
        return "business", "has a VAT number"
    if texts.get("debtor_org_no"):
        return "business", "has a company number"
    if LEGAL_FORM.search(texts.get("debtor_name", "")):
        return "business", "the name has a legal form"
    return "consumer", "no sign of a business"
