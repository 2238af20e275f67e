"""Picking up mail from the agency's own mailbox: each mail once, in a transaction of its own."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, text

from agency.messages import imap
from agency.messages.models import Mailbox
from agency.messages.services.taking import take
from portal import clock, crypto, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused
from portal.i18n import said
from portal.tenancy import acting, acting_for
from portal.uploads import ScannerAway

AT_ONCE = 50
"""Mails of one look; the others are for the next."""


def mailbox() -> Mailbox | None:
    """The acting agency's mailbox, if it set one."""
    return db.session.scalars(select(Mailbox)).one_or_none()


def set_mailbox(
    host: str, port: int, user_name: str, password: str, folder: str, *, by: User
) -> None:
    """Try a mailbox and keep it; what is in it already stays there. Without a password, the known one."""
    found = mailbox()
    if not password and found is None:
        raise Refused(_("Fill in the password."))
    secret = password or crypto.unseal(found.password_sealed if found else b"")
    with imap.opened(host, port, user_name, secret, folder) as opened:
        standing = opened.standing
    if found is None:
        found = Mailbox()
        db.session.add(found)
    found.host, found.port, found.user_name, found.folder = host, port, user_name, folder
    found.password_sealed = crypto.seal(secret)
    found.uid_validity, found.last_uid = standing.uid_validity, standing.next_uid - 1
    found.looked_at, found.fault, found.changed_by = clock.now(), "", by.id
    db.session.flush()
    audit.record(found, "mailbox.set", by=by, name=f"{user_name} @ {host}")


def remove_mailbox(*, by: User) -> None:
    """Pick up no more mail, and forget the password."""
    found = mailbox()
    if found is not None:
        audit.record(found, "mailbox.removed", by=by, name=f"{found.user_name} @ {found.host}")
        db.session.delete(found)
        db.session.flush()


def fetch() -> int:
    """Take in what came since the last look; how many mails. Two looks at once are one."""
    found = mailbox()
    if found is None or not _is_alone():
        return 0
    try:
        with imap.opened(
            found.host,
            found.port,
            found.user_name,
            crypto.unseal(found.password_sealed),
            found.folder,
        ) as folder:
            taken = _take_in(found, folder)
        found.fault = ""
    except Refused as error:
        taken, found.fault = 0, said(error.words)
    found.looked_at = clock.now()
    db.session.flush()
    return taken


def _take_in(found: Mailbox, folder: imap.Folder) -> int:
    if folder.standing.uid_validity != found.uid_validity:
        # The server numbers anew: what is known by its Message-ID comes to nothing.
        found.uid_validity = folder.standing.uid_validity
        found.last_uid = max(0, folder.standing.next_uid - 1 - AT_ONCE)
    numbers = folder.after(found.last_uid)[:AT_ONCE]
    most = current_app.extensions["settings"].upload_max_mb * 1024 * 1024 * 2
    for uid in numbers:
        if folder.size(uid) > most:
            audit.record(found, "mailbox.too_large", by="system")
        elif raw := folder.mail(uid):
            _take(found, raw)
        found.last_uid = uid
    return len(numbers)


def _take(found: Mailbox, raw: bytes) -> None:
    """One mail, safe before the next is fetched; what is refused is noted and left in the mailbox."""
    try:
        with acting_for(acting().agency_id):
            take(raw)
    except ScannerAway:
        raise
    except Refused as error:
        audit.record(found, "mailbox.refused", by="system", why=str(error))


def _is_alone() -> bool:
    name = f"mailbox {acting().agency_id}"
    locked = text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    return bool(db.session.scalar(locked, {"name": name}))
