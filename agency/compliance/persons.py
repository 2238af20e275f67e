"""The same person at several creditors: what one of its debtor records declares holds for all of them."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select, tuple_

from agency.cases.finding import TELLING, Term, TermKind, terms_of_debtor
from agency.cases.matching import bare
from agency.cases.models import Case, CaseTerm, Debtor
from portal import db
from portal.tenancy import acting

_SURE = {TermKind.REGISTER, TermKind.VAT, TermKind.PLACE}
"""What is of one person alone: its numbers, and its name and address together."""


def records_of(debtor: Debtor) -> Sequence[Debtor]:
    """The debtor's record and those of the same person at other creditors of the agency."""
    return records_of_each([debtor])[debtor.id]


def records_of_each(debtors: Sequence[Debtor]) -> Mapping[uuid.UUID, Sequence[Debtor]]:
    """The same of many debtors, by one question, by the keys of their records."""
    alike = _alike(debtors)
    return {
        one.id: [
            one,
            *(other for other in alike if other.id != one.id and is_same_person(one, other)),
        ]
        for one in debtors
    }


def ids_of(debtor: Debtor) -> list[uuid.UUID]:
    """The keys of these records."""
    return [record.id for record in records_of(debtor)]


def _alike(debtors: Sequence[Debtor]) -> Sequence[Debtor]:
    """Debtors that share something telling with any of these."""
    telling = set[Term]().union(*(_telling(debtor) for debtor in debtors))
    if not telling:
        return []
    agency_id = acting().agency_id
    alike = (
        select(Case.debtor_id)
        .join(CaseTerm, (CaseTerm.agency_id == Case.agency_id) & (CaseTerm.case_id == Case.id))
        .where(
            CaseTerm.agency_id == agency_id,
            tuple_(CaseTerm.term, CaseTerm.kind).in_([(term, kind) for kind, term in telling]),
        )
    )
    return db.session.scalars(select(Debtor).where(Debtor.id.in_(alike)).order_by(Debtor.id)).all()


def is_same_person(one: Debtor, other: Debtor) -> bool:
    """Whether two records are surely of one person.

    A shared register number, or name and address, tells; an e-mail address only with the same
    name, since a household or an office may share one.
    """
    if (one.kind, one.country) != (other.kind, other.country):
        return False
    shared = {kind for kind, _ in _telling(one) & _telling(other)}
    return bool(shared & _SURE) or (TermKind.EMAIL in shared and bare(one.name) == bare(other.name))


def _telling(debtor: Debtor) -> set[Term]:
    return {term for term in terms_of_debtor(debtor) if term[0] in TELLING}
