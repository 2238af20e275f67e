"""Selects of what was declared about contact, and of what is kept."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Debtor
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration, ErasedDebtor, Erasure, LegalHold
from agency.compliance.persons import ids_of
from portal import clock, db
from portal.bulk import among


def running(debtors: Sequence[uuid.UUID]) -> Sequence[Declaration]:
    """What holds for these records, oldest first; its last day ends where the debtor is."""
    return db.session.scalars(
        select(Declaration)
        .where(
            among(Declaration.debtor_id, debtors),
            Declaration.revoked_at.is_(None),
            Declaration.until_on.is_(None)
            | (Declaration.until_on >= clock.today() - timedelta(days=1)),
        )
        .order_by(Declaration.id)
    ).all()


def declared(debtors: Sequence[uuid.UUID]) -> Sequence[Declaration]:
    """All that was ever declared for these records, newest first."""
    return db.session.scalars(
        select(Declaration)
        .where(among(Declaration.debtor_id, debtors))
        .options(joinedload(Declaration.case))
        .order_by(Declaration.id.desc())
    ).all()


def preferred_channel(debtor: Debtor) -> str:
    """The channel that the person likes best; empty where it said nothing."""
    liked = [
        it.channel for it in running(ids_of(debtor)) if it.kind == DeclarationKind.PREFERRED_CHANNEL
    ]
    return liked[-1] if liked else ""


def lawyer_of(debtor: Debtor) -> Declaration | None:
    """What was last declared of the lawyer who acts for the person, while one does."""
    acting = [it for it in running(ids_of(debtor)) if it.kind == DeclarationKind.REPRESENTED]
    return acting[-1] if acting else None


def legal_hold(debtors: Sequence[uuid.UUID]) -> LegalHold | None:
    """The legal hold that runs on any of these records."""
    return db.session.scalars(
        select(LegalHold).where(among(LegalHold.debtor_id, debtors), LegalHold.lifted_at.is_(None))
    ).first()


def legal_holds() -> Sequence[LegalHold]:
    """The legal holds that run, oldest first."""
    return db.session.scalars(
        select(LegalHold)
        .where(LegalHold.lifted_at.is_(None))
        .options(joinedload(LegalHold.debtor))
        .order_by(LegalHold.id)
    ).all()


def erasures() -> Select[Erasure]:
    """The runs of the erasing that had something to erase."""
    return select(Erasure)


def erased_in(erasure: Erasure) -> Select[ErasedDebtor]:
    """Whose data went in a run."""
    return select(ErasedDebtor).where(ErasedDebtor.erasure_id == erasure.id)
