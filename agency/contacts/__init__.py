"""Contacts with debtors: calls and other contacts as they happened, promises to pay, callbacks."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

from portal import slots, web
from portal.accounts.permissions import Permission


def init_app(app: Flask, desk: Blueprint) -> None:
    """Join the desk, and tell the slices below what is waited for and who was approached."""
    from agency.cases import guard, pending
    from agency.cases.filed import add_source as add_files
    from agency.compliance.contacts import add_source
    from agency.compliance.records import keep
    from agency.contacts import events, jobs, mails, queries, reactions, views  # noqa: F401 - register
    from agency.contacts.bars import PROMISED
    from agency.contacts.filed import SOURCE
    from agency.contacts.models import Callback, Contact, Promise
    from agency.contacts.personal import RECORDS
    from agency.contacts.services.next_moves import pending_of
    from agency.legal_position.acts import PROMISES

    guard.add_bar(app, PROMISED)
    slots.install(app, PROMISES, queries.promised_in_writing)
    pending.add_source(app, pending_of, of=(Callback, Promise))
    add_source(app, queries.contacts_of)
    add_files(app, SOURCE)
    keep(app, RECORDS)
    web.finds("contact", Contact)
    web.finds("promise", Promise)
    desk.register_blueprint(views.bp)
    desk.register_blueprint(views.settings)
    slots.add_panel(
        app,
        "case",
        "contacts",
        _("Contacts and promises"),
        "agency.contacts.index",
        permission=Permission.SEE_CASES,
        order=10,
    )
    slots.add_panel(
        app,
        "settings",
        "promises",
        _("Promises to pay"),
        "agency.contact_settings.edit_limits",
        permission=Permission.ADMINISTER,
        order=20,
    )
