"""Recording what a debtor declared about contact, and taking it back. The history stays."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, select

from agency.cases.models import Case, Debtor
from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.models import Declaration
from agency.compliance.persons import records_of
from portal import clock, db
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.storage import StoredFile

_AGAINST = {
    DeclarationKind.OPT_OUT: DeclarationKind.CONSENT,
    DeclarationKind.CONSENT: DeclarationKind.OPT_OUT,
}
"""What ends when its opposite is declared for the same channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The document in which it was declared."""

    stored: StoredFile
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What was declared. Which of it a kind wants is in schemas.py."""

    kind: DeclarationKind
    source: Source
    declared_on: date | None = None
    until_on: date | None = None
    channel: str = ""
    locale: str = ""
    basis: str = ""
    name: str = ""
    address: str = ""
    email: str = ""
    text: str = ""
    days: tuple[int, ...] = ()
    from_hour: int | None = None
    before_hour: int | None = None
    paper: Paper | None = None


def declare(case: Case, declared: Declared, *, by: Actor) -> Declaration:
    """Record a declaration of a case's debtor. It holds for all its cases; saying it twice is once."""
    _lock(case.debtor)
    if same := _same(case.debtor, declared):
        return same
    if declared.kind is not DeclarationKind.INCONVENIENT:
        for kind in (declared.kind, _AGAINST.get(declared.kind)):
            _end(case, kind, declared, by)
    paper = declared.paper
    made = Declaration(
        id=new_key(),
        debtor_id=case.debtor_id,
        case_id=case.id,
        kind=declared.kind,
        channel=declared.channel,
        locale=declared.locale,
        basis=declared.basis,
        name=declared.name,
        address=declared.address,
        email=declared.email,
        text=declared.text,
        days=list(declared.days),
        from_hour=declared.from_hour,
        before_hour=declared.before_hour,
        declared_on=declared.declared_on or clock.today(),
        until_on=declared.until_on,
        source=declared.source,
        document_key=paper.stored.key if paper else "",
        document_name=paper.name if paper else "",
        document_type=paper.media_type if paper else "",
        recorded_by=_name(by),
    )
    db.session.add(made)
    db.session.flush()
    if declared.kind is DeclarationKind.LANGUAGE:
        for record in records_of(case.debtor):
            record.locale = declared.locale
    _tell(made, "contact.declared", by, source=declared.source)
    return made


def revoke(
    declaration: Declaration, *, source: Source, by: Actor, text: str = ""
) -> Declaration | None:
    """End a declaration. Doing it twice changes nothing.

    Who takes back a consent does not want the channel any more: that is recorded as an opt-out,
    which is returned.
    """
    _lock(declaration.debtor)
    db.session.refresh(declaration)
    if declaration.revoked_at:
        return None
    if declaration.kind == DeclarationKind.LANGUAGE:
        raise Refused(_("A language is not revoked. Record the one that is wanted instead."))
    _revoke(declaration, source, text, by)
    if declaration.kind != DeclarationKind.CONSENT or declaration.case is None:
        return None
    return declare(
        declaration.case,
        Declared(
            kind=DeclarationKind.OPT_OUT, source=source, channel=declaration.channel, text=text
        ),
        by=by,
    )


def _lock(debtor: Debtor) -> None:
    """One at a time for a debtor, so that two clicks at once record one declaration."""
    db.session.scalars(
        select(Debtor.id).where(Debtor.id == debtor.id).with_for_update(key_share=True)
    ).one()


def _same(debtor: Debtor, declared: Declared) -> Declaration | None:
    """The very same declaration, if it runs already."""
    found = db.session.scalars(_running(debtor, declared.kind, declared.channel))
    return next((each for each in found if _facts_of(each) == _facts_of(declared)), None)


def _facts_of(it: Declaration | Declared) -> tuple[object, ...]:
    hours = (tuple(it.days), it.from_hour, it.before_hour)
    return (
        it.channel,
        it.locale,
        it.basis,
        it.name,
        it.address,
        it.email,
        it.text,
        hours,
        it.until_on,
    )


def _end(case: Case, kind: DeclarationKind | None, declared: Declared, by: Actor) -> None:
    """End what the new declaration takes the place of, or contradicts, on all records of the person."""
    if kind is None:
        return
    for record in records_of(case.debtor):
        for each in db.session.scalars(_running(record, kind, declared.channel)):
            _revoke(each, declared.source, "", by)


def _running(debtor: Debtor, kind: DeclarationKind, channel: str) -> Select[Declaration]:
    query = select(Declaration).where(
        Declaration.debtor_id == debtor.id,
        Declaration.kind == kind,
        Declaration.revoked_at.is_(None),
    )
    one_at_a_time = kind is DeclarationKind.PREFERRED_CHANNEL
    return query if one_at_a_time else query.where(Declaration.channel == channel)


def _revoke(declaration: Declaration, source: Source, text: str, by: Actor) -> None:
    declaration.revoked_at = clock.now()
    declaration.revoked_by = _name(by)
    declaration.revoked_source, declaration.revoked_text = source, text
    db.session.flush()
    _tell(declaration, "contact.revoked", by, source=source)


def _tell(declaration: Declaration, kind: str, by: Actor, **data: object) -> None:
    """Note it for staff: without a creditor, so that no creditor reads it, and without free text."""
    audit.record(
        declaration,
        kind,
        by=by,
        reason=declaration.kind,
        channel=declaration.channel,
        until=declaration.until_on,
        **data,
    )


def _name(by: Actor) -> str:
    return by if isinstance(by, str) else str(by.name)
