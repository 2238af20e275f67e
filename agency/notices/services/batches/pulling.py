"""Taking notices out of a batch before they go: one by one, or by rule; always with a reason."""

from flask_babel import gettext as _

from agency.notices import queries
from agency.notices.models import BatchRun, Notice, NoticeBatch, Verb
from agency.notices.services.batches.rules import Rule
from agency.notices.services.batches.running import start
from agency.notices.services.changing import withdraw
from portal.accounts.models import User
from portal.errors import Refused

__all__ = ["Rule", "pull", "pull_one"]


def pull_one(notice: Notice, reason: str, *, by: User) -> None:
    """Take one notice out. Doing it twice changes nothing."""
    if notice.batch_id is None:
        raise Refused(_("This notice is in no batch. Withdraw it on its own page."))
    withdraw(notice, reason, by=by)


def pull(batch: NoticeBatch, rule: Rule, reason: str, *, by: User) -> BatchRun:
    """Take out all that a rule is about, in the background."""
    if rule.is_empty:
        raise Refused(_("Say which letters are to be taken out."))
    total = queries.count_in(batch, queries.OPEN, *rule.conditions())
    if not total:
        raise Refused(_("No letter of this batch is like that."))
    return start(batch, Verb.PULL, total=total, by=by, rule=rule.kept(), reason=reason)
