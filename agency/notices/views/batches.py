"""Letters for the post: what waits for the printer, the batches, and what is in one."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.notices import labels, queries, services
from agency.notices.models import PrintBatch
from agency.notices.schemas import ConfirmSchema
from agency.notices.services import printing
from agency.notices.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say


@bp.get("/print-batches")
@allow(Permission.DISPATCH_NOTICES)
def print_batches() -> ResponseReturnValue:
    """What waits, with what holds it back, and the batches so far."""
    return page(
        "agency/notices/print_batches.html",
        waiting=printing.waiting(),
        batches=keyset(queries.print_batches(), PrintBatch.id, descending=True),
        labels=labels,
    )


@bp.post("/print-batches")
@allow(Permission.DISPATCH_NOTICES)
def create_print_batch() -> ResponseReturnValue:
    """Take all letters that wait and may go."""
    load(ConfirmSchema)
    batch = services.make_batch(by=me())
    say(_("Print batch %(number)s is being made.", number=batch.number))
    return redirect(url_for(".print_batch", print_batch=batch.id))


@bp.get("/print-batches/<uuid:print_batch>")
@allow(Permission.DISPATCH_NOTICES)
def print_batch(print_batch: PrintBatch) -> ResponseReturnValue:
    """The letters in a batch, its files, and whether it is in the post."""
    return page(
        "agency/notices/print_batch.html",
        batch=print_batch,
        letters=printing.printed_in(print_batch),
        labels=labels,
    )


@bp.get("/print-batches/<uuid:print_batch>/binding")
@allow(Permission.DISPATCH_NOTICES)
def binding(print_batch: PrintBatch) -> ResponseReturnValue:
    """Whether the file is there; once it is, the page asks for itself again."""
    body = page("agency/notices/_binding.html", batch=print_batch)
    return body, {"HX-Refresh": "true"} if print_batch.file_key else {}


@bp.get("/print-batches/<uuid:print_batch>/letters.pdf")
@allow(Permission.DISPATCH_NOTICES)
def print_batch_file(print_batch: PrintBatch) -> ResponseReturnValue:
    """All letters in one file."""
    return services.letters_response(print_batch)


@bp.get("/print-batches/<uuid:print_batch>/letters.csv")
@allow(Permission.DISPATCH_NOTICES)
def print_batch_manifest(print_batch: PrintBatch) -> ResponseReturnValue:
    """The list of what is in the file."""
    return services.manifest_response(print_batch)


@bp.post("/print-batches/<uuid:print_batch>/posting")
@allow(Permission.DISPATCH_NOTICES)
def create_posting(print_batch: PrintBatch) -> ResponseReturnValue:
    """Note that the letters are in the post."""
    load(ConfirmSchema, page=".print_batch")
    services.post(print_batch, by=me())
    say(_("Noted: the letters are in the post."))
    return redirect(url_for(".print_batch", print_batch=print_batch.id))
