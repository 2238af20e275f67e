"""How templates write accounts, countries, roles and the reasons of a fee."""

from flask import Flask

from agency.clients.bank_accounts import grouped
from agency.clients.countries import country_name
from agency.clients.wording import reason_text
from portal.accounts.roles import role_label
from portal.i18n import current_locale


def init_app(app: Flask) -> None:
    """Make the filters known to every template."""
    app.add_template_filter(grouped, "iban")
    app.add_template_filter(country, "country")
    app.add_template_filter(role_label, "role_label")
    app.add_template_filter(reason_text, "reason_text")


def country(code: str) -> str:
    """A country in the reader's language."""
    return country_name(code, current_locale())
