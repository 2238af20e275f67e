"""Letters for the post: gathered once each, bound into one file with a list, and noted as posted."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from agency.cases.models import Mover
from agency.clients.numbers import next_numbers
from agency.notices import manifest, queries
from agency.notices.models import Delivery, Notice, NoticeBatch, PrintBatch, Reprint
from agency.notices.services import obstacles, reprinting
from agency.notices.services.dispatching import remind, start_term
from agency.notices.services.moves import lock_notice, wait_for
from portal import clock, db, outbox, pdf
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.keys import new_key
from portal.tenancy import acting

MOST = 250
"""Letters in one batch, so that its file can be opened and its making starts again quickly."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for the printer, and what holds it back, if anything does."""

    letter: Delivery | Reprint
    obstacle: str

    @property
    def is_copy(self) -> bool:
        """Whether it has gone out before."""
        return isinstance(self.letter, Reprint)


def waiting(limit: int = MOST) -> list[Waiting]:
    """The letters that wait, then the copies, each looked at once more as things stand now."""
    found = db.session.scalars(queries.waiting_to_print().limit(limit)).all()
    copies = db.session.scalars(queries.copies_to_print().limit(limit)).all()
    return [*map(_looked_at, found), *map(_looked_at, copies)]


def _looked_at(letter: Delivery | Reprint) -> Waiting:
    if isinstance(letter, Reprint):
        return Waiting(letter, reprinting.why_not_posted(letter))
    return Waiting(letter, obstacles.of_posting(letter.notice))


def make_batch(*, by: User, of: NoticeBatch | None = None) -> PrintBatch:
    """Take all waiting letters that may go, of one batch of notices or of all, and have them bound.

    Letters that somebody else is taking at this moment are left to them. Copies go with all.
    """
    looked = [_looked_at(one) for one in _taken(of)]
    held = {each.letter.notice.case.reference: each.obstacle for each in looked if each.obstacle}
    going = [each.letter for each in looked if not each.obstacle]
    if not going:
        raise Refused(_no_letters(held))
    batch = PrintBatch(
        id=new_key(), number=next_numbers("print_batch")[0], made_by=by.id, letters=len(going)
    )
    db.session.add(batch)
    db.session.flush()
    for one in going:
        one.print_batch_id = batch.id
    audit.record(
        batch,
        "print_batch.made",
        by=by,
        number=batch.number,
        letters=batch.letters,
        held_back=held,
    )
    outbox.later("notices.bind", batch_id=batch.id)
    return batch


def _taken(of: NoticeBatch | None) -> list[Delivery | Reprint]:
    query = queries.waiting_to_print(of).limit(MOST).with_for_update(of=Delivery, skip_locked=True)
    letters = db.session.scalars(query).all()
    if of is not None or len(letters) == MOST:
        return list(letters)
    copies = queries.copies_to_print().limit(MOST - len(letters))
    return [
        *letters,
        *db.session.scalars(copies.with_for_update(of=Reprint, skip_locked=True)).all(),
    ]


def printed_in(batch: PrintBatch) -> Sequence[Delivery | Reprint]:
    """What lies in a print batch, in the order of its file: the letters, then the copies."""
    return [*queries.in_batch(batch), *queries.copies_in(batch)]


def bind(batch: PrintBatch) -> None:
    """Put the letters of a batch into one file, and list them. Doing it twice changes nothing."""
    if batch.file_key:
        return
    storage, prefix = current_app.extensions["storage"], str(acting().agency_id)
    letters = printed_in(batch)
    documents = [storage.read(one.file_key) for one in letters]
    whole = storage.put(pdf.bundle(documents, _titles(letters)), prefix=prefix)
    listed = storage.put(manifest.write(batch, letters, documents), prefix=prefix)
    batch.file_key, batch.sha256, batch.manifest_key = whole.key, whole.sha256, listed.key
    audit.record(batch, "print_batch.bound", by="system", sha256=whole.sha256, size=whole.size)


def post(batch: PrintBatch, *, by: User) -> None:
    """Note that the letters are in the post. Doing it twice changes nothing."""
    db.session.refresh(batch, with_for_update=True)
    if batch.posted_at:
        return
    if not batch.file_key:
        raise Refused(_("The file of this batch is still being made."))
    batch.posted_at = clock.now()
    for notice in (one.notice for one in queries.in_batch(batch)):
        _start(notice)
    audit.record(batch, "print_batch.posted", by=by, number=batch.number, letters=batch.letters)


def _start(notice: Notice) -> None:
    """The law's own term, and what follows from a demand, run from the day of posting."""
    lock_notice(notice)
    remind(notice, "post")
    if notice.runs_by_law:
        start_term(notice)
        wait_for(notice.case, Mover.DEBTOR, "pay", until=notice.due_on)


def _titles(letters: Sequence[Delivery | Reprint]) -> list[str]:
    return [
        f"{number}. {one.notice.case.reference} {one.to_address.splitlines()[0]}"
        for number, one in enumerate(letters, start=1)
    ]


def _no_letters(held: dict[str, str]) -> str:
    if not held:
        return str(_("No letters wait for the printer."))
    reasons = " ".join(f"{case}: {why}" for case, why in held.items())
    return str(_("No letter may go out now. %(reasons)s", reasons=reasons))
