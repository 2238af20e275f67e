"""Erasing personal data whose time has run out: chunk by chunk, each whole, safe to break off and repeat."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from agency.cases.models import Case, Debtor
from agency.compliance import due
from agency.compliance.kinds import DeclarationKind, Stage
from agency.compliance.models import Declaration, DoomedFile, ErasedDebtor, Erasure
from agency.compliance.persons import records_of
from agency.compliance.records import Gone, Subjects, kinds
from portal import clock, db, outbox
from portal.audit import services as audit
from portal.bulk import among, insert_rows
from portal.keys import new_key

CHUNK = 250
"""Debtors in one transaction."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one transaction erased."""

    debtors: Sequence[uuid.UUID]
    counts: Mapping[str, int]
    files: int


def erase_due(limit: int = CHUNK) -> Chunk | None:
    """Erase the next debtors whose time has run out; None when there are none.

    Debtors that another run has in hand are left to it. What is erased is erased whole: files are
    removed once the transaction is safe.
    """
    for stage in Stage:
        for query in due.due(stage):
            locked = query.limit(limit).with_for_update(of=Debtor, skip_locked=True)
            if found := list(db.session.scalars(locked)):
                return _erase(found, stage)
    return None


def sweep() -> None:
    """Erase what goes by its own age: what never came to a case, and statements of many debtors."""
    gone = {
        kind.name: kind.sweep(before)
        for kind in kinds()
        if kind.sweep and (before := due.over_before(due.home(), kind.stage))
    }
    if not any(each.count for each in gone.values()):
        return
    _add_to(_open_run(), gone)


def end_run() -> None:
    """Close the report of the run that is open, if there is one. Doing it twice changes nothing."""
    for run in db.session.scalars(
        select(Erasure).where(Erasure.ended_at.is_(None)).with_for_update()
    ):
        run.ended_at = clock.now()
        audit.record(run, "erasure.ended", by="system", debtors=run.debtors, rows=dict(run.counts))


def doom(files: Iterable[str], erasure: Erasure | None = None) -> int:
    """Note files to be removed once the transaction is safe."""
    rows = [
        {
            "id": new_key(),
            "file_key": key,
            "erasure_id": erasure.id if erasure else None,
            "doomed_at": clock.now(),
        }
        for key in sorted({key for key in files if key})
    ]
    if rows:
        insert_rows(DoomedFile, rows, skip_known=True)
        outbox.later("compliance.remove_files")
    return len(rows)


def _erase(debtors: Sequence[uuid.UUID], stage: Stage) -> Chunk:
    run = _open_run()
    cases = _cases_of(debtors)
    them = Subjects(debtors, [case_id for case_id, _, _ in cases])
    kept = _kept(cases)
    if stage is Stage.FILE:
        _pass_on_declarations(debtors)
    gone: dict[str, Gone] = {kind.name: kind.erase(them) for kind in kinds() if kind.stage is stage}
    _report(run, debtors, stage, cases, kept)
    run.debtors += len(debtors)
    files = _add_to(run, gone)
    db.session.flush()
    db.session.expire_all()
    return Chunk(debtors, {name: each.count for name, each in gone.items()}, files)


def _add_to(run: Erasure, gone: Mapping[str, Gone]) -> int:
    """Put what was erased into the report, and its files on the list; returns how many files."""
    files = doom((key for each in gone.values() for key in each.files), run)
    counts = Counter(run.counts)
    counts.update({name: each.count for name, each in gone.items() if each.count})
    run.counts, run.files = dict(counts), run.files + files
    return files


def _open_run() -> Erasure:
    """The report of today's run, to ourselves; a new one on a new day."""
    key = clock.today().isoformat()
    insert_rows(
        Erasure,
        [{"id": new_key(), "day_key": key, "started_at": clock.now(), "counts": {}}],
        skip_known=True,
    )
    run = db.session.scalars(
        select(Erasure)
        .where(Erasure.day_key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    run.ended_at = None
    return run


def _cases_of(debtors: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, int]]:
    """The cases of debtors: id, debtor and number."""
    query = select(Case.id, Case.debtor_id, Case.number).where(among(Case.debtor_id, debtors))
    rows = db.session.execute(query.order_by(Case.number))
    return [(case_id, debtor_id, number) for case_id, debtor_id, number in rows]


def _kept(cases: Sequence[tuple[uuid.UUID, uuid.UUID, int]]) -> dict[uuid.UUID, list[Any]]:
    """What must be kept of each debtor: the books, until when and by which article."""
    last_on: dict[uuid.UUID, date] = due.last_booked_by_debtor([case for case, _, _ in cases])
    found: dict[uuid.UUID, list[Any]] = {}
    for debtor_id, day in last_on.items():
        term = due.books_kept(day)
        if term and term[0] >= clock.today():
            found[debtor_id] = [{"what": "books", "until": term[0].isoformat(), "article": term[1]}]
    return found


def _report(
    run: Erasure,
    debtors: Sequence[uuid.UUID],
    stage: Stage,
    cases: Sequence[tuple[uuid.UUID, uuid.UUID, int]],
    kept: Mapping[uuid.UUID, list[Any]],
) -> None:
    insert_rows(
        ErasedDebtor,
        [
            {
                "id": new_key(),
                "debtor_id": debtor_id,
                "erasure_id": run.id,
                "stage": stage,
                "cases": [number for _, owner, number in cases if owner == debtor_id],
                "kept": kept.get(debtor_id, []),
                "at": clock.now(),
            }
            for debtor_id in debtors
        ],
    )
    audit.record_many(
        audit.event_row(
            audit.Subject("debtors", debtor_id), "debtor.erased", by="system", stage=stage
        )
        for debtor_id in debtors
    )


def _pass_on_declarations(debtors: Sequence[uuid.UUID]) -> None:
    """What still holds goes on holding for the same person's records that stay."""
    running = db.session.scalars(
        select(Declaration).where(
            among(Declaration.debtor_id, debtors), Declaration.revoked_at.is_(None)
        )
    ).all()
    for it in running:
        heir = next((r for r in records_of(it.debtor) if r.id not in debtors), None)
        if heir is not None and not _has_same(heir, it):
            it.debtor_id, it.case_id = heir.id, _any_case(heir)
            db.session.flush()


def _any_case(debtor: Debtor) -> uuid.UUID | None:
    query = select(Case.id).where(Case.debtor_id == debtor.id).order_by(Case.number.desc())
    return db.session.scalars(query.limit(1)).first()


def _has_same(heir: Debtor, it: Declaration) -> bool:
    if it.kind == DeclarationKind.INCONVENIENT:
        return False
    same = select(Declaration.id).where(
        Declaration.debtor_id == heir.id,
        Declaration.kind == it.kind,
        Declaration.channel == it.channel,
        Declaration.revoked_at.is_(None),
    )
    return db.session.scalars(same).first() is not None
