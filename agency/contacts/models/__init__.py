"""Contacts with debtors, what they promised, and when they want to be called."""

from agency.contacts.models.callbacks import Callback
from agency.contacts.models.contacts import Contact
from agency.contacts.models.promises import Promise, PromiseLimits

__all__ = ["Callback", "Contact", "Promise", "PromiseLimits"]
