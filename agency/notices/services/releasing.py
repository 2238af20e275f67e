"""A lawyer's word on a notice: released, or refused with a reason. It holds for that very file."""

from flask_babel import gettext as _

from agency.cases.models import Mover
from agency.clients.models import Lawyer
from agency.notices.models import Notice, Release
from agency.notices.services.moves import lock_notice, wait_for
from agency.notices.services.obstacles import firm_acts
from portal import db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import NotFound, Refused

RELEASED, REFUSED = "released", "refused"


def release(notice: Notice, sha256: str, *, lawyer: Lawyer, by: User) -> Release:
    """Let the file with this hash go out under the firm's name. Doing it twice changes nothing."""
    said = _said(notice, sha256, RELEASED, lawyer)
    if said:
        return said
    if notice.render_error:
        raise Refused(
            _("This notice lacks something that the law asks for; it cannot be released.")
        )
    if not firm_acts(notice):
        raise Refused(_("Your firm no longer acts for this creditor."))
    made = _say(notice, RELEASED, "", lawyer, by)
    wait_for(notice.case, Mover.AGENCY, "dispatch", days=1)
    return made


def refuse(notice: Notice, sha256: str, reason: str, *, lawyer: Lawyer, by: User) -> Release:
    """Keep the file with this hash in the house, and tell the agency why."""
    said = _said(notice, sha256, REFUSED, lawyer)
    if said:
        return said
    made = _say(notice, REFUSED, reason, lawyer, by)
    wait_for(notice.case, Mover.AGENCY, "rewrite", days=1)
    return made


def _said(notice: Notice, sha256: str, outcome: str, lawyer: Lawyer) -> Release | None:
    """The same word, if it was given before. Refused when the file is not the one that was read."""
    lock_notice(notice)
    if notice.law_firm_id != lawyer.law_firm_id:
        raise NotFound
    if notice.rendered_at is None or not notice.sha256 or notice.sha256 != sha256:
        raise Refused(_("The notice was changed since you opened it. Read the file as it is now."))
    if notice.release and notice.release.outcome == outcome:
        return notice.release
    if notice.release:
        raise Refused(
            _(
                "A lawyer of the firm has answered this file already. Only a changed file can be answered anew."
            )
        )
    if not notice.is_open:
        raise Refused(_("This notice has gone out or was withdrawn."))
    return None


def _say(notice: Notice, outcome: str, reason: str, lawyer: Lawyer, by: User) -> Release:
    made = Release(
        creditor_id=notice.creditor_id,
        notice_id=notice.id,
        law_firm_id=lawyer.law_firm_id,
        lawyer_id=lawyer.id,
        sha256=notice.sha256,
        outcome=outcome,
        reason=reason,
        by_user=by.id,
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(notice, ["releases"])
    audit.record(
        notice, f"notice.{outcome}", by=by, sha256=notice.sha256, lawyer=lawyer.name, reason=reason
    )
    return made
