"""What a creditor's people are told about their claims: they have arrived, or we have a question."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from agency.cases import signals, threads
from agency.cases.models import Case, Claim, Party, Placement, Review
from agency.clients.models import Creditor
from portal import db, outbox
from portal.accounts import links
from portal.accounts.models import Agency, AgencySettings, Membership, User
from portal.accounts.permissions import Role
from portal.audit import services as audit
from portal.audit.models import Event
from portal.mail import send_later
from portal.money import Money, total
from portal.tenancy import acting
from portal.web import get

TOLD = "placement.acknowledged"
CASE_PAGE = "creditor.cases.show"
"""Where a creditor sees a case; the desk above brings it."""


@signals.claims_placed.connect
def acknowledge_later(placement: Placement, **_kwargs: Any) -> None:
    """Thank for a placement once all of it is in, however many parts it was filed in."""
    told: set[uuid.UUID] = db.session.info.setdefault("placements_told", set())
    if placement.id not in told:
        told.add(placement.id)
        outbox.later("cases.acknowledge", placement_id=placement.id)


@signals.question_asked.connect
def pass_question_on(review: Review, **_kwargs: Any) -> None:
    """Mail the agency's question to those of the creditor who can answer it."""
    case, claims = review.case, _claims(Claim.review_id == review.id)
    asked_by = db.session.get(User, review.reviewed_by) if review.reviewed_by else None
    numbers = {get(Placement, claim.placement_id).number for claim in claims}

    def subject() -> str:
        return str(_("A question about your claim against %(debtor)s", debtor=case.debtor.name))

    tell_creditor(
        "placement_question",
        case.creditor,
        subject,
        about=threads.about(case, Party.CREDITOR),
        reference=", ".join(str(number) for number in sorted(numbers)),
        debtor_name=case.debtor.name,
        question=review.text,
        asked_by=asked_by.name if asked_by else _agency().name,
        url=page_of(case.id),
    )


def acknowledge(placement: Placement) -> None:
    """Say that a placement has arrived, once; a mail for each currency in it."""
    db.session.refresh(placement, with_for_update=True)
    if db.session.scalars(
        select(Event.id).where(Event.subject_id == placement.id, Event.kind == TOLD).limit(1)
    ).first():
        return
    claims = _claims(Claim.placement_id == placement.id)
    for currency in sorted({claim.currency for claim in claims}):
        _acknowledge(placement, [claim for claim in claims if claim.currency == currency])
    audit.record(placement, TOLD, by="system", number=placement.number)


def page_of(case_id: uuid.UUID | None) -> str:
    """Where a creditor's people see a case, or all of theirs."""
    if case_id and CASE_PAGE in current_app.view_functions:
        return links.address(CASE_PAGE, case=case_id)
    return f"{current_app.extensions['settings'].base_url.rstrip('/')}/creditor/"


def _acknowledge(placement: Placement, claims: Sequence[Claim]) -> None:
    case_ids = sorted({claim.case_id for claim in claims})
    first = get(Case, case_ids[0])
    debtors = len(case_ids) - 1

    def name() -> str:
        if not debtors:
            return first.debtor.name
        return str(
            ngettext(
                "%(name)s and %(num)d other",
                "%(name)s and %(num)d others",
                debtors,
                name=first.debtor.name,
            )
        )

    percents = [claim.fee_percent for claim in claims]
    amount: Money = total((claim.principal for claim in claims), claims[0].currency)
    tell_creditor(
        "placement_received",
        get(Creditor, placement.creditor_id),
        lambda: str(_("We have received your claims")),
        reference=str(placement.number),
        claim_count=len(claims),
        total=amount,
        debtor_name=name,
        fee_percent=min(percents),
        fee_percent_to=max(percents),
        url=page_of(first.id if not debtors else None),
    )


def tell_creditor(
    template: str,
    creditor: Creditor,
    subject: Any,
    *,
    about: str = "",
    roles: Sequence[Role] = (Role.OWNER, Role.CLERK),
    **context: Any,
) -> None:
    """Write to people of a creditor, its owners and clerks as a rule, each in their own language."""
    agency = _agency()
    settings = db.session.scalars(select(AgencySettings)).one_or_none()
    for user in _people(creditor, roles):
        locale = user.locale or creditor.locale
        with force_locale(locale):
            told = {key: value() if callable(value) else value for key, value in context.items()}
            written = subject()
        send_later(
            template,
            to=user.email,
            subject=written,
            locale=locale,
            sender_name=agency.name,
            reply_to=settings.email if settings else "",
            about=about,
            **told,
        )


def _people(creditor: Creditor, roles: Sequence[Role]) -> list[User]:
    members = db.session.scalars(
        select(Membership).where(
            Membership.creditor_id == creditor.id,
            Membership.role.in_(list(roles)),
            Membership.ended_at.is_(None),
        )
    ).unique()
    return [member.user for member in members if member.user.closed_at is None]


def _claims(condition: Any) -> Sequence[Claim]:
    return db.session.scalars(select(Claim).where(condition).order_by(Claim.id)).all()


def _agency() -> Agency:
    return db.session.get_one(Agency, acting().agency_id)
