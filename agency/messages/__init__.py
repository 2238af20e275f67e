"""Messages with debtors and creditors: e-mails and texts into the case and out of it, each one dealt with."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and tell the slices below what waits for an answer and who was written to."""
    from agency.cases import pending
    from agency.cases.filed import add_source as add_files
    from agency.compliance.contacts import add_source
    from agency.compliance.records import keep
    from agency.messages import events, jobs, queries, views, webhooks  # noqa: F401 - two register by import
    from agency.messages.cli import messages_cli
    from agency.messages.filed import SOURCE
    from agency.messages.models import Message, MessageFile
    from agency.messages.personal import RECORDS
    from agency.messages.services.next_moves import pending_of
    from agency.messages.services.text_notices import NoticeCarrier
    from agency.notices.carrying import carry_with
    from portal.csrf import csrf

    pending.add_source(app, pending_of, of=(Message,))
    add_source(app, queries.contacts_of)
    add_files(app, SOURCE)
    keep(app, RECORDS)
    carry_with(app, NoticeCarrier())
    web.finds("message", Message)
    web.finds("message_file", MessageFile)
    app.cli.add_command(messages_cli)
    csrf.exempt(webhooks.bp)
    app.register_blueprint(webhooks.bp)
    for blueprint in (views.bp, views.inbox_bp, views.settings_bp):
        desk.register_blueprint(blueprint)
    slots.add_nav(
        app,
        "staff",
        _("Messages"),
        "agency.inbox.index",
        icon="message",
        permission=Permission.WORK_CASES,
        order=15,
    )
    slots.add_panel(
        app,
        "case",
        "messages",
        _("Messages"),
        "agency.messages.index",
        permission=Permission.SEE_CASES,
        order=5,
    )
    slots.add_panel(
        app,
        "settings",
        "messages",
        _("Messages"),
        "agency.message_settings.edit_settings",
        permission=Permission.ADMINISTER,
        order=30,
    )
    slots.add_panel(
        app,
        "settings",
        "mailbox",
        _("Mailbox"),
        "agency.message_settings.edit_mailbox",
        permission=Permission.ADMINISTER,
        order=31,
    )
    slots.add_panel(
        app,
        "settings",
        "sms",
        _("Text messages"),
        "agency.message_settings.edit_text_gateway",
        permission=Permission.ADMINISTER,
        order=32,
    )
