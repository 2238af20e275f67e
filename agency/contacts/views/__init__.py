"""The pages of contacts, promises and callbacks."""

from agency.contacts.views import callbacks, contacts, limits, panel, promises
from agency.contacts.views.blueprint import bp, settings

__all__ = ["bp", "callbacks", "contacts", "limits", "panel", "promises", "settings"]
