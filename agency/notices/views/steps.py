"""What the office does with a notice: change it, send it, or take it back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.law.vocabulary import NoticeKind
from agency.notices import labels, services
from agency.notices.addressing import addressee_of
from agency.notices.languages import languages_for
from agency.notices.models import Notice
from agency.notices.schemas import ChangeSchema, ConfirmSchema, WithdrawalSchema
from agency.notices.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/<uuid:notice>/change")
@allow(Permission.WORK_CASES)
def edit(notice: Notice) -> ResponseReturnValue:
    """What can be changed before it goes out."""
    return page(
        "agency/notices/change.html",
        notice=notice,
        channels=addressee_of(notice.case.debtor).channels,
        languages=languages_for(notice.case.debtor, NoticeKind(notice.kind)),
        labels=labels,
    )


@bp.post("/<uuid:notice>/change")
@allow(Permission.WORK_CASES)
def update(notice: Notice) -> ResponseReturnValue:
    """Change it, and have its file made again."""
    services.change(notice, services.Change(**vars(load(ChangeSchema))), by=me())
    say(_("Saved. The file is being made again; a release of the old one is void."))
    return redirect(url_for(".show", notice=notice.id))


@bp.post("/<uuid:notice>/dispatch")
@allow(Permission.DISPATCH_NOTICES)
def create_dispatch(notice: Notice) -> ResponseReturnValue:
    """Send it, once."""
    load(ConfirmSchema, page=".show")
    if services.dispatch(notice, by=me()):
        say(_("The notice is on its way."))
    elif notice.held_until:
        say(_("It goes by itself at the next lawful hour."), "info")
    else:
        say(_("This notice had been sent already. Nothing was sent twice."), "info")
    return redirect(url_for(".show", notice=notice.id))


@bp.get("/<uuid:notice>/withdrawal")
@allow(Permission.WORK_CASES)
def new_withdrawal(notice: Notice) -> ResponseReturnValue:
    """Why it is taken back."""
    return page("agency/notices/withdrawal.html", notice=notice, labels=labels)


@bp.post("/<uuid:notice>/withdrawal")
@allow(Permission.WORK_CASES)
def create_withdrawal(notice: Notice) -> ResponseReturnValue:
    """Take it back before it leaves the house."""
    services.withdraw(notice, load(WithdrawalSchema).reason, by=me())
    say(_("The notice is withdrawn."))
    return redirect(url_for(".show", notice=notice.id))
