"""Making the file of a notice, once for what it says; again only when that was changed."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from agency.cases.models import Mover, PayLink
from agency.cases.paylinks import address
from agency.notices import annexes, text_sheet, text_wording
from agency.notices.contents import Contents, Texts, letter
from agency.notices.freezing import thaw
from agency.notices.letters import Letter, LetterKind, compose
from agency.notices.models import Notice
from agency.notices.services.checking import problems
from agency.notices.services.moves import lock_notice, wait_for
from portal import clock, pdf
from portal.audit import services as audit
from portal.storage import StoredFile
from portal.tenancy import acting
from portal.web import get


def render(notice: Notice) -> None:
    """Make and keep the file, and note what the law finds missing in it.

    The file is made outside any lock; should the notice have been changed meanwhile, the file is
    dropped, since the change has ordered another. Doing it twice changes nothing.
    """
    if notice.rendered_at or not notice.is_open:
        return
    facts = notice.facts
    contents = thaw(Contents, facts["contents"])
    made = letter_of(notice)
    try:
        found, document = _problems(notice, made, contents), _document(notice, made, contents)
    except ValueError as error:  # Something in it cannot be set in type: people have to mend it.
        found, document = [str(error)], b""
    stored = _keep(document) if document else None
    picture = _keep(pdf.first_page(document)) if document and notice.batch_id else None
    lock_notice(notice)
    if notice.rendered_at or not notice.is_open or notice.facts != facts:
        return
    notice.rendered_at, notice.render_error = clock.now(), "\n".join(found)
    if stored:
        notice.file_key, notice.sha256, notice.file_size = stored.key, stored.sha256, stored.size
        notice.picture_key = picture.key if picture else ""
    audit.record(
        notice,
        "notice.rendered",
        by="system",
        sha256=notice.sha256,
        size=notice.file_size,
        problems=found,
    )
    _hand_on(notice)


def _keep(made: bytes) -> StoredFile:
    kept: StoredFile = current_app.extensions["storage"].put(made, prefix=str(acting().agency_id))
    return kept


def _problems(notice: Notice, made: Letter, contents: Contents) -> list[str]:
    if notice.is_text:
        words = text_wording.whole(made.paragraphs, made.notes)
        return text_wording.text_faults(words, contents, made.payment_url)
    return problems(made, contents)


def _document(notice: Notice, made: Letter, contents: Contents) -> bytes:
    if notice.is_text:
        return text_sheet.compose(made)
    with force_locale(notice.locale):
        description = str(_("The claims of this letter as data"))
    data = annexes.claims_json(contents, dated_on=notice.written_on)
    document = compose(made, [pdf.Attached(annexes.NAME, data, description, relationship="Data")])
    if not contents.enclosures:
        return document
    storage = current_app.extensions["storage"]
    forms = [(form.title, storage.read(form.file_key)) for form in contents.enclosures]
    return pdf.enclose(document, forms)


def letter_of(notice: Notice) -> Letter:
    """The letter that a notice is, from what it keeps."""
    contents = thaw(Contents, notice.facts["contents"])
    logo_key, link_id = contents.head.logo_key, contents.pay_link_id
    return letter(
        contents,
        thaw(Texts, notice.facts["texts"]),
        kind=LetterKind(notice.kind),
        locale=notice.locale,
        dated_on=notice.written_on,
        due_on=None if notice.is_text else notice.due_on,
        payment_url=address(get(PayLink, link_id)) if link_id else "",
        logo=current_app.extensions["storage"].read(logo_key) if logo_key else None,
    )


def _hand_on(notice: Notice) -> None:
    """Say whose move it is now that the file is there."""
    if notice.render_error:
        wait_for(notice.case, Mover.AGENCY, "notice", days=1)
    elif notice.is_released:
        wait_for(notice.case, Mover.AGENCY, "dispatch", days=1)
    elif notice.release:
        wait_for(notice.case, Mover.AGENCY, "rewrite", days=1)
    else:
        wait_for(notice.case, Mover.LAWYER, "release", days=2)
