"""Notices to debtors: written, released by a lawyer where one signs, kept as sent."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk."""
    from agency.cases import pending, timeline
    from agency.cases.filed import add_source as add_files
    from agency.cases.guard import add_bar
    from agency.compliance.contacts import add_source
    from agency.compliance.records import keep
    from agency.notices import jobs, queries, views  # noqa: F401 - jobs register themselves
    from agency.notices.bars import ADDRESS, ASKED_BEFORE, OPEN, TERM, UNAGREED
    from agency.notices.filed import COPIES, PAID, SOURCE
    from agency.notices.labels import COPY_REASONS
    from agency.notices.models import (
        Delivery,
        Notice,
        NoticeBatch,
        NoticeTemplate,
        PrintBatch,
        Reprint,
    )
    from agency.notices.personal import RECORDS
    from agency.notices.services.readdressing import pending_of

    add_bar(app, ADDRESS, OPEN, TERM, UNAGREED, ASKED_BEFORE)
    pending.add_source(app, pending_of)
    add_source(app, queries.contacts_of)
    add_files(app, SOURCE)
    add_files(app, COPIES)
    add_files(app, PAID)
    timeline.reasons({f"copy_{reason}": text for reason, text in COPY_REASONS.items()})
    keep(app, RECORDS)
    web.finds("notice", Notice)
    web.finds("delivery", Delivery)
    web.finds("reprint", Reprint)
    web.finds("print_batch", PrintBatch)
    web.finds("notice_batch", NoticeBatch)
    web.finds("notice_template", NoticeTemplate)
    desk.register_blueprint(views.bp)
    slots.add_nav(
        app,
        "staff",
        _("Notices"),
        "agency.notices.index",
        icon="mail",
        permission=Permission.SEE_CASES,
        order=20,
    )
    slots.add_nav(
        app,
        "staff",
        _("Batches"),
        "agency.notices.batches",
        icon="package",
        permission=Permission.SEE_CASES,
        order=20,
    )
    slots.add_nav(
        app,
        "staff",
        _("Texts of letters"),
        "agency.notices.templates",
        icon="file-text",
        permission=Permission.SEE_TEMPLATES,
        order=23,
    )
    slots.add_nav(
        app,
        "staff",
        _("To release"),
        "agency.notices.releases",
        icon="sign",
        permission=Permission.RELEASE_NOTICES,
        order=21,
    )
    slots.add_nav(
        app,
        "staff",
        _("Letters to print"),
        "agency.notices.print_batches",
        icon="printer",
        permission=Permission.DISPATCH_NOTICES,
        order=22,
    )
    slots.add_panel(
        app,
        "case",
        "notices",
        _("Notices"),
        "agency.notices.panel",
        permission=Permission.SEE_CASES,
        order=30,
    )
