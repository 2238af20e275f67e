"""What a notice says, before and after it is put into words; all that a letter is made of. Pure."""

import uuid
from dataclasses import dataclass
from datetime import date

from agency.law.notices import NoticeFacts, runs_by_law
from agency.law.references import epc_qr
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.letters import (
    Bank,
    ClaimRow,
    CostStepRow,
    CreditRow,
    GroundRow,
    InterestRow,
    Letter,
    Letterhead,
    LetterKind,
    Signatory,
)
from portal.money import Money

LINK_GAP = "{payment_link}"
"""Stands in kept texts for the payment link, whose code is never stored unsealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """What a notice must say of the agency."""

    name: str
    address: str
    phone: str
    email: str
    register_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The letterhead; its logo by its place in the storage."""

    name: str
    sender: str
    email: str
    contact: tuple[str, ...]
    registration: tuple[str, ...]
    lawyers: tuple[str, ...]
    logo_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What is to pay on the day of writing. `to_come` are the costs that follow a free letter."""

    principal: Money
    interest: Money
    costs: Money
    total: Money
    vat: Money | None
    to_come: Money | None


@dataclass(frozen=True, slots=True)
class EnclosedForm:
    """A published form that is bound in behind the letter."""

    title: str
    file_key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The figures and names of a notice, as they were when it was prepared."""

    country: str
    debtor: DebtorKind
    debtor_name: str
    creditor: str
    recipient: tuple[str, ...]
    reference: str
    claim_ids: tuple[uuid.UUID, ...]
    claims: tuple[ClaimRow, ...]
    interest_periods: tuple[InterestRow, ...]
    interest_article: str
    amounts: Amounts
    paid: Money
    agency: AgencyFacts
    head: Head
    law_firm: str
    signatory: str
    signatory_title: str
    account_name: str
    iban: str
    bic: str
    payment_reference: str
    pay_link_id: uuid.UUID | None
    creditor_address: str = ""
    creditor_number: str = ""
    supplied: tuple[str, ...] = ()
    """What each claim is for."""
    lawyer_of_debtor: str = ""
    """The lawyer who acts for the debtor, and who is written to instead."""
    contest_by: date | None = None
    """The end of the time to contest, where the law wants it named."""
    answer_by: date | None = None
    """The last day to answer a letter that announces a claim."""
    enclosures: tuple[EnclosedForm, ...] = ()
    interest_runs: bool = True
    interest_until: date | None = None
    """The last day that interest is counted for, where that is not the day of writing."""
    left_out: str = ""
    """What of the law is not known, so that not all is asked that may be owed."""
    cost_steps: tuple[CostStepRow, ...] = ()
    grounds: tuple[GroundRow, ...] = ()
    credits: tuple[CreditRow, ...] = ()

    @property
    def epc_payload(self) -> str | None:
        """The code for a bank transfer; none where the amount or the account does not allow one."""
        try:
            return epc_qr(
                name=self.account_name,
                iban=self.iban,
                bic=self.bic,
                amount=self.amounts.total,
                reference=self.payment_reference,
            )
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The sentences of a notice in one language, with `LINK_GAP` where the payment link goes."""

    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    consequences: tuple[str, ...]
    notes: tuple[str, ...]
    closing: str


def law_facts(contents: Contents, payment_link: str = LINK_GAP) -> NoticeFacts:
    """The facts by which the law's rules word a notice and check it."""
    amounts, agency = contents.amounts, contents.agency
    return NoticeFacts(
        creditor=contents.creditor,
        claims=tuple(claim.invoice_no for claim in contents.claims),
        principal=amounts.principal,
        interest=amounts.interest,
        costs=amounts.costs if amounts.to_come is None else amounts.to_come,
        total=amounts.total,
        vat=amounts.vat,
        agency=agency.name,
        registration_number=agency.register_no,
        address=agency.address,
        phone=agency.phone,
        complaints=agency.email,
        iban=contents.iban,
        reference=contents.payment_reference,
        law_firm=contents.law_firm,
        lawyer=contents.signatory if contents.law_firm else "",
        creditor_address=contents.creditor_address,
        creditor_number=contents.creditor_number,
        supplied=contents.supplied,
        invoiced_on=tuple(claim.invoiced_on for claim in contents.claims),
        due_on=tuple(claim.due_on for claim in contents.claims),
        contest_by=contents.contest_by,
        payment_link=payment_link,
        interest_runs=contents.interest_runs,
    )


def letter(
    contents: Contents,
    texts: Texts,
    *,
    kind: LetterKind,
    locale: str,
    dated_on: date,
    due_on: date | None,
    payment_url: str,
    logo: bytes | None,
) -> Letter:
    """The letter of a notice. Where the law counts the term, from receipt say, it names no date; nor
    does a text message."""
    head = contents.head
    return Letter(
        kind=kind,
        locale=locale,
        letterhead=Letterhead(
            head.name,
            head.contact,
            head.registration,
            head.lawyers,
            logo if head.logo_key else None,
        ),
        sender=head.sender,
        recipient=contents.recipient,
        reference=contents.reference,
        client=contents.debtor_name if contents.lawyer_of_debtor else "",
        dated_on=dated_on,
        interest_until=contents.interest_until or dated_on,
        due_on=None if _runs_by_law(contents, kind) else due_on,
        subject=texts.subject,
        salutation=texts.salutation,
        paragraphs=_linked(texts.paragraphs, payment_url),
        consequences=_linked(texts.consequences, payment_url),
        claims=contents.claims,
        interest_periods=contents.interest_periods,
        cost_steps=contents.cost_steps,
        grounds=contents.grounds,
        credits=contents.credits,
        bank=Bank(contents.account_name, contents.iban, contents.bic),
        payment_reference=contents.payment_reference,
        epc_payload=contents.epc_payload,
        payment_url=payment_url,
        closing=texts.closing,
        signatory=Signatory(contents.signatory, contents.signatory_title),
        notes=_linked(texts.notes, payment_url),
    )


def _runs_by_law(contents: Contents, kind: LetterKind) -> bool:
    return runs_by_law(contents.country, NoticeKind(kind), contents.debtor)


def _linked(texts: tuple[str, ...], payment_url: str) -> tuple[str, ...]:
    return tuple(text.replace(LINK_GAP, payment_url) for text in texts)
