"""Who writes a notice: letterhead, and what the agency must say of itself."""

from dataclasses import dataclass

from flask_babel import gettext as _

from agency.clients.models import Creditor, LawFirm, Lawyer
from agency.law.vocabulary import NoticeKind
from agency.notices.contents import AgencyFacts, Head
from portal.accounts.models import AgencySettings, User
from portal.errors import Refused


def agency_facts(settings: AgencySettings) -> AgencyFacts:
    """What the law asks an agency to say of itself."""
    return AgencyFacts(
        name=settings.legal_name,
        address=f"{settings.street}, {settings.postcode} {settings.city}",
        phone=settings.phone,
        email=settings.email,
        register_no=settings.register_no,
    )


def agency_head(settings: AgencySettings) -> Head:
    """The agency's own letterhead."""
    return Head(
        name=settings.legal_name,
        sender=_one_line(settings.legal_name, settings.street, settings.postcode, settings.city),
        email=settings.email,
        contact=(
            settings.street,
            f"{settings.postcode} {settings.city}",
            settings.phone,
            settings.email,
        ),
        registration=tuple(text for text in (settings.register_no, settings.vat_no) if text),
        lawyers=(),
        logo_key=settings.logo_key,
    )


def firm_head(firm: LawFirm) -> Head:
    """The letterhead of a law firm, with the lawyers who work there now."""
    contact = (firm.street, f"{firm.postcode} {firm.city}", firm.phone, firm.email, firm.website)
    return Head(
        name=firm.name,
        sender=_one_line(firm.name, firm.street, firm.postcode, firm.city),
        email=firm.email,
        contact=tuple(line for line in contact if line),
        registration=tuple(line for line in firm.register_lines.splitlines() if line.strip()),
        lawyers=tuple(lawyer.name for lawyer in firm.lawyers if lawyer.closed_at is None),
        logo_key=firm.logo_key,
    )


def creditor_head(creditor: Creditor) -> Head:
    """A creditor's own letterhead."""
    contact = (
        creditor.street,
        f"{creditor.postcode} {creditor.city}",
        creditor.phone,
        creditor.email,
    )
    return Head(
        name=creditor.legal_name,
        sender=_one_line(creditor.legal_name, creditor.street, creditor.postcode, creditor.city),
        email=creditor.email,
        contact=tuple(line for line in contact if line),
        registration=tuple(text for text in (creditor.register_no, creditor.vat_no) if text),
        lawyers=(),
        logo_key=creditor.logo_key,
    )


@dataclass(frozen=True, slots=True)
class Signed:
    """Under whose letterhead a notice goes out, and who signs it."""

    head: Head
    name: str
    title: str


def signed(
    kind: NoticeKind, creditor: Creditor, lawyer: Lawyer | None, settings: AgencySettings, by: User
) -> Signed:
    """The firm by its lawyer, the creditor by its contact person, or the agency by who writes."""
    if lawyer:
        return Signed(firm_head(lawyer.law_firm), lawyer.name, lawyer.title)
    if kind is NoticeKind.OWN_REMINDER:
        title = creditor.signatory_title or creditor.legal_name
        return Signed(creditor_head(creditor), creditor.signatory, title)
    return Signed(agency_head(settings), by.name, settings.legal_name)


def _one_line(name: str, street: str, postcode: str, city: str) -> str:
    return f"{name} · {street} · {postcode} {city}"


def check_settings(settings: AgencySettings) -> None:
    """A notice must say who writes and where to pay; an administrator completes it."""
    missing = [
        str(label)
        for label, value in (
            (_("the name of the client account"), settings.client_account_name),
            (_("the IBAN of the client account"), settings.client_account_iban),
            (_("the number in the register of collection agencies"), settings.register_no),
            (_("the telephone number"), settings.phone),
        )
        if not value
    ]
    if missing:
        raise Refused(
            _(
                "The settings of the agency lack %(what)s. An administrator has to complete them.",
                what=", ".join(missing),
            )
        )
