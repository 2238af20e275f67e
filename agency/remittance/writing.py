"""Writing what goes with a remittance from the books: the statement, its table and the bank file."""

from collections.abc import Callable

from flask import current_app
from flask_babel import force_locale, gettext

from agency.clients.countries import country_name
from agency.clients.models import Creditor
from agency.clients.services.logos import logo_of
from agency.clients.tariff import Reason
from agency.clients.wording import reason_text
from agency.payments.models import Allocation
from agency.remittance import mails, queries
from agency.remittance.models import Remittance, RemittanceLine
from agency.remittance.obstacles import no_client_account
from agency.remittance.pain001 import Account, bank_file
from agency.remittance.signals import remittance_sent
from agency.remittance.statement import (
    Line,
    Party,
    Proof,
    Statement,
    statement_csv,
    statement_pdf,
)
from agency.remittance.wording import method
from portal import clock, db
from portal.accounts.models import Agency, AgencySettings
from portal.audit import services as audit
from portal.errors import Refused

_: Callable[..., str] = gettext


def write(remittance: Remittance) -> None:
    """Make and keep the files of an approved remittance, and tell the creditor. Once.

    A run that is broken off leaves nothing behind but files nobody knows of, and the next makes
    the very same. Refused while the agency has no account to pay from.
    """
    db.session.refresh(remittance, with_for_update=True)
    if remittance.sent_at:
        return
    if not remittance.approved_at:
        raise Refused("A remittance is written when it is approved, and not before.")
    if not queries.settings().client_account_iban:
        raise Refused(no_client_account())
    facts = statement_of(remittance)
    if facts.totals.net != remittance.net:
        raise ValueError(f"The lines of {remittance.reference} are not what is paid out.")
    storage, prefix = current_app.extensions["storage"], str(remittance.agency_id)
    statement = storage.put(statement_pdf(facts), prefix=prefix)
    remittance.statement_key, remittance.statement_sha256 = statement.key, statement.sha256
    remittance.csv_key = storage.put(statement_csv(facts), prefix=prefix).key
    remittance.bank_file_key = storage.put(bank_file_of(remittance), prefix=prefix).key
    remittance.sent_at = clock.now()
    audit.record(
        remittance,
        "remittance.sent",
        by="system",
        number=remittance.number,
        net=remittance.net,
        statement_sha256=remittance.statement_sha256,
    )
    mails.tell(remittance)
    remittance_sent.send(remittance)


def statement_of(remittance: Remittance) -> Statement:
    """All that stands in the statement, in the creditor's language. ValueError if not approved.

    The lines come from the allocations, the proof from the postings, so that each proves the other.
    """
    approved_at, approved_by = remittance.approved_at, remittance.approved_by
    if approved_at is None or approved_by is None:
        raise ValueError(f"{remittance.reference} is not approved.")
    creditor, settings = remittance.creditor, queries.settings()
    found = db.session.scalars(queries.lines(remittance.id)).all()
    held = queries.held_around(remittance)
    rates = {line.allocation.fee_vat_percent for line in found}
    with force_locale(creditor.locale):
        return Statement(
            locale=creditor.locale,
            number=remittance.reference,
            dated_on=clock.day_of(approved_at),
            period_from=remittance.period_from,
            period_to=remittance.period_to,
            agency=_agency(settings),
            creditor=_creditor(creditor, settings),
            logo=logo_of(settings) if settings.logo_key else None,
            registration=[each for each in (settings.register_no, settings.vat_no) if each],
            client_account_name=settings.client_account_name,
            client_account_iban=settings.client_account_iban,
            payout_iban=remittance.payout_iban,
            payout_reference=remittance.reference,
            fee_vat_percent=rates.pop() if len(rates) == 1 else None,
            lines=[_line(line) for line in found],
            proof=Proof(held.besides, held.after, str(remittance.entry_id)),
            approved_by=queries.names([approved_by])[approved_by],
            notes=_notes(bool(held.besides)),
        )


def bank_file_of(remittance: Remittance) -> bytes:
    """The order to the bank: from the client account to the creditor's. ValueError if not approved."""
    if remittance.approved_at is None:
        raise ValueError(f"{remittance.reference} is not approved.")
    settings, creditor = queries.settings(), remittance.creditor
    agency = db.session.get_one(Agency, remittance.agency_id)
    return bank_file(
        payer=Account(
            name=settings.client_account_name or settings.legal_name,
            iban=settings.client_account_iban,
            bic=settings.client_account_bic,
            city=settings.city,
            country=agency.country,
        ),
        payee=Account(
            name=creditor.legal_name,
            iban=remittance.payout_iban,
            bic=remittance.payout_bic,
            city=creditor.city,
            country=creditor.country,
        ),
        amount=remittance.net,
        reference=remittance.reference,
        text=f"{remittance.reference} {settings.legal_name}",
        on=clock.day_of(remittance.approved_at),
        made_at=remittance.approved_at,
    )


def _line(line: RemittanceLine) -> Line:
    allocation, case = line.allocation, line.allocation.payment.case
    return Line(
        received_on=allocation.booked_on,
        case=case.reference,
        debtor=case.debtor.name,
        invoice=allocation.claim.invoice_no,
        method=method(allocation),
        payment_reference=allocation.payment.payment_intent or str(allocation.payment_id),
        principal=allocation.principal,
        interest=allocation.interest,
        costs=allocation.costs,
        fee_percent=allocation.fee_percent,
        fee_reason=_reason(allocation),
        fee=allocation.fee,
        fee_vat=allocation.fee_vat,
        is_designated=allocation.is_designated,
    )


def _reason(allocation: Allocation) -> str:
    """What led to the fee when the claim was placed."""
    kept = allocation.claim.fee_reasons
    return "; ".join(reason_text(Reason.from_json(each)) for each in kept) or _("as agreed")


def _agency(settings: AgencySettings) -> Party:
    return Party(
        settings.legal_name,
        [
            f"{settings.street}, {settings.postcode} {settings.city}",
            " · ".join(each for each in (settings.phone, settings.email) if each),
        ],
    )


def _creditor(creditor: Creditor, settings: AgencySettings) -> Party:
    lines = [creditor.street, f"{creditor.postcode} {creditor.city}"]
    home = db.session.get_one(Agency, settings.agency_id).country
    if creditor.country != home:
        lines.append(country_name(creditor.country, creditor.locale))
    return Party(creditor.legal_name, lines)


def _notes(something_else_is_held: bool) -> list[str]:
    notes = [
        _(
            "Each line can be followed to its payment by the reference below the invoice. The same "
            "lines are in the CSV file inside this document."
        )
    ]
    if something_else_is_held:
        notes.append(
            _(
                "What is held for you besides was received after this period, or is settled in your "
                "next statement."
            )
        )
    return notes
